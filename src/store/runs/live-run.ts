/** @file A run as it goes on: what it told so far, and what is known of it from that. */
import type { DeviceReport } from '../../protocol/device'
import type { KeptRunInfo } from '../../protocol/kept-run'
import type { EvalMetrics, StepMetrics } from '../../protocol/metrics'
import type { RunConfig } from '../../protocol/run-config'
import type { TrainEvent } from '../../protocol/train-events'
import { COMPARED_METRICS, hasBest, isBetter } from './run-metrics'

type Figures = StepMetrics & EvalMetrics

export class LiveRun {
  readonly events: TrainEvent[] = []
  /** So many events are kept already. */
  written = 0
  /** The worker has begun with it. */
  begun = false

  constructor(public info: KeptRunInfo) {}

  /** A run without a single step has nothing to show. */
  get isWorthKeeping(): boolean {
    return this.info.step > 0
  }

  take(events: readonly TrainEvent[]): void {
    let { seconds, step } = this.info
    const last: Figures = { ...this.info.last }
    const best: Figures = { ...this.info.best }
    for (const event of events) {
      this.events.push(event)
      if (event.type === 'step') {
        step = event.step
        seconds += event.metrics.step_seconds ?? 0
      }
      if (event.type === 'step' || event.type === 'eval') noteLast(event.metrics, last)
      // Step 0 is the base, whose KL of 0 no run could better.
      if (event.type === 'eval' && event.step > 0) noteBest(event.metrics, best)
    }
    this.info = { ...this.info, seconds, step, last, best }
  }
}

function noteLast(metrics: Figures, last: Figures): void {
  for (const [key, value] of Object.entries(metrics) as [keyof Figures, number | null][]) {
    if (value !== null && Number.isFinite(value)) last[key] = value
  }
}

function noteBest(metrics: Figures, best: Figures): void {
  for (const metric of COMPARED_METRICS) {
    const value = metrics[metric]
    if (typeof value !== 'number' || !Number.isFinite(value) || !hasBest(metric)) continue
    if (isBetter(metric, value, best[metric])) best[metric] = value
  }
}

interface Recording {
  id: string
  name: string
  config: RunConfig
  device?: DeviceReport
  totalSteps?: number
  color: number
  events: readonly TrainEvent[]
}

/** Where it is not told. */
const NO_DEVICE: DeviceReport = {
  backend: 'cpu',
  name: '',
  software: false,
  reason: '',
  remedy: '',
  features: [],
  limits: {},
}

/** What a list knows of a run whose events are all there: a recording from beside the page. */
export function recordingInfo({ events, device = NO_DEVICE, totalSteps = 0, ...known }: Recording): KeptRunInfo {
  const run = new LiveRun({
    ...known,
    device,
    totalSteps,
    startedAt: 0,
    seconds: 0,
    step: 0,
    state: 'completed',
    pinned: false,
    sweep: null,
    last: {},
    best: {},
  })
  run.take(events)
  return run.info
}
