/** @file The stores and verbs of one page, handed down by context; the hooks with which components read them. */
import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { ConfigState, ConfigStore } from './config-store'
import type { OverlayState, OverlayStore } from './overlays'
import type { RunControl } from './run-control'
import type { RunFigures } from './run-figures'
import type { Session, SessionStore } from './session-store'
import { type UiState, uiStore } from './ui-store'

export interface Playground {
  config: ConfigStore
  session: SessionStore
  figures: RunFigures
  control: RunControl
  overlays: OverlayStore
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

export const useUi = <T>(select: (state: UiState) => T): T => useStore(uiStore, select)
