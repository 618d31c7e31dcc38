/** @file Reward margin of held-out pairs against their difference in length. */

import { useCallback } from 'react'
import { GapScatterPlot } from '../../components/pair-plots/pair-plots'
import { useChartRun, useHighlight } from './chart-context'

export function GapScatter() {
  const { figures, recorded } = useChartRun()
  const { highlight } = useHighlight()
  const at = useCallback(() => ({ pairs: figures.lastEval?.pairs }), [figures])
  return <GapScatterPlot source={figures} at={at} compact faint={recorded} highlight={highlight} />
}
