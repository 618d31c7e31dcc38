/** @file The run that is shown, rendered anew as it goes on, and the moments that can be looked at. */
import { useCallback, useEffect } from 'react'
import { useLive } from '../../components/plot/use-live'
import { usePlayground, useSession } from '../../store/playground'
import { insideStore, lookAtRun, type Part, useInside } from '../../store/plots/inside-view'
import type { RunFigures } from '../../store/plots/run-figures'

/** Milliseconds between renderings while a run goes on: often enough for the batch to be seen moving. */
const EVERY_MS = 150

/** The run's figures; what calls this is rendered again when they change. */
export function useFigures(): RunFigures {
  const { figures } = usePlayground()
  useLive(
    figures,
    useCallback(() => figures.version, [figures]),
    EVERY_MS,
  )
  return figures
}

/** Steps at which this part has something to show, ascending. */
export function momentsOf(figures: RunFigures, part: Part): readonly number[] {
  if (part === 'tokens') return figures.tokenEvents.map(({ step }) => step)
  if (part === 'spread') return figures.evalEvents.map(({ step }) => step)
  if (figures.batches.length > 0) return figures.batches.map(({ step }) => step)
  return Array.from(figures.steps.steps)
}

/** Index of the last moment that is not later than `at`; the newest where that is null, -1 where there is none. */
export function momentIndex(moments: readonly number[], at: number | null): number {
  if (at === null) return moments.length - 1
  const later = moments.findIndex((step) => step > at)
  return later < 0 ? moments.length - 1 : Math.max(0, later - 1)
}

export interface Moment {
  moments: readonly number[]
  index: number
  /** The step that is looked at; null before there is any. */
  step: number | null
}

export function useMoment(figures: RunFigures, part: Part): Moment {
  const run = useSession((s) => s.runConfig)
  useEffect(() => lookAtRun(run), [run])
  const at = useInside((state) => (state.run === run ? state.at : null))
  const moments = momentsOf(figures, part)
  const index = momentIndex(moments, at)
  return { moments, index, step: moments[index] ?? null }
}

/** To a moment by its place; the last one is followed from then on. */
export function goTo(moments: readonly number[], index: number): void {
  const last = moments.length - 1
  insideStore.setState({ at: index >= last ? null : (moments[Math.max(0, index)] ?? null) })
}
