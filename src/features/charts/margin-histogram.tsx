/** @file How the margins of the held-out pairs are spread now. */

import { useCallback } from 'react'
import { PlotFigure } from '../../components/plot/plot-figure'
import type { PlotLine } from '../../components/plot/plot-types'
import { words } from '../../i18n/words'
import { useChartRun, useHighlight } from './chart-context'
import { marginTargets } from './margin-chart'
import { marginHistogramFrame } from './pair-frames'

const LINES: PlotLine[] = [
  { id: 'eval_rewards/margins', name: words.charts.lines.pairs, color: 'policy', draw: 'bars' },
]

export function MarginHistogram() {
  const { figures, config, recorded } = useChartRun()
  const { highlight } = useHighlight()
  const frame = useCallback(
    () => marginHistogramFrame(figures.lastEval?.pairs, marginTargets(config)),
    [figures, config],
  )
  return (
    <PlotFigure
      source={figures}
      title={words.charts.histogram.title}
      meaning={words.charts.histogram.meaning}
      howTo={words.charts.histogram.howTo}
      lines={LINES}
      frame={frame}
      xName={words.charts.x.margin}
      xAxis="plain"
      numbers="count"
      compact
      faint={recorded}
      highlight={highlight}
      scalable={false}
    />
  )
}
