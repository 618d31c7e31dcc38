/** @file A run of this browser, kept with all it told: what lists, overlays, tables and exports are made from. */
import type { DeviceReport } from './device'
import type { EvalMetrics, StepMetrics } from './metrics'
import type { RunConfig } from './run-config'
import type { TrainEvent } from './train-events'

/** What is known of a run without its events: enough for a list and a leaderboard. */
export interface KeptRunInfo {
  id: string
  /** Given by us, memorable; the person may change it. */
  name: string
  /** Frozen when the run began. */
  config: RunConfig
  device: DeviceReport
  /** Milliseconds since 1970. */
  startedAt: number
  /** Sum of its steps' times. */
  seconds: number
  step: number
  totalSteps: number
  /** `interrupted`: the page was left in its midst. */
  state: 'running' | 'completed' | 'stopped' | 'non-finite' | 'failed' | 'interrupted'
  pinned: boolean
  /** Place in the palette of runs, which it keeps. */
  color: number
  /** The sweep that it is part of. */
  sweep: string | null
  /** Of each figure the last value that is not missing. */
  last: StepMetrics & EvalMetrics
  /** Of the figures that have a better side their best values: the largest accuracy, the smallest loss. */
  best?: StepMetrics & EvalMetrics
}

export interface KeptRun {
  info: KeptRunInfo
  events: TrainEvent[]
}
