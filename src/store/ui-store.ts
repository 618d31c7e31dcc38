/** @file What the reader points at and has open; a single store, since there is one reader. */
import { createStore } from 'zustand/vanilla'
import type { LessonId } from '../protocol/lesson'
import type { MetricKey } from '../protocol/metrics'

export type PairsTab = 'pairs' | 'columns' | 'dropped' | 'lengths' | 'ranking'

/** What stands in the middle of the page. */
export type View = 'plots' | 'inside' | 'sweep' | 'label'

export interface UiState {
  view: View
  /** The list of runs, above the plots. */
  runsOpen: boolean
  /** The lesson that is open. */
  lesson: LessonId | null
  /** The figure under the pointer, in the formula or in a plot: both show it. */
  highlight: MetricKey | null
  /** What lies over the page. `settings`: the controls, where the window is too narrow for a column. */
  sheet: 'help' | 'pairs' | 'typing' | 'hub' | 'settings' | 'share' | 'take-away' | null
  /** What was open before, and is again once this one is closed: the settings of a narrow window. */
  under: 'settings' | null
  /** The tab of the sheet of pairs. */
  pairsTab: PairsTab
}

export const uiStore = createStore<UiState>()(() => ({
  view: 'plots',
  runsOpen: false,
  lesson: null,
  highlight: null,
  sheet: null,
  under: null,
  pairsTab: 'pairs',
}))

export const showView = (view: View): void => uiStore.setState({ view })

export const setHighlight = (highlight: MetricKey | null): void => uiStore.setState({ highlight })

export const openSheet = (sheet: UiState['sheet']): void =>
  uiStore.setState((ui) => ({ sheet, under: sheet !== null && ui.sheet === 'settings' ? 'settings' : null }))

/** Back to what was open before. */
export const closeSheet = (): void => openSheet(uiStore.getState().under)

export const openPairs = (pairsTab: PairsTab): void => uiStore.setState({ sheet: 'pairs', pairsTab })
