/** @file A folder that goes on with TRL elsewhere, as a zip: the loaded pairs and model under a run's config. */
import { adapterToWrite } from '../engine/checkpoint/adapter'
import { modelFolderInPieces, weightsOf } from '../engine/checkpoint/hf-folder'
import { writePeftAdapter } from '../engine/checkpoint/peft-write'
import type { FileInPieces } from '../engine/checkpoint/safetensors'
import type { Tensors } from '../engine/model/decoder'
import { planPairs } from '../engine/training/plan-pairs'
import type { Training } from '../engine/training/trainer'
import { trlFiles } from '../exports/trl/folder'
import { trlInput } from '../exports/trl/from-plan'
import { AppError } from '../protocol/errors'
import { parseRunConfig } from '../protocol/parse-run-config'
import type { RunConfig } from '../protocol/run-config'
import type { OpenedData } from './load-data'
import type { OpenedModel } from './load-model'
import { tokenizeInChunks } from './measure-fit'
import { inOnePiece, zipped } from './save-model'

export interface TrlInput {
  opened: OpenedModel
  data: OpenedData
  training: Training | null
  config: RunConfig
}

type Files = Record<string, FileInPieces>

/** A model of the person's own goes along up to this size; a larger one is theirs to put there. */
const INCLUDED_BYTES = 256e6

/** @throws AppError where TRL has no equal of what would be trained. */
export async function packTrl({ opened, data, training, config: given }: TrlInput): Promise<Blob> {
  const config = parseRunConfig(given)
  const { model, report, origin } = opened
  const tokenized = await tokenizeInChunks(model, data.pairs, config.data, () => false)
  if (!tokenized) throw new AppError('run/not-ready', 'Model or data changed meanwhile.', 'Export once more.')
  const fromHub = report.commit !== undefined
  const included = !fromHub && report.bytes <= INCLUDED_BYTES
  // What was trained goes along where it was trained with these settings.
  const trained = training && isLora(config) && isSame(training.config, config) ? training : null
  const input = trlInput(await planPairs(model, tokenized, config), {
    config,
    model: fromHub
      ? { kind: 'hub', name: origin, revision: report.commit ?? null }
      : { kind: 'folder', name: report.name, included },
    context: model.decoder.config.context,
    startAdapter: isLora(config) && Boolean(model.adapter),
    trainedAdapter: trained !== null,
  })
  const texts = Object.entries(trlFiles(input)).map(([name, text]) => [name, inOnePiece(encode(text))] as const)
  return zipped({
    ...Object.fromEntries(texts),
    ...(included ? modelFiles(opened) : {}),
    ...(input.startAdapter ? await adapterFiles('start-adapter', opened, model.adapter!.tensors, config) : {}),
    ...(trained ? await trainedFiles(opened, trained) : {}),
  })
}

const isLora = ({ tuning }: RunConfig): boolean => tuning.method === 'lora'

const isSame = (a: RunConfig, b: RunConfig): boolean => JSON.stringify(parseRunConfig(a)) === JSON.stringify(b)

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

const inFolder = (folder: string, files: [string, FileInPieces][]): Files =>
  Object.fromEntries(files.map(([name, file]) => [`${folder}/${name}`, file]))

/** The base, as the run began. */
function modelFiles({ model, hfConfig, texts }: OpenedModel): Files {
  const { decoder, parameters } = model
  const weights = modelFolderInPieces(decoder, weightsOf(decoder, parameters), 'F32', hfConfig)
  const beside = [...texts].map(([name, bytes]): [string, FileInPieces] => [name, inOnePiece(bytes)])
  return inFolder('model', [...Object.entries(weights), ...beside])
}

async function trainedFiles(opened: OpenedModel, training: Training): Promise<Files> {
  const { trained, dispose } = training.snapshot()
  try {
    return await adapterFiles('adapter', opened, trained, training.config)
  } finally {
    dispose()
  }
}

async function adapterFiles(
  folder: string,
  { model, origin }: OpenedModel,
  tensors: Tensors,
  { tuning }: RunConfig,
): Promise<Files> {
  const { config } = model.decoder
  const written = await adapterToWrite(tensors, config, tuning, { alphas: model.adapter?.alphas, baseModel: origin })
  const files = Object.entries(writePeftAdapter(config, written))
  return inFolder(
    folder,
    files.map(([name, bytes]) => [name, inOnePiece(bytes)]),
  )
}
