/** @file The plots of a run: four large ones, the small ones under them, and what they share. */

import { useMediaQuery } from '@mantine/hooks'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import { words } from '../../i18n/words'
import type { RunConfig } from '../../protocol/run-config'
import { useLibrary, useOverlays, useSession } from '../../store/playground'
import { plotView } from '../../store/plots/plot-view'
import type { RunFigures } from '../../store/plots/run-figures'
import { ownId } from '../../store/runs/kept-keys'
import { AccuracyChart } from './accuracy-chart'
import { ChartContext, type ChartRun } from './chart-context'
import classes from './charts.module.css'
import { ChartsStrip } from './charts-strip'
import { LengthChart } from './length-chart'
import { LibraryFault } from './library-fault'
import { LogProbChart } from './log-prob-chart'
import { MarginChart } from './margin-chart'
import { SmallMultiples } from './small-multiples'
import { UnitsLine } from './units-line'

export interface ChartsPanelProps {
  figures: RunFigures
  /** The run's own, frozen; null before any run. */
  config: RunConfig | null
  /** Name of a run that was computed earlier; null for one of this page. */
  recorded: string | null
}

/** Below this height the small charts fold into tabs. */
const ROOMY = '(min-width: 1200px) and (min-height: 840px)'

export function ChartsPanel({ figures, config, recorded }: ChartsPanelProps) {
  const roomy = useMediaQuery(ROOMY, true, { getInitialValueInEffect: false })
  const own = useSession((s) => s.recorded !== null && ownId(s.recorded.file) !== null)
  const shown = useLibrary((state) => state.shown)
  const drawn = useOverlays((state) => state.overlays)
  const smoothing = useStore(plotView, (view) => view.smoothing)
  const axis = useStore(plotView, (view) => view.axis)
  const comparable = useStore(plotView, (view) => view.comparable)
  const run = useMemo<ChartRun>(() => {
    const overlays = drawn.filter(({ key }) => key !== shown)
    // A recording is faint, unless others stand behind it: then it is the strong one.
    const faint = recorded !== null && !own && overlays.length === 0
    return { figures, config, recorded: faint, smoothing, axis, overlays, comparable }
  }, [figures, config, recorded, own, smoothing, axis, drawn, shown, comparable])
  return (
    <ChartContext value={run}>
      <section className={classes.panel} aria-label={words.charts.panel}>
        <ChartsStrip name={recorded} own={own} overlays={run.overlays} />
        <LibraryFault />
        <UnitsLine config={config} overlays={run.overlays} />
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
