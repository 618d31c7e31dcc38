/** @file adapter_config.json of PEFT and of MLX, read and written. */
import type { Folder } from '../../protocol/folder'
import type { TuningConfig } from '../../protocol/run-config'
import { isObject, type JsonObject, readJsonObject, show } from './json-text'
import { adapterError, CONFIG, MLX_WEIGHTS, WEIGHTS } from './peft'

/** What adapter_config.json says, as far as it matters here. */
export interface AdapterConfig {
  rank: number
  alpha: number
  rsLora: boolean
  dropout: number
  /** Alphas of single modules, by module or its last parts. */
  alphaPattern: ReadonlyMap<string, number>
  /** The tensors have ranks of their own. */
  hasRankPattern: boolean
  /** Modules that must have tensors; null where the config does not list them plainly. */
  mustHave: string[] | null
  baseModel: string | null
  /** The file with the tensors. */
  weights: string
}

/** The most that a run can be set to. */
const LARGEST_RANK = 512

/** Keys of PEFT that make something else of the adapter unless they are unset; each by what it stands for. */
const OTHER_METHODS: Readonly<Record<string, string>> = {
  use_dora: 'DoRA',
  use_qalora: 'QALoRA',
  use_bdlora: 'block-diagonal LoRA',
  lora_bias: 'biases of the adapter',
  modules_to_save: 'whole modules beside the adapter',
  trainable_token_indices: 'trained token embeddings',
  target_parameters: 'adapters on bare parameters',
  layer_replication: 'replicated layers',
  alora_invocation_tokens: 'activated LoRA',
  arrow_config: 'Arrow routing',
  kasa_config: 'KaSA',
  monteclora_config: 'Monte Carlo LoRA',
}

/** Ways to begin that leave the model's own weights as they are; the others change them as well. */
const PLAIN_INITS: unknown[] = [undefined, null, true, false, 'gaussian', 'eva', 'orthogonal']

/** @throws AppError `adapter/...` for what is not there, broken, or no plain LoRA. */
export async function readAdapterConfig(folder: Folder): Promise<AdapterConfig> {
  const json = await readJsonObject(folder, CONFIG, 'adapter/broken')
  if (!json) throw adapterError('adapter/missing-file', `The adapter has no ${CONFIG}.`)
  const config = 'peft_type' in json || !('lora_parameters' in json) ? readPeft(json) : readMlx(json)
  if (config.rank <= LARGEST_RANK) return config
  throw adapterError('adapter/unsupported', `The adapter has rank ${config.rank}; up to ${LARGEST_RANK} can be used.`)
}

function readPeft(json: JsonObject): AdapterConfig {
  if (json.peft_type !== 'LORA') {
    throw adapterError('adapter/unsupported', `${CONFIG} says peft_type ${show(json.peft_type)}, not "LORA".`)
  }
  refuseOtherMethods(json)
  return {
    rank: rank(json, 'r', 8),
    alpha: positive(json, 'lora_alpha', 8),
    rsLora: flag(json, 'use_rslora'),
    dropout: dropout(json, 'lora_dropout'),
    alphaPattern: readAlphaPattern(json.alpha_pattern),
    hasRankPattern: isObject(json.rank_pattern) && Object.keys(json.rank_pattern).length > 0,
    mustHave: readTargets(json),
    baseModel: typeof json.base_model_name_or_path === 'string' ? json.base_model_name_or_path || null : null,
    weights: WEIGHTS,
  }
}

function refuseOtherMethods(json: JsonObject): void {
  for (const [key, what] of Object.entries(OTHER_METHODS)) {
    if (isUnset(json[key])) continue
    throw adapterError('adapter/unsupported', `${CONFIG} has ${key} = ${show(json[key])}: ${what}, not plain LoRA.`)
  }
  const { bias = 'none', init_lora_weights: init, task_type: task } = json
  if (bias !== null && bias !== 'none') {
    throw adapterError('adapter/unsupported', `${CONFIG} has bias = ${show(bias)}: the adapter changes biases as well.`)
  }
  if (!PLAIN_INITS.includes(init)) {
    const what = `${CONFIG} has init_lora_weights = ${show(init)}, which changes the model's own weights as well.`
    throw adapterError('adapter/unsupported', what)
  }
  if (task !== undefined && task !== null && task !== 'CAUSAL_LM') {
    throw adapterError('adapter/unsupported', `${CONFIG} has task_type = ${show(task)}, not "CAUSAL_LM".`)
  }
}

const isUnset = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  (typeof value === 'object' && Object.keys(value).length === 0)

