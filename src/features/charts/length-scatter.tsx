/** @file Held-out completions as they are now: length against log-prob per token. */

import { useCallback } from 'react'
import { PlotFigure } from '../../components/plot/plot-figure'
import type { PlotLine } from '../../components/plot/plot-types'
import { en } from '../../i18n/en'
import { useChartRun, useHighlight } from './chart-context'
import { lengthScatterFrame } from './pair-frames'

const LINES: PlotLine[] = [
  { id: 'logps_avg/chosen', name: en.charts.lines.chosen, color: 'chosen', mark: 'circle', draw: 'marks' },
  { id: 'logps_avg/rejected', name: en.charts.lines.rejected, color: 'rejected', mark: 'square', draw: 'marks' },
]

export function LengthScatter() {
  const { figures, recorded } = useChartRun()
  const { highlight } = useHighlight()
  const frame = useCallback(() => lengthScatterFrame(figures.lastEval?.pairs), [figures])
  return (
    <PlotFigure
      source={figures}
      title={en.charts.length.scatter}
      titleHidden
      meaning={en.charts.length.scatterMeaning}
      lines={LINES}
      frame={frame}
      xName={en.charts.x.tokens}
      xAxis="named"
      faint={recorded}
      highlight={highlight}
      scalable={false}
      compact
    />
  )
}
