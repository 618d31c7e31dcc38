/** @file A run in plain numbers, as it stands now: what readings and notes are made from. */
import type { MetricKey } from '../../protocol/metrics'
import { type ObjectiveName, simpoGamma } from '../../protocol/objectives'
import type { RunConfig } from '../../protocol/run-config'
import type { RunFigures } from '../../store/plots/run-figures'
import { lastMean } from './smoothing'

/** Pairs that a recent mean covers, as near as whole batches come. */
const RECENT_PAIRS = 100

export interface Summary {
  /** Last optimizer step; 0 before the first. */
  step: number
  objective: ObjectiveName
  /** SimPO's target margin, where there is one. */
  gamma: number | null
  stage: number
  stages: number
  /** Pairs behind the recent means of training figures. */
  pairs: number
  margin: number
  accuracy: number
  chosenDelta: number
  rejectedDelta: number
  heldMargin: number
  heldAccuracy: number
  cumulativeMargin: number
  rhoWithin: number
  rhoPooled: number
  rhoBase: number
  winRate: number
  bestWinRate: number
  /** Step of the last evaluation; null before the first. */
  evaluatedAt: number | null
  sampleLength: number
  sampleLengthBase: number
  eosRate: number
  eosRateBase: number
  repetition: number
  repetitionBase: number
  kl: number
}

/** Held-out figures say something of training: before the first step they are the base's own. */
export const heldOutSince = (s: Summary): boolean => s.evaluatedAt !== null && s.evaluatedAt > 0

/** Optimizer steps that make a recent mean. */
export const recentSteps = (config: RunConfig | null): number =>
  Math.max(1, Math.round(RECENT_PAIRS / (config?.training.batchSize ?? 8)))

export function summarise(figures: RunFigures, config: RunConfig | null): Summary {
  const width = recentSteps(config)
  const steps = figures.steps.steps
  const mark = figures.stageMarks.at(-1)
  // Against a reference that moved, earlier steps of the run measured something else.
  const stageStart = mark
    ? Math.max(
        0,
        steps.findIndex((step) => step >= mark.step),
      )
    : 0
  const begun = mark ? steps.some((step) => step >= mark.step) : steps.length > 0
  const recent = (key: MetricKey) => lastMean(figures.steps.series(key), width, begun ? stageStart : steps.length)
  const held = (key: MetricKey) => figures.evals.last(key) ?? Number.NaN
  const margin = recent('rewards/margins')
  const winRates = figures.evals.series('eval_win_rate').filter(Number.isFinite)
  const objective = config?.objective
  return {
    step: steps.at(-1) ?? 0,
    objective: objective?.name ?? 'dpo',
    gamma: objective?.name === 'simpo' && objective.gammaBetaRatio > 0 ? simpoGamma(objective) : null,
    stage: mark?.stage ?? 0,
    stages: mark?.stages ?? 1,
    pairs: margin.count * (config?.training.batchSize ?? 8),
    margin: margin.mean,
    accuracy: recent('rewards/accuracies').mean,
    chosenDelta: recent('logps_delta/chosen').mean,
    rejectedDelta: recent('logps_delta/rejected').mean,
    heldMargin: held('eval_rewards/margins'),
    heldAccuracy: held('eval_rewards/accuracies'),
    cumulativeMargin: held('eval_rewards/cumulative_margin'),
    rhoWithin: lastRow(figures, 'eval_length/spearman_within'),
    rhoPooled: lastRow(figures, 'eval_length/spearman'),
    rhoBase: held('eval_length/spearman_within_base'),
    winRate: held('eval_win_rate'),
    bestWinRate: Math.max(Number.NEGATIVE_INFINITY, ...winRates),
    evaluatedAt: figures.evals.steps.at(-1) ?? null,
    sampleLength: held('eval_samples/length'),
    sampleLengthBase: held('eval_samples/length_base'),
    eosRate: held('eval_samples/eos_rate'),
    eosRateBase: held('eval_samples/eos_rate_base'),
    repetition: held('eval_samples/repetition'),
    repetitionBase: held('eval_samples/repetition_base'),
    kl: held('eval_kl/chosen'),
  }
}

/** The last evaluation's value even where it is missing: a correlation that became undefined must say so. */
const lastRow = (figures: RunFigures, key: MetricKey): number => figures.evals.series(key).at(-1) ?? Number.NaN
