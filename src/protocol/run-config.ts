/** @file Everything that decides a run. Frozen when the run starts; every chart and export refers to it. */
import { z } from 'zod'
import { objectiveOptions } from './objectives'

const share = z.number().min(0).max(1)
const count = z.number().int().positive()

/** What one stage of sDPO may set differently from the run. */
export const stageOverride = z.object({
  learningRate: z.number().positive().optional(),
  beta: z.number().positive().optional(),
  epochs: z.number().positive().optional(),
})

export const stagesConfig = z.object({
  /** 1 is plain preference tuning. With `by-source` the sources decide and this is ignored. */
  count: count.max(16).default(1),
  split: z.enum(['by-source', 'in-order', 'random', 'easy-to-hard']).default('easy-to-hard'),
  /** `moving` is sDPO. `base` keeps the first reference: the control that separates reference from order. */
  reference: z.enum(['moving', 'base']).default('moving'),
  /** Entry t overrides stage t. */
  overrides: z.array(stageOverride).default([]),
})

export const optimizerConfig = z.object({
  learningRate: z.number().positive().default(3e-4),
  schedule: z.enum(['constant', 'linear', 'cosine']).default('linear'),
  warmupRatio: share.default(0.1),
  weightDecay: z.number().min(0).default(0),
  beta1: z.number().min(0).lt(1).default(0.9),
  beta2: z.number().min(0).lt(1).default(0.999),
  epsilon: z.number().positive().default(1e-8),
  /** Global norm at which gradients are clipped; 0 switches clipping off. */
  maxGradNorm: z.number().min(0).default(1),
})

export const trainingConfig = z.object({
  /** Pairs in one optimizer step. */
  batchSize: count.default(8),
  /** Parts a step's pairs are split into, to save memory; the result is the same. */
  gradientAccumulation: count.default(1),
  /** Passes over the pairs of each stage; a fraction is allowed. */
  epochs: z.number().positive().default(3),
  /** Optimizer steps of each stage; when set it replaces epochs. */
  maxSteps: count.nullable().default(null),
})

export const dataConfig = z.object({
  /** Pairs held out for evaluation, as a share of the prompts. */
  heldOutShare: share.default(0.15),
  /** At most this many pairs are evaluated. */
  heldOutMax: count.default(64),
  /** Share of training pairs whose chosen and rejected are swapped on purpose. */
  labelNoise: share.default(0),
  /** Tokens of prompt and completion together; null is the model's context. */
  maxLength: count.nullable().default(null),
  /** Most of maxLength that a prompt may take; the completion gets at least the rest. */
  maxPromptLength: count.nullable().default(null),
})

export const tuningConfig = z.object({
  /** `full` changes every weight; `lora` freezes them and trains a low-rank adapter (Hu et al. 2021). */
  method: z.enum(['full', 'lora']).default('full'),
  rank: count.max(512).default(16),
  /** The adapter is scaled by alpha / rank, with rsLoRA by alpha / sqrt(rank) (Kalajdzievski 2023). */
  alpha: z.number().positive().default(32),
  rsLora: z.boolean().default(false),
  /** Share of an adapter's inputs that is zeroed while training; off wherever log-probs are compared. */
  dropout: z.number().min(0).lt(1).default(0),
  /** Last parts of the names of linear layers (`q_proj`); null is all of them but the head. */
  targets: z.array(z.string().min(1)).min(1).nullable().default(null),
  /** Compute each block again in backward instead of keeping it; `auto`: where memory asks for it. */
  recompute: z.enum(['auto', 'on', 'off']).default('auto'),
  /** How frozen weights are held: `auto` keeps 16 bits where the file has 16, on a GPU, from 50 M weights on. */
  baseWeights: z.enum(['auto', 'f32', '16-bit']).default('auto'),
})

export const warmupConfig = z.object({
  /** SFT on the chosen side before the first preference stage: SimPO's "Base" setup. */
  enabled: z.boolean().default(false),
  epochs: z.number().positive().default(1),
  learningRate: z.number().positive().default(5e-4),
})

export const evaluationConfig = z.object({
  /** Evaluate and sample every so many optimizer steps; also before the first and after the last. */
  evalSteps: count.default(25),
  /** Held-out prompts that are sampled from base and policy. */
  samplePrompts: z.number().int().min(0).default(32),
  /** Held-out pairs whose every token is told at each evaluation. */
  tokenPairs: z.number().int().min(0).max(256).default(12),
})

export const generationConfig = z.object({
  maxNewTokens: count.default(96),
  temperature: z.number().min(0).default(0.8),
  /** 0 keeps all tokens. */
  topK: z.number().int().min(0).default(0),
  topP: share.default(1),
})

/** Defaults fill whatever is absent, at every depth. */
const withDefaults = <T extends z.ZodObject>(schema: T) => schema.prefault({} as never)

export const runConfig = z.object({
  version: z.literal(1).default(1),
  seed: z.number().int().min(0).default(1),
  backend: z.enum(['auto', 'webgpu', 'wasm', 'cpu']).default('auto'),
  /** Bundled model, folder, `owner/name[@revision]` of the Hub, or what the page loaded: what the command line opens. */
  model: z.string().default('small-world'),
  /** The PEFT adapter that the policy begins with, where one was loaded: a label. */
  adapter: z.string().nullable().default(null),
  /** Ids of built-in sets, file names, or data sets of the Hub (`owner/name[@revision]`). */
  sources: z.array(z.string()).default(['polite']),
  data: withDefaults(dataConfig),
  objective: z.preprocess((given) => ({ name: 'dpo', ...(given as object | undefined) }), objectiveOptions),
  stages: withDefaults(stagesConfig),
  warmup: withDefaults(warmupConfig),
  tuning: withDefaults(tuningConfig),
  optimizer: withDefaults(optimizerConfig),
  training: withDefaults(trainingConfig),
  evaluation: withDefaults(evaluationConfig),
  generation: withDefaults(generationConfig),
})

export type RunConfig = z.infer<typeof runConfig>
export type StageOverride = z.infer<typeof stageOverride>
export type TuningConfig = z.infer<typeof tuningConfig>
export type OptimizerConfig = z.infer<typeof optimizerConfig>
export type GenerationConfig = z.infer<typeof generationConfig>
export type DataConfig = z.infer<typeof dataConfig>
