/** @file The figures that runs are compared by in lists, and which way each is better. */
import type { MetricKey } from '../protocol/metrics'

/** In the order in which a list offers them. */
export const COMPARED = {
  eval_win_rate: 'higher',
  'eval_rewards/accuracies': 'higher',
  'rewards/accuracies': 'higher',
  'eval_rewards/margins': 'higher',
  'rewards/margins': 'higher',
  eval_loss: 'lower',
  loss: 'lower',
  'eval_logps_avg/chosen': 'higher',
  'eval_judge/policy': 'higher',
  'eval_kl/chosen': 'lower',
  'eval_samples/repetition': 'lower',
} as const satisfies Partial<Record<MetricKey, 'higher' | 'lower'>>

export type ComparedMetric = keyof typeof COMPARED

export const COMPARED_METRICS = Object.keys(COMPARED) as ComparedMetric[]

/** True when `value` is better than the best so far. */
export const isBetter = (metric: ComparedMetric, value: number, best: number | null | undefined): boolean =>
  best === null || best === undefined || (COMPARED[metric] === 'higher' ? value > best : value < best)

/** A mean over one batch jumps about: its best value says nothing. */
export const hasBest = (metric: ComparedMetric): boolean => metric.startsWith('eval_')
