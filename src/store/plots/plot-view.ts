/** @file How the plots over steps are looked at: their x axis, what is compared, where the cursor stands. */
import { createStore } from 'zustand/vanilla'
import type { LOG_PROB_FORMS, SMOOTHING_LEVELS } from '../../protocol/link-look'
import type { XAxis } from './x-axis'

export type LogProbForm = (typeof LOG_PROB_FORMS)[number]
export type SmoothingLevel = (typeof SMOOTHING_LEVELS)[number]

export interface PlotView {
  axis: XAxis
  /** Weight of the moving average; 0 is off. */
  smoothing: SmoothingLevel
  logProbForm: LogProbForm
  /** Margins and losses of other units are left out, since accuracy and log-prob per token are compared instead. */
  comparable: boolean
  /** The cursor's place on that axis; null while it is away. */
  cursor: number | null
}

/** A single store, since there is one reader. */
export const plotView = createStore<PlotView>()(() => ({
  axis: 'step',
  smoothing: 0.8,
  logProbForm: 'sum',
  comparable: false,
  cursor: null,
}))

/** Which figures are drawn, and how: what a lesson sets for itself. */
export type DrawnForm = Pick<PlotView, 'logProbForm' | 'comparable'>

export const drawnForm = ({ logProbForm, comparable }: PlotView): DrawnForm => ({ logProbForm, comparable })

/** A place on one axis is nowhere on another. */
export const setAxis = (axis: XAxis): void => plotView.setState({ axis, cursor: null })

/** Every plot tells where the shared cursor stands: what they all say is told once. */
export const setCursor = (cursor: number | null): void => {
  if (plotView.getState().cursor !== cursor) plotView.setState({ cursor })
}

/** What means the same for every objective takes the place of what does not. */
export const compareAlike = (): void => plotView.setState({ comparable: true, logProbForm: 'token' })
