/** @file What the reader looks at inside of a run; it outlives the view, so that coming back finds it as it was. */

import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { INSIDE_PARTS } from '../../protocol/link-look'
import type { RunConfig } from '../../protocol/run-config'

export type Part = (typeof INSIDE_PARTS)[number]

export interface InsideState {
  part: Part
  /** The step that is looked at; null follows the newest. */
  at: number | null
  playing: boolean
  /** Place among the pairs whose tokens are told. */
  pair: number
  /** `reference`, `base` (what the run began with), or the key of an overlaid run. */
  against: string
  /** The run that `at` belongs to. */
  run: RunConfig | null
}

export const insideStore = createStore<InsideState>()(() => ({
  part: 'tokens',
  at: null,
  playing: false,
  pair: 0,
  against: 'reference',
  run: null,
}))

export const useInside = <T>(select: (state: InsideState) => T): T => useStore(insideStore, select)

export const showPart = (part: Part): void => insideStore.setState({ part, playing: false })

/** A moment of a run; the run's own view, when it opens, finds it so. */
export const showMoment = (run: RunConfig | null, at: number | null): void =>
  insideStore.setState({ run, at, playing: false })

/** Another run is shown: its newest moment comes first. */
export function lookAtRun(run: RunConfig | null): void {
  if (insideStore.getState().run !== run) showMoment(run, null)
}
