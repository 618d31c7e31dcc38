/** @file Held-out completions as they are now: length against log-prob per token. */

import { useCallback } from 'react'
import { PlotFigure } from '../../components/plot/plot-figure'
import type { PlotLine } from '../../components/plot/plot-types'
import { words } from '../../i18n/words'
import { useChartRun, useHighlight } from './chart-context'
import { lengthScatterFrame } from './pair-frames'

const LINES: PlotLine[] = [
  { id: 'logps_avg/chosen', name: words.charts.lines.chosen, color: 'chosen', mark: 'circle', draw: 'marks' },
  { id: 'logps_avg/rejected', name: words.charts.lines.rejected, color: 'rejected', mark: 'square', draw: 'marks' },
]

export function LengthScatter() {
  const { figures, recorded } = useChartRun()
  const { highlight } = useHighlight()
  const frame = useCallback(() => lengthScatterFrame(figures.lastEval?.pairs), [figures])
  return (
    <PlotFigure
      source={figures}
      title={words.charts.length.scatter}
      titleHidden
      meaning={words.charts.length.scatterMeaning}
      lines={LINES}
      frame={frame}
      xName={words.charts.x.tokens}
      xAxis="named"
      faint={recorded}
      highlight={highlight}
      scalable={false}
      compact
    />
  )
}
