/** @file What the page knows of its kept runs, without their events. */
import { createStore } from 'zustand/vanilla'
import type { ErrorReport } from '../../protocol/errors'
import type { KeptRunInfo } from '../../protocol/kept-run'

export interface LibraryState {
  /** Newest first; the one under way among them. */
  runs: KeptRunInfo[]
  /** The browser's own list has been read. */
  opened: boolean
  /** False where the browser keeps nothing: runs last as long as the page. */
  lasting: boolean
  /** Id of the run that is under way. */
  live: string | null
  /** Overlay key of the run that the plots show: an id, or `recording:` and a file. */
  shown: string | null
  /** So many of the oldest runs made room in this visit. */
  dropped: number
  /** Why runs could not be kept, or read. */
  error: ErrorReport | null
}

export const createLibraryStore = () =>
  createStore<LibraryState>()(() => ({
    runs: [],
    opened: false,
    lasting: true,
    live: null,
    shown: null,
    dropped: 0,
    error: null,
  }))

export type LibraryStore = ReturnType<typeof createLibraryStore>
