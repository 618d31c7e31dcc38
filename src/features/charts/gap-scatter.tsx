/** @file Reward margin of held-out pairs against their difference in length. */

import { useCallback } from 'react'
import { PlotFigure } from '../../components/plot/plot-figure'
import type { PlotLine } from '../../components/plot/plot-types'
import { en } from '../../i18n/en'
import { useChartRun, useHighlight } from './chart-context'
import { gapScatterFrame } from './pair-frames'

const LINES: PlotLine[] = [
  { id: 'eval_rewards/margins', name: en.charts.lines.margin, color: 'policy', mark: 'circle', draw: 'marks' },
]

export function GapScatter() {
  const { figures, recorded } = useChartRun()
  const { highlight } = useHighlight()
  const frame = useCallback(() => gapScatterFrame(figures.lastEval?.pairs), [figures])
  return (
    <PlotFigure
      source={figures}
      title={en.charts.gap.title}
      meaning={en.charts.gap.meaning}
      howTo={en.charts.gap.howTo}
      lines={LINES}
      frame={frame}
      xName={en.charts.x.tokens}
      xAxis="named"
      compact
      faint={recorded}
      highlight={highlight}
    />
  )
}
