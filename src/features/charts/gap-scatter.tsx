/** @file Reward margin of held-out pairs against their difference in length. */
import { useCallback } from 'react'
import { PlotFigure } from '../../components/plot/plot-figure'
import type { PlotLine } from '../../components/plot/plot-types'
import { useChartRun, useHighlight } from './chart-context'
import { gapScatterFrame } from './pair-frames'

const LINES: PlotLine[] = [
  { id: 'eval_rewards/margins', name: 'margin', color: 'policy', mark: 'circle', draw: 'marks' },
]

export function GapScatter() {
  const { figures, recorded } = useChartRun()
  const { highlight } = useHighlight()
  const frame = useCallback(() => gapScatterFrame(figures.lastEval?.pairs), [figures])
  return (
    <PlotFigure
      source={figures}
      title="Margin by length gap"
      meaning="Reward margin of held-out pairs against length of chosen minus length of rejected, in tokens: SimPO’s figure 2a."
      howTo="Rising to the right: the longer side earns reward for its length."
      lines={LINES}
      frame={frame}
      xName="tokens"
      xAxis="named"
      compact
      faint={recorded}
      highlight={highlight}
    />
  )
}
