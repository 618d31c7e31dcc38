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

const KINDS: TrainEvent['type'][] = ['stage', 'step', 'eval', 'tokens', 'samples', 'notice', 'finished']

/** As a file holds them: like beside like, which packs a third smaller. */
export function eventsByKind(events: readonly TrainEvent[]): TrainEvent[] {
  return [...events].sort((a, b) => KINDS.indexOf(a.type) - KINDS.indexOf(b.type))
}

/** As they happened: by step, a stage before its first step, what belongs to a step behind it. */
export function eventsInTime(events: readonly TrainEvent[]): TrainEvent[] {
  const timeOf = (event: TrainEvent): number => {
    if (event.type === 'finished') return Number.POSITIVE_INFINITY
    return event.type === 'stage' ? event.firstStep - 0.5 : event.step
  }
  return eventsByKind(events).sort((a, b) => (timeOf(a) === timeOf(b) ? 0 : timeOf(a) - timeOf(b)))
}
