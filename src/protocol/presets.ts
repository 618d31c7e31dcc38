/** @file Starting values per data set and method: found by sweeps for the bundled model, customary for large ones. */
import type { z } from 'zod'
import type { RunConfig, runConfig, TuningConfig } from './run-config'

/** What people choose between; sDPO is DPO in stages. */
export type Method = 'dpo' | 'sdpo' | 'simpo' | 'ipo' | 'orpo' | 'sft'

export type PartialRunConfig = z.input<typeof runConfig>

type Preset = Pick<
  PartialRunConfig,
  'objective' | 'stages' | 'warmup' | 'optimizer' | 'training' | 'tuning' | 'data' | 'evaluation'
>

/** `large`: more than fits a browser comfortably with every weight trained. */
export type ModelScale = 'small' | 'large'

/** Parameters above which a model counts as large. */
const LARGE_FROM = 20e6

export const scaleOf = (model: { parameters: number; halfWeights: boolean }): ModelScale =>
  model.halfWeights || model.parameters > LARGE_FROM ? 'large' : 'small'

/**
 * A million parameters take a far larger learning rate than the papers' billions, and a larger beta holds them back.
 * `scripts/experiments/sweep.ts` on the set `polite`.
 */
const PRESETS: Record<Method, Preset> = {
  dpo: {
    objective: { name: 'dpo', beta: 1 },
    optimizer: { learningRate: 2.5e-4 },
    training: { maxSteps: 150 },
  },
  sdpo: {
    objective: { name: 'dpo', beta: 1 },
    stages: { count: 3, split: 'easy-to-hard', reference: 'moving' },
    optimizer: { learningRate: 2.5e-4 },
    training: { maxSteps: 50 },
  },
  simpo: {
    objective: { name: 'simpo', beta: 2, gammaBetaRatio: 0.3 },
    optimizer: { learningRate: 5e-5 },
    training: { maxSteps: 120 },
  },
  ipo: { objective: { name: 'ipo', beta: 0.1 }, optimizer: { learningRate: 1e-4 }, training: { maxSteps: 120 } },
  orpo: { objective: { name: 'orpo', lambda: 0.5 }, optimizer: { learningRate: 1e-4 }, training: { maxSteps: 120 } },
  sft: { objective: { name: 'sft' }, optimizer: { learningRate: 1e-4 }, training: { maxSteps: 80 } },
}

const HELPFUL_DPO: Preset = {
  objective: { name: 'dpo', beta: 0.3 },
  optimizer: { learningRate: 1e-4 },
  training: { maxSteps: 120 },
}

/** What differs for one built-in set, by its first source; the name of a file has no entry. */
const BY_SOURCE: Record<string, Partial<Record<Method, Preset>>> = {
  detailed: {
    dpo: { objective: { name: 'dpo', beta: 1 }, optimizer: { learningRate: 1e-4 }, training: { maxSteps: 120 } },
    simpo: {
      objective: { name: 'simpo', beta: 10, gammaBetaRatio: 0.3 },
      optimizer: { learningRate: 5e-5 },
      training: { maxSteps: 120 },
    },
  },
  'helpful-easy': {
    dpo: HELPFUL_DPO,
    sdpo: { ...HELPFUL_DPO, stages: { split: 'by-source', reference: 'moving' }, training: { maxSteps: 60 } },
  },
}

/** For a large model: an adapter, short texts and few of them, so that a first result comes within minutes. */
const LARGE: Pick<Preset, 'tuning' | 'data' | 'evaluation'> = {
  tuning: { method: 'lora' },
  data: { maxLength: 512, heldOutMax: 16 },
  evaluation: { samplePrompts: 4 },
}

const LARGE_TRAINING = { batchSize: 4, maxSteps: 60 }

/** Customary values for LoRA on models of a hundred million parameters and more; not swept here. */
const LARGE_PRESETS: Record<Method, Preset> = {
  dpo: { objective: { name: 'dpo', beta: 0.1 }, optimizer: { learningRate: 2e-4 }, training: LARGE_TRAINING },
  sdpo: {
    objective: { name: 'dpo', beta: 0.1 },
    stages: { count: 3, split: 'easy-to-hard', reference: 'moving' },
    optimizer: { learningRate: 2e-4 },
    training: { ...LARGE_TRAINING, maxSteps: 20 },
  },
  simpo: {
    objective: { name: 'simpo', beta: 2, gammaBetaRatio: 0.5 },
    optimizer: { learningRate: 1e-4 },
    training: LARGE_TRAINING,
  },
  ipo: { objective: { name: 'ipo', beta: 0.1 }, optimizer: { learningRate: 1e-4 }, training: LARGE_TRAINING },
  orpo: { objective: { name: 'orpo', lambda: 0.1 }, optimizer: { learningRate: 1e-4 }, training: LARGE_TRAINING },
  sft: { objective: { name: 'sft' }, optimizer: { learningRate: 2e-4 }, training: LARGE_TRAINING },
}

/**
 * An adapter learns more slowly than the weights below it: DPO on the set `polite` with rank 8 and 150 steps reached a
 * win rate of 0.69 at the rate of full tuning, 0.81 at four times that.
 */
const LORA_RATE = 4

/** Values for a method on a set and a model of this scale, over the schema's defaults. */
export function presetFor(
  sourceId: string,
  method: Method,
  scale: ModelScale = 'small',
  tuning: TuningConfig['method'] = 'full',
): PartialRunConfig {
  if (scale === 'large') return { ...LARGE, ...LARGE_PRESETS[method] }
  const preset = { ...PRESETS[method], ...BY_SOURCE[sourceId]?.[method] }
  if (tuning === 'full') return preset
  return { ...preset, optimizer: { ...preset.optimizer, learningRate: LORA_RATE * preset.optimizer!.learningRate! } }
}

/** The method that a config amounts to. */
export function methodOf(config: RunConfig): Method {
  const { objective, stages } = config
  if (objective.name !== 'dpo') return objective.name
  return stages.count > 1 || stages.split === 'by-source' ? 'sdpo' : 'dpo'
}
