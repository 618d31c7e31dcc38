/** @file Reward margin of held-out pairs against their difference in length. */

import { useCallback } from 'react'
import { PlotFigure } from '../../components/plot/plot-figure'
import type { PlotLine } from '../../components/plot/plot-types'
import { words } from '../../i18n/words'
import { useChartRun, useHighlight } from './chart-context'
import { gapScatterFrame } from './pair-frames'

const LINES: PlotLine[] = [
  { id: 'eval_rewards/margins', name: words.charts.lines.margin, color: 'policy', mark: 'circle', draw: 'marks' },
]

export function GapScatter() {
  const { figures, recorded } = useChartRun()
  const { highlight } = useHighlight()
  const frame = useCallback(() => gapScatterFrame(figures.lastEval?.pairs), [figures])
  return (
    <PlotFigure
      source={figures}
      title={words.charts.gap.title}
      meaning={words.charts.gap.meaning}
      howTo={words.charts.gap.howTo}
      lines={LINES}
      frame={frame}
      xName={words.charts.x.tokens}
      xAxis="named"
      compact
      faint={recorded}
      highlight={highlight}
    />
  )
}
