/** @file The small plots of a lesson: a figure against a setting, or win rate against distance from the base. */
import { useMemo } from 'react'
import { PlotFigure } from '../../components/plot/plot-figure'
import type { PlotSource } from '../../components/plot/plot-types'
import { words } from '../../i18n/words'
import type { LessonArm, LessonId } from '../../protocol/lesson'
import { EXHIBITS, type PathPlot, type SweepPlot } from './exhibits'
import { FIGURES } from './figures'
import styles from './lesson-plots.module.css'
import { pathPicture, sweepPicture } from './pictures'

/** What was measured stays as it is. */
const STILL: PlotSource = { subscribe: () => () => {}, version: 0 }

interface Props {
  lesson: LessonId
  arms: readonly LessonArm[]
}

export function LessonPlots({ lesson, arms }: Props) {
  const { plots } = EXHIBITS[lesson]
  return plots.map((plot) => (
    <div key={plot.kind === 'sweep' ? plot.figure : plot.kind} className={styles.plot} data-kind={plot.kind}>
      {plot.kind === 'sweep' ? (
        <Sweep plot={plot} arms={arms} setting={lesson === 'gamma' ? 'gamma' : 'beta'} />
      ) : (
        <Path plot={plot} arms={arms} />
      )}
    </div>
  ))
}

interface SweepProps {
  plot: SweepPlot
  arms: readonly LessonArm[]
  setting: 'beta' | 'gamma'
}

function Sweep({ plot, arms, setting }: SweepProps) {
  const { lines, frame } = useMemo(() => {
    const picture = sweepPicture(plot, arms)
    return { lines: picture.lines, frame: () => picture.frame }
  }, [plot, arms])
  const name = words.lessons.figures[plot.figure][0]
  const unit = words.lessons.plots.settings[setting]
  const meaning = words.lessons.plots.sweepMeaning(words.lessons.figures[plot.figure][1])
  return (
    <PlotFigure
      source={STILL}
      title={words.lessons.plots.against(name, unit)}
      meaning={
        plot.behind ? `${meaning} ${words.lessons.plots.sweepBehind(words.lessons.groups[plot.behind.id])}` : meaning
      }
      lines={lines}
      frame={frame}
      xName={unit}
      xAxis="hidden"
      compact
      scalable={false}
      numbers={FIGURES[plot.figure].style}
      emptyText={words.lessons.notMeasured}
    />
  )
}

function Path({ plot, arms }: { plot: PathPlot; arms: readonly LessonArm[] }) {
  const { lines, frame } = useMemo(() => {
    const picture = pathPicture(plot, arms)
    return { lines: picture.lines, frame: () => picture.frame }
  }, [plot, arms])
  return (
    <PlotFigure
      source={STILL}
      title={words.lessons.plots.path}
      meaning={words.lessons.plots.pathMeaning}
      lines={lines}
      frame={frame}
      xName={words.lessons.plots.pathX}
      xAxis="plain"
      compact
      scalable={false}
      numbers="share"
      emptyText={words.lessons.notMeasured}
    />
  )
}
