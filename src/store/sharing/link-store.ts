/** @file What there is to tell and to ask about the link that the page was opened with. */
import { createStore } from 'zustand/vanilla'
import type { LinkState } from '../../protocol/link'
import type { LinkNotice } from '../../protocol/link-config'

/** What can be told once the page knows what it has. */
export type PageNotice =
  | LinkNotice
  | { kind: 'missing'; name: string }
  | { kind: 'own-data'; set: string }
  | { kind: 'own-model' }

export interface LinkStoreState {
  notices: PageNotice[]
  /** A model of the Hub that the link was made with: loaded when somebody says so. */
  offer: { model: string; config: LinkState['config'] } | null
  /** An address that was entered while something would be lost by it. */
  pending: string | null
  /** The language that the link asks for, until somebody chooses another. */
  lang: LinkState['lang']
}

export const linkStore = createStore<LinkStoreState>()(() => ({ notices: [], offer: null, pending: null, lang: null }))

export const dismissNotices = (): void => linkStore.setState({ notices: [] })
