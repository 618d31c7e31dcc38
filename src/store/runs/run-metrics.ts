/** @file The figures that runs are compared by in lists, and which way each is better. */
import { formatFigure } from '../../components/plot/number-format'
import { words } from '../../i18n/words'
import { type MetricKey, metricInfo } from '../../protocol/metrics'
import { goalOf } from '../../protocol/sweep-metrics'

/** In the order in which a list offers them. */
export const COMPARED_METRICS = [
  'eval_win_rate',
  'eval_rewards/accuracies',
  'rewards/accuracies',
  'eval_rewards/margins',
  'rewards/margins',
  'eval_loss',
  'loss',
  'eval_logps_avg/chosen',
  'eval_judge/policy',
  'eval_kl/chosen',
  'eval_samples/repetition',
] as const satisfies MetricKey[]

export type ComparedMetric = (typeof COMPARED_METRICS)[number]

/** True when `value` is better than the best so far. */
export const isBetter = (metric: ComparedMetric, value: number, best: number | null | undefined): boolean =>
  best === null || best === undefined || (goalOf(metric) === 'max' ? value > best : value < best)

/** A mean over one batch jumps about: its best value says nothing. */
export const hasBest = (metric: ComparedMetric): boolean => metric.startsWith('eval_')

/** Shares as percent; which figure is one does not depend on the language of the page. */
export const figureText = (metric: MetricKey, value: number | null): string =>
  formatFigure(value, metricInfo(metric).unit === 'share' ? 'share' : 'plain')

/** What it is and in which unit, one hover away from its numbers. */
export function metricHelp(key: MetricKey): string {
  const [meaning, unit] = [words.told.metric.meaning(key), words.told.metric.unit(key)]
  return unit === '' ? meaning : words.settings.withUnit(meaning, unit)
}
