/** @file Held-out completions as they are now: length against log-prob per token. */
import { useCallback } from 'react'
import { PlotFigure } from '../../components/plot/plot-figure'
import type { PlotLine } from '../../components/plot/plot-types'
import { useChartRun, useHighlight } from './chart-context'
import { lengthScatterFrame } from './pair-frames'

const LINES: PlotLine[] = [
  { id: 'logps_avg/chosen', name: 'chosen', color: 'chosen', mark: 'circle', draw: 'marks' },
  { id: 'logps_avg/rejected', name: 'rejected', color: 'rejected', mark: 'square', draw: 'marks' },
]

export function LengthScatter() {
  const { figures, recorded } = useChartRun()
  const { highlight } = useHighlight()
  const frame = useCallback(() => lengthScatterFrame(figures.lastEval?.pairs), [figures])
  return (
    <PlotFigure
      source={figures}
      title="Length and log-prob now"
      titleHidden
      meaning="Held-out completions at the last evaluation: log-prob per token (nats) against length (tokens)."
      lines={LINES}
      frame={frame}
      xName="tokens"
      xAxis="named"
      faint={recorded}
      highlight={highlight}
      scalable={false}
      compact
    />
  )
}
