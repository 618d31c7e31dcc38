/** @file A Hugging Face model folder to a decoder with its parameters, and back, so that what is saved loads anywhere. */
import { AppError } from '../../protocol/errors'
import type { Folder } from '../../protocol/folder'
import type { TuningConfig } from '../../protocol/run-config'
import type { WeightSpec } from '../model/config'
import { createDecoder, type Decoder } from '../model/decoder'
import { familyOf } from '../model/families/registry'
import { mergedNumbers } from '../model/merge-adapter'
import { disposeParameters, type Parameters } from '../model/parameters'
import { onGpu } from '../ops/memory'
import { checkConfig, refuseEndless } from './check-config'
import type { JsonObject } from './json-text'
import { makeWeight } from './make-weight'
import { fileShape, matchWeights, type WeightSource } from './match-weights'
import { type FileInPieces, safetensorsInPieces, writeSafetensors } from './safetensors'
import { elements, type FileDtype, type HostTensor, type StoredTensor, type WrittenDtype } from './stored-tensor'
import { readTextFiles, type TextFiles } from './text-files'
import { turned } from './turned'
import { openWeightFiles, WEIGHTS } from './weight-files'

export interface LoadedModel extends TextFiles {
  decoder: Decoder
  params: Parameters
  /** config.json as it was. */
  hfConfig: JsonObject
}

/** What a folder will become, known from its small files and the headers of the large ones. */
export interface LoadPlan {
  decoder: Decoder
  texts: TextFiles
  /** Numbers in all weights. */
  parameters: number
  /** Of the weights in the file, by type. */
  bytes: Partial<Record<FileDtype, number>>
  /** Of all weight files: what has to come here. */
  fileBytes: number
  /** Matrices are kept in 16 bits: frozen. */
  half: boolean
}

export interface LoadOptions {
  /** The backend, where it may still be on its way: small files are read meanwhile. */
  ready?: Promise<unknown> | null
  /** Called before a weight is fetched; what it throws refuses the model. */
  admit?: (plan: LoadPlan) => void | Promise<void>
  /** Of the weights that have been made, in bytes of the file. */
  onProgress?: (loadedBytes: number, totalBytes: number) => void
  /** `f32` where there is no 16-bit form: anywhere but on WebGPU. */
  baseWeights?: TuningConfig['baseWeights']
  /** Looked at between tensors; its reason is thrown. */
  signal?: AbortSignal
}

/** From how many weights on `auto` keeps those of a 16-bit file in 16 bits. */
const MANY_WEIGHTS = 50e6

/**
 * Everything that can be wrong is found before a weight is fetched: first by the small files, then by the headers of
 * the weight files, of which ranges alone are read. On an error nothing is left behind.
 * @throws AppError `model/...` naming what was wrong.
 */
export async function loadModelFolder(folder: Folder, options: LoadOptions = {}): Promise<LoadedModel> {
  const hfConfig = await checkConfig(folder)
  const family = familyOf(hfConfig.model_type)
  const config = family.readConfig(hfConfig)
  refuseEndless(config)
  const decoder = createDecoder(config)
  const texts = await readTextFiles(folder, decoder.config.vocab)
  const sources = matchWeights(await openWeightFiles(folder), family, decoder.config)
  // Whether 16 bits can be held at all, and what fits, depends on the backend.
  await options.ready
  const plan = planOf(decoder, texts, sources, options.baseWeights ?? 'auto')
  await options.admit?.(plan)
  for (const { file } of filesOf(sources)) {
    options.signal?.throwIfAborted()
    await file.bring?.()
  }
  const params = await readWeights(sources, plan, options)
  return { decoder, params, hfConfig, ...texts }
}

const filesOf = (sources: WeightSource[]) =>
  new Set(sources.flatMap(({ from, twin }) => [from, ...(twin ? [twin.from] : [])]))

function planOf(
  decoder: Decoder,
  texts: TextFiles,
  sources: WeightSource[],
  baseWeights: TuningConfig['baseWeights'],
): LoadPlan {
  const bytes: LoadPlan['bytes'] = {}
  for (const source of sources) bytes[source.dtype] = (bytes[source.dtype] ?? 0) + source.bytes
  const parameters = sources.reduce((sum, { spec }) => sum + elements(spec.shape), 0)
  const fileBytes = [...filesOf(sources)].reduce((sum, { file }) => sum + file.size, 0)
  const isHalfFile = sources.every(({ spec, dtype }) => spec.shape.length < 2 || dtype === 'F16' || dtype === 'BF16')
  const wantsHalf = baseWeights === '16-bit' || (baseWeights === 'auto' && isHalfFile && parameters >= MANY_WEIGHTS)
  return { decoder, texts, parameters, bytes, fileBytes, half: wantsHalf && onGpu() }
}

