/** @file A run kept as a file: replayed by the page without a GPU, written by the command line. */
import type { DeviceReport } from './device'
import type { RunConfig } from './run-config'
import type { TrainEvent } from './train-events'

export interface RecordedRun {
  version: 1
  /** Shown to people. */
  name: string
  config: RunConfig
  device: DeviceReport
  /** Optimizer steps of the whole run. */
  totalSteps: number
  events: TrainEvent[]
}

/** `runs/index.json`: the recordings that lie beside it. */
export interface RecordedRunEntry {
  /** File name, without the folder. */
  file: string
  name: string
  /** Recordings that belong together, such as the arms of one comparison. */
  group: string
}
