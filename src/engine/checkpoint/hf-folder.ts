/** @file A Hugging Face model folder to a decoder with its parameters, and back, so that what is saved loads anywhere. */
import * as tf from '@tensorflow/tfjs-core'
import { AppError } from '../../protocol/errors'
import type { WeightSpec } from '../model/config'
import { createDecoder, type Decoder } from '../model/decoder'
import { familyOf } from '../model/families/registry'
import type { Parameters } from '../model/parameters'
import { transpose } from '../ops/transpose'
import { type FileDtype, readSafetensors, type StoredTensor, type TensorToStore, writeSafetensors } from './safetensors'

/** Reads one file of the folder by name; undefined where there is none. */
export type ReadFile = (name: string) => Promise<Uint8Array | undefined>

export interface LoadedModel {
  decoder: Decoder
  params: Parameters
  /** config.json as it was. */
  hfConfig: Record<string, unknown>
  /** Parsed, for the tokenizer's own loader; undefined where the folder has none. */
  tokenizerJson?: unknown
  tokenizerConfig?: unknown
  /** Text of chat_template.jinja, which newer folders have beside tokenizer_config.json. */
  chatTemplate?: string
}

const WEIGHTS = 'model.safetensors'
const INDEX = 'model.safetensors.index.json'

export async function loadModelFolder(read: ReadFile): Promise<LoadedModel> {
  const hfConfig = await readConfig(read)
  const family = familyOf(hfConfig.model_type)
  const decoder = createDecoder(family.readConfig(hfConfig))
  // Small files first: a folder that cannot be read is refused before its weights are fetched.
  const tokenizerJson = await readJson(read, 'tokenizer.json', 'model/broken-tokenizer')
  const tokenizerConfig = await readJson(read, 'tokenizer_config.json', 'model/broken-tokenizer')
  const template = await read('chat_template.jinja')
  const chatTemplate = template && new TextDecoder().decode(template)
  const stored = await readWeights(read)
  const params = toParameters(stored, decoder)
  return { decoder, params, hfConfig, tokenizerJson, tokenizerConfig, chatTemplate }
}

async function readConfig(read: ReadFile): Promise<Record<string, unknown>> {
  const json = await readJson(read, 'config.json', 'model/broken-config')
  if (json === undefined) throw missing('config.json')
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new AppError(
      'model/broken-config',
      'config.json holds no object.',
      'Take the config.json that belongs to the model.',
    )
  }
  return json as Record<string, unknown>
}

function missing(name: string): AppError {
  return new AppError(
    'model/missing-file',
    `The model folder has no ${name}.`,
    `A model folder needs config.json and ${WEIGHTS} (and tokenizer.json for text), as saved by save_pretrained.`,
  )
}

async function readJson(
  read: ReadFile,
  name: string,
  code: 'model/broken-config' | 'model/broken-tokenizer' | 'model/broken-weights',
): Promise<unknown> {
  const bytes = await read(name)
  if (!bytes) return undefined
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError(code, `${name} is not JSON: ${reason}`, 'Download the file again; it may have been cut short.')
  }
}

/** One file, or the shards that an index names. */
async function readWeights(read: ReadFile): Promise<Map<string, StoredTensor>> {
  const bytes = await read(WEIGHTS)
  if (bytes) return readSafetensors(bytes)
  const index = (await readJson(read, INDEX, 'model/broken-weights')) as { weight_map?: unknown } | undefined
  if (!index) throw missing(WEIGHTS)
  const shards = new Set(Object.values((index.weight_map ?? {}) as Record<string, unknown>).map(String))
  const stored = new Map<string, StoredTensor>()
  for (const shard of shards) {
    const part = await read(shard)
    if (!part) throw missing(shard)
    for (const [name, tensor] of readSafetensors(part)) stored.set(name, tensor)
  }
  return stored
}

/** Tensors in the engine's layout from a file's; a weight that is absent or misshapen is named. */
function toParameters(stored: Map<string, StoredTensor>, { config }: Decoder): Parameters {
  const family = familyOf(config.family)
  const byName = new Map([...stored].map(([name, tensor]) => [family.canonicalName(name), tensor]))
  const specs = family.weights(config)
  // All is checked before the first tensor is made: no half-loaded model is left behind.
  for (const spec of specs) check(spec, byName.get(spec.name))
  return new Map(specs.map((spec) => [spec.name, toEngineLayout(spec, byName.get(spec.name)!.values)]))
}

const fileShape = ({ shape, transposed }: WeightSpec): number[] => (transposed ? [...shape].reverse() : shape)

function check(spec: WeightSpec, tensor: StoredTensor | undefined): void {
  if (!tensor) {
    throw new AppError(
      'model/missing-weight',
      `The weights file has no tensor ${spec.name}.`,
      'Check that config.json and the weights belong to the same model.',
    )
  }
  const wanted = fileShape(spec)
  if (tensor.shape.length === wanted.length && tensor.shape.every((n, i) => n === wanted[i])) return
  throw new AppError(
    'model/broken-weights',
    `Tensor ${spec.name} has shape [${tensor.shape}], but config.json asks for [${wanted}].`,
    'Check that config.json and the weights belong to the same model.',
  )
}

function toEngineLayout(spec: WeightSpec, values: Float32Array): tf.Tensor {
  const tensor = tf.tensor(values, fileShape(spec))
  if (!spec.transposed) return tensor
  const turned = transpose(tensor as tf.Tensor2D)
  tensor.dispose()
  return turned
}

/** The parameters under the file's names and in its layout. */
export async function toStored(decoder: Decoder, params: Parameters): Promise<Map<string, TensorToStore>> {
  const stored = new Map<string, TensorToStore>()
  for (const spec of familyOf(decoder.config.family).weights(decoder.config)) {
    const tensor = params.get(spec.name)
    if (!tensor) throw new Error(`no parameter is named ${spec.name}`)
    const turned = spec.transposed ? transpose(tensor as tf.Tensor2D) : tensor
    stored.set(spec.name, { shape: fileShape(spec), values: (await turned.data()) as Float32Array })
    if (turned !== tensor) turned.dispose()
  }
  return stored
}

const TORCH_DTYPE = { F32: 'float32', F16: 'float16', BF16: 'bfloat16' } as const

/**
 * config.json and model.safetensors. `hfConfig` carries over what the engine does not use (token ids, say), where the
 * model was loaded from a folder.
 */
export async function saveModelFolder(
  decoder: Decoder,
  params: Parameters,
  dtype: Exclude<FileDtype, 'F64'>,
  hfConfig: Record<string, unknown> = {},
): Promise<Record<string, Uint8Array>> {
  const family = familyOf(decoder.config.family)
  const config = { ...family.writeConfig(decoder.config), ...hfConfig, torch_dtype: TORCH_DTYPE[dtype] }
  return {
    'config.json': new TextEncoder().encode(`${JSON.stringify(config, null, 2)}\n`),
    [WEIGHTS]: writeSafetensors(await toStored(decoder, params), dtype),
  }
}
