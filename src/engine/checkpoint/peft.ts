/**
 * @file Low-rank adapters as PEFT saves them, and as MLX does: what one is, and the names of its tensors.
 * https://github.com/huggingface/peft (tuners/lora, utils/save_and_load.py)
 */
import { AppError, type ErrorCode } from '../../protocol/errors'
import type { TuningConfig } from '../../protocol/run-config'
import type { DecoderConfig } from '../model/config'
import { familyOf } from '../model/families/registry'
import { type AdapterScales, adapterNames, type LoraSpec, loraScale, moduleOf } from '../model/lora'
import { brief } from './json-text'
import type { FileKind } from './safetensors'
import type { HostTensor } from './stored-tensor'

export const CONFIG = 'adapter_config.json'
export const WEIGHTS = 'adapter_model.safetensors'
/** What MLX calls the weights; its config has the same name, with other keys. */
export const MLX_WEIGHTS = 'adapters.safetensors'

/** An adapter for a model, in this computer's memory. */
export interface LowRankAdapter {
  /** What most of its layers have; `targets` are the layers that it is on, by last parts where that says it. */
  spec: Omit<LoraSpec, 'targets'> & { targets: string[] } & Pick<TuningConfig, 'dropout'>
  /** Of layers whose alpha is not `spec.alpha`, by module. Ranks are those of the tensors. */
  alphas: ReadonlyMap<string, number>
  /** By the engine's names and in its layout: A [in, rank], B [rank, out]; A and B of each layer in the model's order. */
  tensors: Map<string, HostTensor>
  /** Name or path of the model that it was made for, if the adapter says so. */
  baseModel: string | null
}

/** Modules of an adapter, from the names of its tensors. */
export const modulesOf = (tensors: ReadonlyMap<string, unknown>): string[] =>
  [...tensors.keys()].filter((name) => name.endsWith('.lora_A')).map((name) => name.slice(0, -'.lora_A'.length))

/** The scale of each layer's adapter. */
export function adapterScales({ spec, alphas, tensors }: LowRankAdapter): AdapterScales {
  return new Map(
    modulesOf(tensors).map((module) => {
      const rank = tensors.get(adapterNames(module).a)!.shape[1]!
      const alpha = alphas.get(module) ?? spec.alpha
      return [module, loraScale({ rank, alpha, rsLora: spec.rsLora })]
    }),
  )
}

/** Names in PEFT's file: a module's path below PEFT's own two wrappers. */
export const peftNames = (module: string): { a: string; b: string } => ({
  a: `base_model.model.${module}.lora_A.weight`,
  b: `base_model.model.${module}.lora_B.weight`,
})

/** Which matrix of which module a tensor is, or why it is none that can be used. */
export interface AdapterName {
  /** As in the file, the wrappers still in front. */
  path: string
  side: 'a' | 'b'
  /** PEFT's name of the adapter, which model.state_dict() has and save_pretrained leaves out. */
  adapter: string
  /** PEFT and all that follow it hold the transposes of MLX. */
  transposed: boolean
}

/** Undefined for a name that is no low-rank matrix of a linear layer. */
export function parseName(name: string): AdapterName | undefined {
  const peft = /^(.+)\.lora_(A|B)(?:\.([^.]+))?\.weight$/.exec(name)
  if (peft) {
    return { path: peft[1]!, side: peft[2] === 'A' ? 'a' : 'b', adapter: peft[3] ?? '', transposed: true }
  }
  const mlx = /^(.+)\.lora_(a|b)$/.exec(name)
  return mlx ? { path: mlx[1]!, side: mlx[2] as 'a' | 'b', adapter: '', transposed: false } : undefined
}

/** What trainers wrap around a model, and with that in front of the names. */
const WRAPPERS = ['module.', '_orig_mod.', '_fsdp_wrapped_module.', 'base_model.', 'model.']

/** Longer than any; a hostile one could have wrappers without end. */
const LONGEST_PATH = 300

/** The module that a path means: the first that is one of the model's, with ever more wrappers taken off. */
export function resolveModule(path: string, config: DecoderConfig, modules: ReadonlySet<string>): string | undefined {
  if (path.length > LONGEST_PATH) return undefined
  const family = familyOf(config.family)
  for (let rest: string | undefined = path; rest !== undefined; rest = unwrap(rest)) {
    const module = moduleOf(family.canonicalName(`${rest}.weight`))
    if (modules.has(module)) return module
  }
  return undefined
}

function unwrap(path: string): string | undefined {
  const wrapper = WRAPPERS.find((wrapper) => path.startsWith(wrapper))
  return wrapper && path.slice(wrapper.length)
}

/** For an error: the path without PEFT's own wrapper. */
export const withoutWrapper = (path: string): string => path.replace(/^base_model\.model\./, '')

export const adapterFile = (name: string): FileKind => ({
  name,
  broken: 'adapter/broken',
  dtype: 'adapter/unsupported',
})

const REMEDIES = {
  'adapter/missing-file': `An adapter needs ${CONFIG} and ${WEIGHTS}, as saved by PEFT's save_pretrained.`,
  'adapter/broken': 'Download or save the adapter again; it may have been cut short.',
  'adapter/unsupported':
    'Take a plain LoRA adapter on linear layers, or merge the adapter into its model where it was made.',
  'adapter/wrong-base': 'Load the model that the adapter was made for.',
} satisfies Partial<Record<ErrorCode, string>>

export function adapterError(code: keyof typeof REMEDIES, message: string): AppError {
  return new AppError(code, brief(message), REMEDIES[code])
}
