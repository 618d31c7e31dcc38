/** @file What all charts of a panel share: the run, how it is drawn, and what is pointed at. */
import { createContext, use } from 'react'
import { useStore } from 'zustand'
import { type MetricKey, STEP_METRICS } from '../../protocol/metrics'
import type { RunConfig } from '../../protocol/run-config'
import type { RunFigures } from '../../store/plots/run-figures'
import type { XAxis } from '../../store/plots/x-axis'
import type { Overlay } from '../../store/runs/overlays'
import { setHighlight, uiStore } from '../../store/ui-store'

export interface ChartRun {
  figures: RunFigures
  config: RunConfig | null
  recorded: boolean
  /** Weight of the moving average; 0 is off. */
  smoothing: number
  axis: XAxis
  /** Runs drawn behind the one that is shown, which is not among them. */
  overlays: readonly Overlay[]
  /** Runs whose margins or losses are in other units are left out of the plots of those. */
  comparable: boolean
}

export const ChartContext = createContext<ChartRun | null>(null)

export function useChartRun(): ChartRun {
  const run = use(ChartContext)
  if (!run) throw new Error('A chart stands outside of ChartsPanel.')
  return run
}

/** The figure pointed at in the formula or in another plot, and the way to point at one here. */
export function useHighlight() {
  const highlight = useStore(uiStore, (state) => state.highlight)
  return { highlight, onHighlight: pointAt }
}

/** A held-out figure points at its training twin, which is what the formula speaks of. */
const pointAt = (id: string | null): void => {
  const twin = id?.replace(/^eval_/, '') ?? null
  setHighlight((twin !== null && twin in STEP_METRICS ? twin : id) as MetricKey | null)
}
