/** @file How the margins of the held-out pairs are spread now. */

import { useCallback } from 'react'
import { marginTargets } from '../../components/pair-plots/margin-targets'
import { MarginHistogramPlot } from '../../components/pair-plots/pair-plots'
import { useChartRun, useHighlight } from './chart-context'

export function MarginHistogram() {
  const { figures, config, recorded } = useChartRun()
  const { highlight } = useHighlight()
  const at = useCallback(() => ({ pairs: figures.lastEval?.pairs }), [figures])
  const targets = useCallback(() => marginTargets(config?.objective), [config])
  return (
    <MarginHistogramPlot source={figures} at={at} targets={targets} compact faint={recorded} highlight={highlight} />
  )
}
