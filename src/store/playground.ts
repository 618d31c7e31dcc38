/** @file The stores and verbs of one page, handed down by context; the hooks with which components read them. */
import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { ConfigState, ConfigStore } from './config-store'
import type { LabelControl } from './labels/label-control'
import type { ProposalState } from './labels/label-control-proposals'
import type { LabelSetState } from './labels/label-control-set'
import type { RunFigures } from './plots/run-figures'
import type { RunControl } from './run-control'
import type { LibraryState } from './runs/library-state'
import type { OverlayState, OverlayStore } from './runs/overlays'
import type { RunLibrary } from './runs/run-library'
import type { Session, SessionStore } from './session-store'
import type { LinkControl } from './sharing/link-address'
import type { SweepControl, SweepState } from './sweeps/sweep-control'
import { type UiState, uiStore } from './ui-store'

export interface Playground {
  config: ConfigStore
  session: SessionStore
  figures: RunFigures
  control: RunControl
  overlays: OverlayStore
  /** The page as a link, and what links ask. */
  link: LinkControl
  labels: LabelControl
  library: RunLibrary
  sweeps: SweepControl
}

export const PlaygroundContext = createContext<Playground | null>(null)

export function usePlayground(): Playground {
  const playground = useContext(PlaygroundContext)
  if (!playground) throw new Error('There is no playground above this component.')
  return playground
}

export const useConfig = <T>(select: (state: ConfigState) => T): T => useStore(usePlayground().config, select)

export const useSession = <T>(select: (session: Session) => T): T => useStore(usePlayground().session, select)

export const useOverlays = <T>(select: (state: OverlayState) => T): T => useStore(usePlayground().overlays, select)

export const useLibrary = <T>(select: (state: LibraryState) => T): T => useStore(usePlayground().library.store, select)

export const useLabels = <T>(select: (state: LabelSetState) => T): T => useStore(usePlayground().labels.set, select)

export const useProposals = <T>(select: (state: ProposalState) => T): T =>
  useStore(usePlayground().labels.proposals, select)

export const useSweeps = <T>(select: (state: SweepState) => T): T => useStore(usePlayground().sweeps.store, select)

export const useUi = <T>(select: (state: UiState) => T): T => useStore(uiStore, select)
