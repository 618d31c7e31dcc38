/** @file Runs that are drawn faint behind the one that is shown, to compare with. */
import { createStore } from 'zustand/vanilla'
import type { RunConfig } from '../protocol/run-config'
import type { TrainEvent } from '../protocol/train-events'
import { RunFigures } from './run-figures'

export interface Overlay {
  /** A kept run's id, or `recording:` and the file of a recording. */
  key: string
  name: string
  config: RunConfig
  /** Place in the palette of runs. */
  color: number
  figures: RunFigures
  /** For what is not in the figures: samples, tokens. */
  events: TrainEvent[]
}

export interface OverlayState {
  overlays: Overlay[]
  /** Takes the place of one with the same key. */
  add(overlay: Omit<Overlay, 'figures'>): void
  remove(key: string): void
  clear(): void
}

export const createOverlayStore = () =>
  createStore<OverlayState>()((setState, getState) => ({
    overlays: [],
    add(overlay) {
      const figures = new RunFigures()
      figures.append(overlay.events)
      setState({ overlays: [...getState().overlays.filter(({ key }) => key !== overlay.key), { ...overlay, figures }] })
    },
    remove: (key) => setState({ overlays: getState().overlays.filter((overlay) => overlay.key !== key) }),
    clear: () => setState({ overlays: [] }),
  }))

/** In the palette of runs: the first that no overlay has. */
export function freePlace({ overlays }: Pick<OverlayState, 'overlays'>): number {
  const taken = new Set(overlays.map(({ color }) => color))
  let place = 0
  while (taken.has(place)) place++
  return place
}

export type OverlayStore = ReturnType<typeof createOverlayStore>
