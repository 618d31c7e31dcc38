/** @file The numbers that can be set: where they lie in the config, and the useful (not the legal) range of a slider. */
import type { RunConfig } from '../protocol/run-config'

export interface FieldRange {
  min: number
  max: number
  /** Sliders of values that span decades move by ratios. */
  log?: boolean
  /** Slider's step where it is linear. */
  step?: number
  integer?: boolean
}

export const FIELDS = {
  'objective.beta': { min: 0.01, max: 5, log: true },
  'objective.gammaBetaRatio': { min: 0, max: 1.6, step: 0.05 },
  'objective.lambda': { min: 0.01, max: 1, log: true },
  'objective.labelSmoothing': { min: 0, max: 0.4, step: 0.01 },
  'objective.sftWeight': { min: 0, max: 1, step: 0.05 },
  'stages.count': { min: 1, max: 6, step: 1, integer: true },
  'tuning.rank': { min: 4, max: 64, step: 4, integer: true },
  'tuning.alpha': { min: 4, max: 128, step: 4 },
  'tuning.dropout': { min: 0, max: 0.3, step: 0.05 },
  'optimizer.learningRate': { min: 1e-5, max: 3e-3, log: true },
  'optimizer.warmupRatio': { min: 0, max: 0.5, step: 0.05 },
  'optimizer.weightDecay': { min: 0, max: 0.1, step: 0.005 },
  'optimizer.maxGradNorm': { min: 0, max: 5, step: 0.1 },
  'training.batchSize': { min: 1, max: 32, step: 1, integer: true },
  'training.gradientAccumulation': { min: 1, max: 8, step: 1, integer: true },
  'training.epochs': { min: 0.5, max: 10, step: 0.5 },
  'training.maxSteps': { min: 10, max: 500, step: 10, integer: true },
  'warmup.epochs': { min: 0.5, max: 5, step: 0.5 },
  'warmup.learningRate': { min: 1e-5, max: 3e-3, log: true },
  'data.labelNoise': { min: 0, max: 0.5, step: 0.05 },
  'data.heldOutShare': { min: 0.05, max: 0.5, step: 0.05 },
  'data.heldOutMax': { min: 8, max: 256, step: 8, integer: true },
  'data.maxLength': { min: 32, max: 1024, step: 32, integer: true },
  'data.maxPromptLength': { min: 16, max: 384, step: 16, integer: true },
  'evaluation.evalSteps': { min: 5, max: 100, step: 5, integer: true },
  'evaluation.samplePrompts': { min: 0, max: 64, step: 4, integer: true },
  'evaluation.tokenPairs': { min: 0, max: 64, step: 4, integer: true },
  'generation.maxNewTokens': { min: 16, max: 256, step: 16, integer: true },
  'generation.temperature': { min: 0, max: 1.5, step: 0.05 },
  'generation.topK': { min: 0, max: 100, step: 5, integer: true },
  'generation.topP': { min: 0.1, max: 1, step: 0.05 },
  seed: { min: 0, max: 100, step: 1, integer: true },
} satisfies Record<string, FieldRange>

export type FieldPath = keyof typeof FIELDS

/** SimPO's beta multiplies a mean per token, so it is some twenty times that of DPO. */
const SIMPO_BETA: FieldRange = { min: 0.5, max: 10, log: true }

export function rangeOf(path: FieldPath, config: RunConfig): FieldRange {
  return path === 'objective.beta' && config.objective.name === 'simpo' ? SIMPO_BETA : FIELDS[path]
}
