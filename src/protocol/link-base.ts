/**
 * @file What a link leaves out. A link names each value that differs from this table, so it means the same settings for
 * ever, whatever presets and defaults become: no value here may ever change. A setting that is added to the schema is
 * added here with the default that stands for how runs were before it.
 */

export type LinkValue = number | string | boolean | null

export const LINK_VERSION = 1

const SFT_WEIGHT = { 'objective.sftWeight': 0 }

/** By the name of the objective. */
export const OBJECTIVE_BASE: Record<string, Record<string, LinkValue>> = {
  dpo: { 'objective.beta': 0.1, 'objective.variant': 'sigmoid', 'objective.labelSmoothing': 0, ...SFT_WEIGHT },
  ipo: { 'objective.beta': 0.1, 'objective.lengthNormalised': true, ...SFT_WEIGHT },
  simpo: {
    'objective.beta': 2,
    'objective.gammaBetaRatio': 0.5,
    'objective.variant': 'sigmoid',
    'objective.lengthNormalised': true,
    'objective.labelSmoothing': 0,
    ...SFT_WEIGHT,
  },
  orpo: { 'objective.lambda': 0.1, ...SFT_WEIGHT },
  sft: {},
}

export const CONFIG_BASE: Record<string, LinkValue> = {
  seed: 1,
  backend: 'auto',
  'data.heldOutShare': 0.15,
  'data.heldOutMax': 64,
  'data.labelNoise': 0,
  'data.maxLength': null,
  'data.maxPromptLength': null,
  'stages.count': 1,
  'stages.split': 'easy-to-hard',
  'stages.reference': 'moving',
  'warmup.enabled': false,
  'warmup.epochs': 1,
  'warmup.learningRate': 5e-4,
  'tuning.method': 'full',
  'tuning.rank': 16,
  'tuning.alpha': 32,
  'tuning.rsLora': false,
  'tuning.dropout': 0,
  'tuning.recompute': 'auto',
  'tuning.baseWeights': 'auto',
  'optimizer.learningRate': 3e-4,
  'optimizer.schedule': 'linear',
  'optimizer.warmupRatio': 0.1,
  'optimizer.weightDecay': 0,
  'optimizer.beta1': 0.9,
  'optimizer.beta2': 0.999,
  'optimizer.epsilon': 1e-8,
  'optimizer.maxGradNorm': 1,
  'training.batchSize': 8,
  'training.gradientAccumulation': 1,
  'training.epochs': 3,
  'training.maxSteps': null,
  'evaluation.evalSteps': 25,
  'evaluation.samplePrompts': 32,
  'evaluation.tokenPairs': 12,
  'generation.maxNewTokens': 96,
  'generation.temperature': 0.8,
  'generation.topK': 0,
  'generation.topP': 1,
}

interface Limit {
  min: number
  max: number
  integer?: boolean
}

const beta: Limit = { min: 1e-6, max: 1000 }
const rate: Limit = { min: 1e-9, max: 1 }
const epochs: Limit = { min: 0.001, max: 1000 }
const share: Limit = { min: 0, max: 1 }
const count = (max: number, min = 1): Limit => ({ min, max, integer: true })

/**
 * How far a link may go: wider than any slider, and narrow enough that nobody's browser is kept busy for a day by a
 * link that was mistyped. Every numeric setting has an entry.
 */
export const LINK_LIMITS: Record<string, Limit> = {
  seed: count(2 ** 32 - 1, 0),
  'objective.beta': beta,
  'objective.lambda': { min: 0, max: 1000 },
  'objective.gammaBetaRatio': { min: 0, max: 1000 },
  'objective.labelSmoothing': { min: 0, max: 0.499 },
  'objective.sftWeight': { min: 0, max: 1000 },
  'data.heldOutShare': share,
  'data.heldOutMax': count(10_000),
  'data.labelNoise': share,
  'data.maxLength': count(32_768),
  'data.maxPromptLength': count(32_768),
  'stages.count': count(16),
  'warmup.epochs': epochs,
  'warmup.learningRate': rate,
  'tuning.rank': count(512),
  'tuning.alpha': { min: 1e-3, max: 4096 },
  'tuning.dropout': { min: 0, max: 0.99 },
  'optimizer.learningRate': rate,
  'optimizer.warmupRatio': share,
  'optimizer.weightDecay': { min: 0, max: 10 },
  'optimizer.beta1': { min: 0, max: 0.999999 },
  'optimizer.beta2': { min: 0, max: 0.99999999 },
  'optimizer.epsilon': { min: 1e-16, max: 1 },
  'optimizer.maxGradNorm': { min: 0, max: 10_000 },
  'training.batchSize': count(1024),
  'training.gradientAccumulation': count(1024),
  'training.epochs': epochs,
  'training.maxSteps': count(100_000),
  'evaluation.evalSteps': count(100_000),
  'evaluation.samplePrompts': count(1024, 0),
  'evaluation.tokenPairs': count(256, 0),
  'generation.maxNewTokens': count(4096),
  'generation.temperature': { min: 0, max: 10 },
  'generation.topK': count(1_000_000, 0),
  'generation.topP': share,
  /** Of each stage: the last part of `stages.overrides.2.beta`. */
  'override.beta': beta,
  'override.learningRate': rate,
  'override.epochs': epochs,
  /** Of what is looked at, not of the config. */
  at: count(10_000_000, 0),
  pair: count(256),
  'lesson-step': count(99),
}

/** These may be empty: the program decides. */
export const NULLABLE = ['data.maxLength', 'data.maxPromptLength', 'training.maxSteps']

/** Stages that can be set apart. */
export const MOST_STAGES = 16