/** Plain names alone: an expression of a stranger's could be made to run for ever. */
function readAlphaPattern(pattern: unknown): Map<string, number> {
  if (isUnset(pattern)) return new Map()
  if (!isObject(pattern)) throw adapterError('adapter/broken', `${CONFIG} has alpha_pattern = ${show(pattern)}.`)
  return new Map(
    Object.entries(pattern).map(([key, alpha]) => {
      // PEFT escapes no dots, and some tools anchor the name.
      const name = key.replace(/^\^/, '').replace(/\$$/, '').replaceAll('\\.', '.')
      if (!/^[\w.]+$/.test(name)) {
        throw adapterError(
          'adapter/unsupported',
          `${CONFIG} has the alpha_pattern ${show(key)}, which is no plain name.`,
        )
      }
      return [name, positive({ [key]: alpha }, key)]
    }),
  )
}

function readTargets(json: JsonObject): string[] | null {
  const { target_modules: targets, layers_to_transform: layers, exclude_modules: excluded } = json
  if (isUnset(targets)) return null
  if (typeof targets !== 'string' && !(Array.isArray(targets) && targets.every((name) => typeof name === 'string'))) {
    throw adapterError('adapter/broken', `${CONFIG} has target_modules = ${show(targets)}, no names.`)
  }
  const isPlain = Array.isArray(targets) && isUnset(layers) && isUnset(excluded)
  return isPlain ? targets : null
}

function readMlx(json: JsonObject): AdapterConfig {
  const { fine_tune_type: type = 'lora', lora_parameters: parameters, model } = json
  if (type !== 'lora') {
    throw adapterError('adapter/unsupported', `${CONFIG} says fine_tune_type ${show(type)}, not "lora".`)
  }
  if (!isObject(parameters)) {
    throw adapterError('adapter/broken', `${CONFIG} has lora_parameters = ${show(parameters)}, no object.`)
  }
  const r = rank(parameters, 'rank')
  return {
    rank: r,
    // MLX gives the scale itself.
    alpha: positive(parameters, 'scale') * r,
    rsLora: false,
    dropout: dropout(parameters, 'dropout'),
    alphaPattern: new Map(),
    hasRankPattern: false,
    mustHave: null,
    baseModel: typeof model === 'string' ? model : null,
    weights: MLX_WEIGHTS,
  }
}

function rank(json: JsonObject, key: string, byDefault?: number): number {
  const value = json[key] ?? byDefault
  if (Number.isSafeInteger(value) && (value as number) > 0) return value as number
  throw adapterError('adapter/broken', `${CONFIG}: ${key} is ${show(value)}, not a positive integer.`)
}

function positive(json: JsonObject, key: string, byDefault?: number): number {
  const value = json[key] ?? byDefault
  if (typeof value === 'number' && value > 0 && Number.isFinite(value)) return value
  throw adapterError('adapter/broken', `${CONFIG}: ${key} is ${show(value)}, not a positive number.`)
}

function dropout(json: JsonObject, key: string): number {
  const value = json[key] ?? 0
  if (typeof value === 'number' && value >= 0 && value < 1) return value
  throw adapterError('adapter/broken', `${CONFIG}: ${key} is ${show(value)}, not a share from 0 to below 1.`)
}

function flag(json: JsonObject, key: string): boolean {
  const value = json[key] ?? false
  if (typeof value === 'boolean') return value
  throw adapterError('adapter/broken', `${CONFIG}: ${key} is ${show(value)}, not true or false.`)
}

/** What is written; the rest are PEFT's defaults. */
export interface ConfigToWrite extends Pick<TuningConfig, 'rank' | 'alpha' | 'rsLora' | 'dropout'> {
  targets: string[]
  /** Of modules that differ. */
  ranks: Record<string, number>
  alphas: Record<string, number>
  /** Weights are stored as [in, out], as those of GPT-2 are. */
  fanInFanOut: boolean
  baseModel: string | null
}

/** Only keys that PEFT has long had: older releases refuse one that they do not know. */
export function writeAdapterConfig(config: ConfigToWrite): Uint8Array<ArrayBuffer> {
  const json = {
    alpha_pattern: config.alphas,
    auto_mapping: null,
    base_model_name_or_path: config.baseModel,
    bias: 'none',
    fan_in_fan_out: config.fanInFanOut,
    inference_mode: true,
    init_lora_weights: true,
    layers_pattern: null,
    layers_to_transform: null,
    lora_alpha: config.alpha,
    lora_dropout: config.dropout,
    modules_to_save: null,
    peft_type: 'LORA',
    r: config.rank,
    rank_pattern: config.ranks,
    revision: null,
    target_modules: config.targets,
    task_type: 'CAUSAL_LM',
    use_rslora: config.rsLora,
  }
  return new TextEncoder().encode(`${JSON.stringify(json, null, 2)}\n`)
}
