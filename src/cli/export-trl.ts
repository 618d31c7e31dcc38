/** @file A folder that goes on with TRL elsewhere, from the folder of a run. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { adapterToWrite } from '../engine/checkpoint/adapter'
import { modelFolderInPieces, weightsOf } from '../engine/checkpoint/hf-folder'
import { writePeftAdapter } from '../engine/checkpoint/peft-write'
import { planPairs } from '../engine/training/plan-pairs'
import { tokenizeFor } from '../engine/training/prepare-run'
import { trlFiles } from '../exports/trl/folder'
import { trlInput } from '../exports/trl/from-plan'
import type { RunConfig } from '../protocol/run-config'
import { isFolder } from './disk-folder'
import type { HubAccess } from './hub-repository'
import { loadData } from './load-data'
import { loadModel, type OpenedModel } from './load-model'
import { type Files, fromDisk, inOnePiece } from './write-files'

interface TrlOptions {
  hub: HubAccess
  /** Where the base is, if not where the run's config says. */
  model?: string
  /** Files of pairs, if they are not where the config says. */
  data?: string[]
}

/** A model on the disk goes along up to this size. */
const INCLUDED_BYTES = 256e6

/** The config's model and sources are read again; what the run trained goes along where it is an adapter. */
export async function trlFolder(folder: string, config: RunConfig, options: TrlOptions): Promise<Files> {
  const { hub, model: base = config.model, data = config.sources } = options
  const lora = config.tuning.method === 'lora'
  const opened = await loadModel(base, { hub, adapter: config.adapter ?? undefined, baseWeights: 'f32' })
  const { model, origin, pinned } = opened
  const { pairs } = await loadData(data, { hub })
  const commit = pinned === origin ? null : pinned.slice(origin.length + 1)
  const included = commit === null && bytesOf(opened) <= INCLUDED_BYTES
  const trained = join(folder, 'adapter')
  const planned = await planPairs(model, tokenizeFor(model, pairs, config.data), config)
  const input = trlInput(planned, {
    config,
    model: commit === null ? { kind: 'folder', name: base, included } : { kind: 'hub', name: origin, revision: commit },
    context: model.decoder.config.context,
    startAdapter: lora && Boolean(model.adapter),
    trainedAdapter: lora && isFolder(trained),
  })
  const texts = Object.entries(trlFiles(input)).map(([name, text]) => [name, inOnePiece(encode(text))] as const)
  return {
    ...Object.fromEntries(texts),
    ...(included ? modelFiles(opened) : {}),
    ...(input.startAdapter ? await startAdapter(opened, config) : {}),
    ...(input.trainedAdapter ? copied('adapter', trained) : {}),
  }
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

const bytesOf = ({ model }: OpenedModel): number =>
  [...model.parameters.values()].reduce((sum, { size }) => sum + 4 * size, 0)

function modelFiles({ model, hfConfig, texts }: OpenedModel): Files {
  const { decoder, parameters } = model
  const weights = modelFolderInPieces(decoder, weightsOf(decoder, parameters), 'F32', hfConfig)
  const files = [...Object.entries(weights), ...[...texts].map(([name, bytes]) => [name, inOnePiece(bytes)] as const)]
  return Object.fromEntries(files.map(([name, file]) => [`model/${name}`, file]))
}

/** What the run began with, wherever it was loaded from. */
async function startAdapter({ model, origin }: OpenedModel, { tuning }: RunConfig): Promise<Files> {
  const { config } = model.decoder
  const { tensors, alphas } = model.adapter!
  const written = await adapterToWrite(tensors, config, tuning, { alphas, baseModel: origin })
  const files = Object.entries(writePeftAdapter(config, written))
  return Object.fromEntries(files.map(([name, bytes]) => [`start-adapter/${name}`, inOnePiece(bytes)]))
}

/** The files of a folder, as they are. */
function copied(name: string, folder: string): Files {
  const files = readdirSync(folder).map((file) => [file, join(folder, file)] as const)
  const plain = files.filter(([, path]) => statSync(path).isFile())
  return Object.fromEntries(plain.map(([file, path]) => [`${name}/${file}`, fromDisk(path, statSync(path).size)]))
}
