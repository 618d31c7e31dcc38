/** @file Reward order against likelihood order at the last evaluation. */

import { useCallback } from 'react'
import { ContingencyTable } from '../../components/pair-plots/contingency-table'
import { aboutRun } from '../../components/plot/export-plot'
import { PictureMenu } from '../../components/plot/picture-menu'
import { PlotCard } from '../../components/plot/plot-card'
import { useLive } from '../../components/plot/use-live'
import { words } from '../../i18n/words'
import { usePlayground } from '../../store/playground'
import { useChartRun } from './chart-context'

export function ContingencyChart() {
  const { figures, recorded } = useChartRun()
  const { library } = usePlayground()
  const counts = useLive(
    figures,
    useCallback(() => figures.lastEval?.contingency ?? null, [figures]),
  )
  const text = words.charts.contingency
  return (
    <PlotCard
      title={text.title}
      meaning={text.meaning}
      compact
      controls={<PictureMenu title={text.title} about={() => aboutRun(library.current())} />}
    >
      <ContingencyTable counts={counts} faint={recorded} />
    </PlotCard>
  )
}
