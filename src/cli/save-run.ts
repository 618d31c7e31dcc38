/** @file What a run trained, as files: a Hugging Face folder, or a PEFT adapter. */
import { adapterToWrite } from '../engine/checkpoint/adapter'
import { modelFolderInPieces, weightsOf } from '../engine/checkpoint/hf-folder'
import { writePeftAdapter } from '../engine/checkpoint/peft-write'
import type { WrittenDtype } from '../engine/checkpoint/stored-tensor'
import type { Decoder, Parameters } from '../engine/model/decoder'
import type { Training } from '../engine/training/trainer'
import type { OpenedModel } from './load-model'
import { type Files, inOnePiece } from './write-files'

/** The whole model, an adapter among its parameters folded in; one tensor after another is read. */
export function modelFiles(
  { hfConfig, texts }: OpenedModel,
  { decoder, policy }: { decoder: Decoder; policy: Parameters },
  dtype: WrittenDtype,
): Files {
  const beside = [...texts].map(([name, bytes]) => [name, inOnePiece(bytes)] as const)
  return { ...modelFolderInPieces(decoder, weightsOf(decoder, policy), dtype, hfConfig), ...Object.fromEntries(beside) }
}

/** Of a run with LoRA. */
export async function adapterFiles({ model, origin }: OpenedModel, training: Training): Promise<Files> {
  const { config } = model.decoder
  const alphas = model.adapter?.alphas
  const adapter = await adapterToWrite(training.trained, config, training.config.tuning, { alphas, baseModel: origin })
  const files = Object.entries(writePeftAdapter(config, adapter))
  return Object.fromEntries(files.map(([name, bytes]) => [name, inOnePiece(bytes)]))
}
