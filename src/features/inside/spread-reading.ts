/** @file What the held-out pairs of one evaluation say, a sentence for each plot. */
import { formatShare } from '../../components/format'
import { formatFigure } from '../../components/plot/number-format'
import { words } from '../../i18n/words'
import type { ObjectiveOptions } from '../../protocol/objectives'
import type { Contingency, EvalEvent } from '../../protocol/train-events'

export function contingencyReading(counts: Contingency | null, objective: ObjectiveOptions | null): string {
  const text = words.inside.spread
  if (!counts) return ''
  if (objective?.name === 'simpo' && objective.lengthNormalised) return text.simpo
  const { bothRight, rewardRightOnly, likelihoodRightOnly, neitherRight } = counts
  const total = bothRight + rewardRightOnly + likelihoodRightOnly + neitherRight
  if (total === 0) return ''
  const agreed = bothRight + neitherRight
  return agreed === total ? text.agreeAlways : text.agree(formatShare(agreed / total), rewardRightOnly)
}

export const gapReading = ({ metrics }: EvalEvent): string =>
  words.inside.spread.gapReading(formatFigure(metrics['eval_length/margin_vs_gap']))

export const lengthReading = ({ metrics }: EvalEvent): string =>
  words.inside.spread.lengthReading(
    formatFigure(metrics['eval_length/spearman_within']),
    formatFigure(metrics['eval_length/spearman']),
    formatFigure(metrics['eval_length/spearman_within_base']),
  )

export const marginReading = ({ pairs: { margins } }: EvalEvent): string =>
  words.inside.spread.marginReading(margins.filter((margin) => margin < 0).length, margins.length)

/** @param begun The run's first evaluation, of the model that it began with. */
export const likelihoodReading = ({ metrics }: EvalEvent, begun: EvalEvent | null): string =>
  words.inside.spread.likelihood.reading(
    formatFigure(metrics['eval_logps_avg/chosen']),
    formatFigure(begun?.metrics['eval_logps_avg/chosen']),
  )
