/** @file Which figures the list of runs shows. */
import { createStore } from 'zustand/vanilla'
import type { ComparedMetric } from './run-metrics'

export interface RunsView {
  /** Null: what suits the runs that are there. */
  figure: ComparedMetric | null
  /** Beside it; null is none. */
  second: ComparedMetric | null
}

export const runsView = createStore<RunsView>()(() => ({ figure: null, second: null }))
