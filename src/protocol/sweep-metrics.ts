/** @file Figures that runs can be compared by, and which way is better. */
import { EVAL_METRICS, type MetricKey, STEP_METRICS } from './metrics'

export type { MetricKey }

export type Goal = 'max' | 'min'

const HELD_OUT_TWIN = /^(?:loss$|rewards\/|logps|lengths\/)/

/** Every key there is: training figures, their twins on held-out pairs, and what is measured on held-out pairs alone. */
export const metricKeys = [
  ...Object.keys(EVAL_METRICS),
  ...Object.keys(STEP_METRICS)
    .filter((key) => HELD_OUT_TWIN.test(key))
    .map((key) => `eval_${key}`),
  ...Object.keys(STEP_METRICS),
] as [MetricKey, ...MetricKey[]]

/** Smaller is better; of all others larger is. */
const SMALLER = new Set<MetricKey>([
  'loss',
  'rewards/rejected',
  'logps/rejected',
  'logps_avg/rejected',
  'logps_delta/rejected',
  'lengths/chosen',
  'lengths/rejected',
  'grad_norm',
  'step_seconds',
  'gpu_bytes',
  'eval_length/spearman',
  'eval_length/spearman_within',
  'eval_length/spearman_within_base',
  'eval_length/margin_vs_gap',
  'eval_kl/chosen',
  'eval_judge/base',
  'eval_samples/length',
  'eval_samples/length_base',
  'eval_samples/repetition',
  'eval_samples/repetition_base',
  'eval_base_nats_per_byte',
])

/** The direction that is usually wanted; a sweep may say the other. */
export function goalOf(key: MetricKey): Goal {
  const twin = key.replace(/^eval_/, '') as MetricKey
  return SMALLER.has(key) || SMALLER.has(twin) ? 'min' : 'max'
}

/** The same for every run of one model and data, or a setting: they tell no runs apart. */
const NOT_COMPARED = new Set<MetricKey>([
  'epoch',
  'stage',
  'learning_rate',
  'lengths/chosen',
  'lengths/rejected',
  'eval_lengths/chosen',
  'eval_lengths/rejected',
  'eval_length/spearman_within_base',
  'eval_judge/base',
  'eval_samples/length_base',
  'eval_samples/eos_rate_base',
  'eval_samples/repetition_base',
  'eval_base_nats_per_byte',
])

/** What a person may choose from, held-out figures first. */
export const comparedMetrics = metricKeys.filter((key) => !NOT_COMPARED.has(key))

export const isHeldOut = (key: MetricKey): boolean => key.startsWith('eval_')
