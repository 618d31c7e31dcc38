/** @file Runs that are drawn faint behind the one that is shown, to compare with. */
import { createStore } from 'zustand/vanilla'
import type { RunConfig } from '../../protocol/run-config'
import type { TrainEvent } from '../../protocol/train-events'
import { RunFigures } from '../plots/run-figures'

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
  /** Not drawn while something else has the plots for itself. */
  aside: Overlay[]
  /** Takes the place of one with the same key. */
  add(overlay: Omit<Overlay, 'figures'>): void
  remove(key: string): void
  /** The run is gone: it is not brought back either. */
  forget(key: string): void
  clear(): void
  /** Takes all that is drawn off the plots until it is brought back. */
  putAside(): void
  /** What was drawn anew in the meantime stays as it is. */
  bringBack(): void
}

export const createOverlayStore = () =>
  createStore<OverlayState>()((setState, getState) => ({
    overlays: [],
    aside: [],
    add(overlay) {
      const figures = new RunFigures()
      figures.append(overlay.events)
      setState({ overlays: [...getState().overlays.filter(({ key }) => key !== overlay.key), { ...overlay, figures }] })
    },
    remove: (key) => setState({ overlays: getState().overlays.filter((overlay) => overlay.key !== key) }),
    forget(key) {
      getState().remove(key)
      setState({ aside: getState().aside.filter((overlay) => overlay.key !== key) })
    },
    clear: () => setState({ overlays: [] }),
    putAside: () => setState(({ overlays, aside }) => ({ overlays: [], aside: [...aside, ...overlays] })),
    bringBack: () =>
      setState(({ overlays, aside }) => ({
        overlays: [...aside.filter(({ key }) => !overlays.some((overlay) => overlay.key === key)), ...overlays],
        aside: [],
      })),
  }))

/** In the palette of runs: the first that no overlay has. */
export function freePlace({ overlays }: Pick<OverlayState, 'overlays'>): number {
  const taken = new Set(overlays.map(({ color }) => color))
  let place = 0
  while (taken.has(place)) place++
  return place
}

export type OverlayStore = ReturnType<typeof createOverlayStore>
