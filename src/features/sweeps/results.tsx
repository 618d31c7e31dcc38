/** @file What came of a sweep: leaderboard, parallel coordinates and heat map, by one figure, pointing at the same runs. */
import { useMemo, useState } from 'react'
import { words } from '../../i18n/words'
import type { SweepMetric } from '../../protocol/sweep'
import type { KeptSweep } from '../../protocol/sweep-kept'
import { rankSettings } from '../../protocol/sweep-ranking'
import { usePlayground, useSession } from '../../store/playground'
import { isUnderWay } from '../../store/readiness'
import { showView } from '../../store/ui-store'
import { HeatMap } from './heat-map'
import { Leaderboard } from './leaderboard'
import { MetricChoice } from './metric-choice'
import { ParallelPlot } from './parallel-plot'
import styles from './results.module.css'

export function Results({ sweep }: { sweep: KeptSweep }) {
  const { sweeps: control, library } = usePlayground()
  const busy = useSession(isUnderWay)
  /** Indices of the runs that are pointed at, in whichever of the three. */
  const [pointed, setPointed] = useState<readonly number[]>([])
  const { trials, results } = sweep
  const { metric } = sweep.sweep
  const settings = useMemo(() => rankSettings(trials, results, metric), [trials, results, metric])
  const { sweeps } = words
  const choose = (next: SweepMetric) => control.chooseMetric(sweep.id, next)
  const show = (index: number) => {
    const run = sweep.runs[index]
    if (busy || run === undefined) return
    void library.show(run).then(() => showView('plots'))
  }
  const any = Object.keys(results).length > 0
  return (
    <div className={styles.results}>
      <div className={styles.metric}>
        <span>{sweeps.metric}</span>
        <MetricChoice metric={metric} onChange={choose} />
      </div>
      <Leaderboard sweep={sweep} settings={settings} pointed={pointed} onPoint={setPointed} onShow={show} />
      {any ? (
        <>
          <ParallelPlot sweep={sweep} settings={settings} pointed={pointed} onPoint={setPointed} onShow={show} />
          <HeatMap sweep={sweep} />
        </>
      ) : (
        <p className={styles.none}>{sweeps.noResults}</p>
      )}
    </div>
  )
}
