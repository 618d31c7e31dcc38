/** @file The held-out pairs of one evaluation: rewards against likelihoods, against lengths, and how they are spread. */
import { useCallback, useMemo } from 'react'
import { ContingencyTable } from '../../components/pair-plots/contingency-table'
import { marginTargets } from '../../components/pair-plots/margin-targets'
import {
  GapScatterPlot,
  LengthScatterPlot,
  LogpHistogramPlot,
  MarginHistogramPlot,
} from '../../components/pair-plots/pair-plots'
import { PictureMenu } from '../../components/plot/picture-menu'
import { PlotCard } from '../../components/plot/plot-card'
import { words } from '../../i18n/words'
import { usePlayground, useSession } from '../../store/playground'
import type { RunFigures } from '../../store/plots/run-figures'
import { aboutMoment } from './about-moment'
import { objectiveOfStage } from './objective-curve'
import { lastUpTo, stageAt } from './run-time'
import styles from './spread.module.css'
import { contingencyReading, gapReading, lengthReading, likelihoodReading, marginReading } from './spread-reading'

/** `step` is one of the evaluations'. */
export function SpreadPart({ figures, step }: { figures: RunFigures; step: number }) {
  const text = words.inside.spread
  const { library } = usePlayground()
  const config = useSession((s) => s.runConfig)
  const recorded = useSession((s) => s.recorded !== null)
  const event = lastUpTo(figures.evalEvents, step)
  const begun = figures.evalEvents[0] ?? null
  const told = figures.evalEvents.length
  const stage = stageAt(figures.stageMarks, step)
  const at = useCallback(
    () => ({ pairs: event?.pairs, over: figures.evalEvents.map(({ pairs }) => pairs) }),
    [event, figures, told],
  )
  const objective = useMemo(() => config && objectiveOfStage(config, stage?.stage ?? 1), [config, stage?.stage])
  const targets = useCallback(() => marginTargets(objective ?? undefined), [objective])
  if (!event) return null
  const hasMargins = event.pairs.margins.length > 0
  const common = { source: figures, at, faint: recorded }
  const read = (sentence: string) => <p className={styles.reading}>{sentence}</p>
  return (
    <div className={styles.grid} data-testid="spread">
      {hasMargins ? (
        <>
          <div className={styles.cell}>
            <PlotCard
              title={text.contingency.title}
              meaning={words.charts.contingency.meaning}
              controls={
                <PictureMenu title={text.contingency.title} about={() => aboutMoment(library.current(), event.step)} />
              }
              below={read(contingencyReading(event.contingency, objective))}
            >
              <ContingencyTable counts={event.contingency} faint={recorded} />
            </PlotCard>
          </div>
          <div className={styles.cell}>
            <GapScatterPlot {...common} title={text.gap} notes={read(gapReading(event))} />
          </div>
          <div className={styles.cell}>
            <MarginHistogramPlot
              {...common}
              title={text.margins}
              targets={targets}
              notes={read(marginReading(event))}
            />
          </div>
        </>
      ) : (
        <p className={styles.none}>{text.noRewards}</p>
      )}
      <div className={styles.cell}>
        <LogpHistogramPlot {...common} notes={read(likelihoodReading(event, begun))} />
      </div>
      <div className={styles.cell} data-wide={hasMargins || undefined}>
        <LengthScatterPlot {...common} title={text.lengths} notes={read(lengthReading(event))} />
      </div>
    </div>
  )
}
