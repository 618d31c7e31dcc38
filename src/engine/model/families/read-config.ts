/** @file Reading values out of a config.json, with errors that name the key and the value. */
import { AppError } from '../../../protocol/errors'

export type ConfigJson = Record<string, unknown>

const REMEDY = 'Take the config.json that belongs to the model, as saved by Hugging Face transformers.'

/** A positive integer, or the default when the key is absent or null. */
export function integer(json: ConfigJson, key: string, byDefault?: number): number {
  const value = json[key] ?? byDefault
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) {
    throw new AppError('model/broken-config', `config.json: ${key} is ${show(value)}, not a positive integer.`, REMEDY)
  }
  return value
}

/** A positive number, or the default when the key is absent or null. */
export function positive(json: ConfigJson, key: string, byDefault?: number): number {
  const value = json[key] ?? byDefault
  if (typeof value !== 'number' || !(value > 0) || !Number.isFinite(value)) {
    throw new AppError('model/broken-config', `config.json: ${key} is ${show(value)}, not a positive number.`, REMEDY)
  }
  return value
}

export function flag(json: ConfigJson, key: string, byDefault: boolean): boolean {
  const value = json[key] ?? byDefault
  if (typeof value !== 'boolean') {
    throw new AppError('model/broken-config', `config.json: ${key} is ${show(value)}, not true or false.`, REMEDY)
  }
  return value
}

/** Refuses a feature that would change the numbers if it were ignored. */
export function refuse(modelType: string, key: string, value: unknown, supported: string): never {
  throw new AppError(
    'model/unsupported-architecture',
    `This ${modelType} model has ${key} = ${show(value)}, which is not supported.`,
    `Take a model with ${supported}.`,
  )
}

/** Keys of which any number but 0 means another architecture under the same name, and what is supported instead. */
const COUNTS = {
  num_experts: 'one feed-forward, not a mixture of experts',
  num_local_experts: 'one feed-forward, not a mixture of experts',
  n_routed_experts: 'one feed-forward, not a mixture of experts',
  num_nextn_predict_layers: 'one predicted token, not several',
}

/** Refuses what may be added to a model of any family, and would change its numbers or weights. */
export function refuseUnsupported(modelType: string, json: ConfigJson): void {
  const quantization = json.quantization_config
  if (quantization !== undefined && quantization !== null) {
    const method = (quantization as ConfigJson).quant_method ?? quantization
    refuse(modelType, 'quantization_config', method, 'weights in F32, F16 or BF16')
  }
  for (const [key, supported] of Object.entries(COUNTS)) if (json[key]) refuse(modelType, key, json[key], supported)
  for (const key of ['is_encoder_decoder', 'add_cross_attention']) {
    if (json[key]) refuse(modelType, key, json[key], 'a decoder alone')
  }
}

/** `number` must split evenly into `parts`. */
export function divisible(number: number, parts: number, what: string): void {
  if (number % parts !== 0) {
    throw new AppError('model/broken-config', `config.json: ${what}: ${number} is not a multiple of ${parts}.`, REMEDY)
  }
}

export const show = (value: unknown): string => (value === undefined ? 'missing' : JSON.stringify(value))
