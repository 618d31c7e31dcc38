/** @file What a run trains: every weight of the model, or an adapter on top of frozen ones. */
import { AppError } from '../../protocol/errors'
import type { RunConfig, TuningConfig } from '../../protocol/run-config'
import type { DecoderConfig } from '../model/config'
import { createDecoder, type Decoder, type Tensors } from '../model/decoder'
import { initAdapter, namesWithAdapter, scalesOf, targetLayers } from '../model/lora'
import { disposeParameters, isPlain, policyOf } from '../model/parameters'
import type { LanguageModel, LoadedAdapter } from './language-model'

export interface Tuning {
  /** With the adapter's names, where one is trained. */
  decoder: Decoder
  /** What is trained, as it begins. */
  start: Tensors
  startsFromAdapter: boolean
  /** Frees what was made for the run; the model and its adapter stay. */
  dispose(): void
}

/** @throws AppError `model/frozen-weights`, `config/invalid`, `adapter/no-target` */
export function beginTuning(model: LanguageModel, { tuning, seed }: Pick<RunConfig, 'tuning' | 'seed'>): Tuning {
  const { decoder, parameters, adapter } = model
  const { config } = decoder
  if (adapter) {
    refuseOtherSettings(tuning, adapter)
    refuseOtherTargets(config, tuning, adapter)
    const names = namesWithAdapter(config, adapter.scales)
    return {
      decoder: createDecoder(config, names),
      start: adapter.tensors,
      startsFromAdapter: true,
      dispose: () => {},
    }
  }
  if (tuning.method === 'lora') {
    const names = namesWithAdapter(config, scalesOf(config, tuning))
    const start = initAdapter(config, tuning, seed)
    const dispose = () => disposeParameters(start)
    return { decoder: createDecoder(config, names), start, startsFromAdapter: false, dispose }
  }
  if (isPlain(parameters)) return { decoder, start: parameters, startsFromAdapter: false, dispose: () => {} }
  throw new AppError(
    'model/frozen-weights',
    'tuning.method is "full", but the weights are held in 16 bits, which cannot be trained.',
    'Choose LoRA, or load the model with 32-bit weights.',
  )
}

/** A loaded adapter on its model, as it was loaded; null where there is none. */
export function adaptedModel({ decoder, parameters, adapter }: LanguageModel) {
  if (!adapter) return null
  const names = namesWithAdapter(decoder.config, adapter.scales)
  return { decoder: createDecoder(decoder.config, names), policy: policyOf(parameters, adapter.tensors) }
}

/** A run's config must say what the run trains, so the form has to follow a loaded adapter. */
function refuseOtherSettings(tuning: TuningConfig, { spec }: LoadedAdapter): void {
  const wanted: Partial<TuningConfig> = { method: 'lora', rank: spec.rank, alpha: spec.alpha, rsLora: spec.rsLora }
  for (const [key, value] of Object.entries(wanted)) {
    const given = tuning[key as keyof TuningConfig]
    if (given === value) continue
    throw new AppError(
      'config/invalid',
      `tuning.${key} is ${JSON.stringify(given)}, but the loaded adapter has ${JSON.stringify(value)}.`,
      `Set tuning.${key} to ${JSON.stringify(value)}, or remove the adapter.`,
    )
  }
}

function refuseOtherTargets(config: DecoderConfig, { targets }: TuningConfig, { spec, scales }: LoadedAdapter): void {
  const layers = targetLayers(config, targets)
  if (layers.length === scales.size && layers.every(({ module }) => scales.has(module))) return
  throw new AppError(
    'config/invalid',
    `tuning.targets is ${JSON.stringify(targets)}, but the loaded adapter is on other layers.`,
    `Set tuning.targets to ${JSON.stringify(spec.targets)}, or remove the adapter.`,
  )
}
