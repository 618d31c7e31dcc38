/** @file The plots of a run: four large ones, the small ones under them, and the smoothing they share. */

import { useMediaQuery } from '@mantine/hooks'
import { useMemo, useState } from 'react'
import { words } from '../../i18n/words'
import type { RunConfig } from '../../protocol/run-config'
import type { RunFigures } from '../../store/run-figures'
import { AccuracyChart } from './accuracy-chart'
import { ChartContext, type ChartRun } from './chart-context'
import classes from './charts.module.css'
import { LengthChart } from './length-chart'
import { LogProbChart } from './log-prob-chart'
import { MarginChart } from './margin-chart'
import { SmallMultiples } from './small-multiples'
import { SMOOTHING_LEVELS } from './smoothing'

export interface ChartsPanelProps {
  figures: RunFigures
  /** The run's own, frozen; null before any run. */
  config: RunConfig | null
  /** Name of a run that was recorded: drawn faint; null for one of this page. */
  recorded: string | null
}

/** Below this height the small charts fold into tabs. */
const ROOMY = '(min-width: 1200px) and (min-height: 840px)'

export function ChartsPanel({ figures, config, recorded }: ChartsPanelProps) {
  const [smoothing, setSmoothing] = useState<number>(0.8)
  const roomy = useMediaQuery(ROOMY, true, { getInitialValueInEffect: false })
  const run = useMemo<ChartRun>(
    () => ({ figures, config, recorded: recorded !== null, smoothing }),
    [figures, config, recorded, smoothing],
  )
  return (
    <ChartContext value={run}>
      <section className={classes.panel} aria-label={words.charts.panel}>
        <div className={classes.strip}>
          {recorded !== null && (
            <span className={classes.recorded} title={recorded}>
              {words.charts.recorded(recorded)}
            </span>
          )}
          <label className={classes.smoothing}>
            {words.charts.smoothing}
            <select
              className={classes.switch}
              value={smoothing}
              onChange={(event) => setSmoothing(Number(event.currentTarget.value))}
            >
              {SMOOTHING_LEVELS.map((level) => (
                <option key={level} value={level}>
                  {level === 0 ? words.charts.off : level}
                </option>
              ))}
            </select>
          </label>
        </div>
        <div className={classes.main}>
          <MarginChart />
          <LogProbChart />
          <LengthChart />
          <AccuracyChart />
        </div>
        <SmallMultiples tabs={!roomy} />
      </section>
    </ChartContext>
  )
}
