/** @file From per-pair figures to the means that are shown (METRICS.md, "Every objective, every step"). */
import type { EvalMetrics, HeldOutMetric, StepMetric } from '../../protocol/metrics'
import { mean } from './mean'

/** One entry per pair in every array; rewards are empty for an objective without them, rejected may be empty in SFT. */
export interface PairFigureArrays {
  rewardsChosen: readonly number[]
  rewardsRejected: readonly number[]
  /** Sums over completion tokens, in nats. */
  logpsChosen: readonly number[]
  logpsRejected: readonly number[]
  /** The same under the base model; empty when it is not known. */
  baseChosen: readonly number[]
  baseRejected: readonly number[]
  /** Completion tokens. */
  lengthsChosen: readonly number[]
  lengthsRejected: readonly number[]
}

type RewardMetric = Extract<StepMetric, `rewards/${string}` | `logps${string}` | `lengths/${string}`>

/** Undefined figures are null. Accuracy is strict: a tie is wrong. */
export function rewardMetrics(figures: PairFigureArrays): Record<RewardMetric, number | null> {
  const { rewardsChosen, rewardsRejected, logpsChosen, logpsRejected, lengthsChosen, lengthsRejected } = figures
  const margins = pairwise(rewardsChosen, rewardsRejected, (chosen, rejected) => chosen - rejected)
  const perToken = (sum: number, length: number) => sum / length
  const change = (now: number, base: number) => now - base
  return {
    'rewards/chosen': mean(rewardsChosen),
    'rewards/rejected': mean(rewardsRejected),
    'rewards/margins': mean(margins),
    'rewards/accuracies': mean(margins.map((margin) => (margin > 0 ? 1 : 0))),
    'logps/chosen': mean(logpsChosen),
    'logps/rejected': mean(logpsRejected),
    'logps_avg/chosen': mean(pairwise(logpsChosen, lengthsChosen, perToken)),
    'logps_avg/rejected': mean(pairwise(logpsRejected, lengthsRejected, perToken)),
    'logps_delta/chosen': mean(pairwise(logpsChosen, figures.baseChosen, change)),
    'logps_delta/rejected': mean(pairwise(logpsRejected, figures.baseRejected, change)),
    'lengths/chosen': mean(lengthsChosen),
    'lengths/rejected': mean(lengthsRejected),
  }
}

/** The same keys as held-out figures, with the prefix `eval_`. */
export function heldOutMetrics(metrics: Partial<Record<RewardMetric | 'loss', number | null>>): EvalMetrics {
  return Object.fromEntries(
    Object.entries(metrics).map(([key, value]) => [`eval_${key}` as HeldOutMetric, value]),
  ) as EvalMetrics
}

/** Empty when either side is missing. */
const pairwise = (a: readonly number[], b: readonly number[], combine: (a: number, b: number) => number): number[] =>
  a.length === b.length ? a.map((value, i) => combine(value, b[i]!)) : []
