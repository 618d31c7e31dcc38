/** @file Held-out completions as they are now: length against log-prob per token. */

import { useCallback } from 'react'
import { LengthScatterPlot } from '../../components/pair-plots/pair-plots'
import { useChartRun, useHighlight } from './chart-context'

export function LengthScatter() {
  const { figures, recorded } = useChartRun()
  const { highlight } = useHighlight()
  const at = useCallback(() => ({ pairs: figures.lastEval?.pairs }), [figures])
  return <LengthScatterPlot source={figures} at={at} titleHidden compact faint={recorded} highlight={highlight} />
}