/** One tensor after another, so that little more than the model itself is held. */
async function readWeights(
  sources: WeightSource[],
  { half, decoder }: LoadPlan,
  options: LoadOptions,
): Promise<Parameters> {
  const { signal, onProgress } = options
  const total = sources.reduce((sum, { bytes }) => sum + bytes, 0)
  const params: Parameters = new Map()
  let loaded = 0
  try {
    for (const source of sources) {
      signal?.throwIfAborted()
      const { spec } = source
      // Learned positions are added, not multiplied: they are held in 32 bits.
      const keepsHalf = half && spec.name !== decoder.names.positions
      params.set(spec.name, makeWeight(spec, await readWeight(source), keepsHalf))
      loaded += source.bytes
      onProgress?.(loaded, total)
    }
    signal?.throwIfAborted()
  } catch (error) {
    disposeParameters(params)
    throw error
  }
  return params
}

async function readWeight({ name, from, twin }: WeightSource): Promise<StoredTensor> {
  const stored = await from.tensors.read(name)
  if (stored.hasNonFinite()) {
    throw new AppError(
      'model/broken-weights',
      `Tensor ${name} has numbers that are not finite (NaN or infinite).`,
      'Take the weights from before they broke: training them further would not mend them.',
    )
  }
  if (!twin || stored.equals(await twin.from.tensors.read(twin.name))) return stored
  throw new AppError(
    'model/broken-weights',
    `config.json says that ${name} and ${twin.name} are the same, but the weights hold two.`,
    'Set tie_word_embeddings to false in config.json if the model has a head of its own.',
  )
}

/** A weight's numbers row by row, in the layout of the file. */
export type ReadWeight = (spec: WeightSpec) => Promise<Float32Array>

/** Of a model as it is in memory: 16 bits become 32, and the adapter, where there is one, is folded in. */
export function weightsOf({ names }: Decoder, params: Parameters): ReadWeight {
  const read = mergedNumbers(params, names)
  return async ({ name, shape, transposed }) => {
    const values = await read(name)
    return transposed ? turned(values, shape[0]!, shape[1]!) : values
  }
}

/** The parameters under the file's names and in its layout, an adapter folded in. */
export async function toStored(decoder: Decoder, params: Parameters): Promise<Map<string, HostTensor>> {
  const read = weightsOf(decoder, params)
  const stored = new Map<string, HostTensor>()
  for (const spec of specsOf(decoder)) stored.set(spec.name, { shape: fileShape(spec), values: await read(spec) })
  return stored
}

const specsOf = ({ config }: Decoder): WeightSpec[] => familyOf(config.family).weights(config)

const TORCH_DTYPE = { F32: 'float32', F16: 'float16', BF16: 'bfloat16' } as const

/** config.json, with what the engine does not use (token ids, say) carried over from the model's own. */
function configFile({ config }: Decoder, dtype: WrittenDtype, hfConfig: JsonObject): Uint8Array<ArrayBuffer> {
  const json: JsonObject = {
    ...familyOf(config.family).writeConfig(config),
    ...hfConfig,
    torch_dtype: TORCH_DTYPE[dtype],
  }
  // The name that transformers 5 gives it: two must not disagree.
  if ('dtype' in json) json.dtype = TORCH_DTYPE[dtype]
  return new TextEncoder().encode(`${JSON.stringify(json, null, 2)}\n`)
}

/**
 * config.json and model.safetensors. `hfConfig` is the config.json that the model was loaded with, if it was.
 * @throws AppError `model/unsupported-dtype` for a number too large for F16.
 */
export async function saveModelFolder(
  decoder: Decoder,
  params: Parameters,
  dtype: WrittenDtype,
  hfConfig: JsonObject = {},
): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
  return {
    'config.json': configFile(decoder, dtype, hfConfig),
    [WEIGHTS]: writeSafetensors(await toStored(decoder, params), dtype),
  }
}

/** The same for large models: one weight after another is read while the file is written. */
export function modelFolderInPieces(
  decoder: Decoder,
  readWeight: ReadWeight,
  dtype: WrittenDtype,
  hfConfig: JsonObject = {},
): Record<string, FileInPieces> {
  const config = configFile(decoder, dtype, hfConfig)
  const weights = new Map(
    specsOf(decoder).map((spec) => [spec.name, { shape: fileShape(spec), values: () => readWeight(spec) }]),
  )
  return {
    'config.json': {
      size: config.length,
      async *pieces() {
        yield config
      },
    },
    [WEIGHTS]: safetensorsInPieces(weights, dtype),
  }
}
