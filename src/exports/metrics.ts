/** @file A run's figures as text: a table, and one JSON object a line. */
import { EVAL_METRICS, type MetricKey, STEP_METRICS } from '../protocol/metrics'
import type { EvalEvent, StepEvent, TrainEvent } from '../protocol/train-events'

type Measured = StepEvent | EvalEvent

const isMeasured = (event: TrainEvent): event is Measured => event.type === 'step' || event.type === 'eval'

export const jsonLines = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('')

/** One line per step and per evaluation, METRICS.md's keys beside the step; what is undefined is null. */
export const metricsJsonl = (events: readonly TrainEvent[]): string =>
  jsonLines(events.filter(isMeasured).map(({ step, metrics }) => ({ step, ...metrics })))

/** Every key there can be, in the order in which tables have them. */
const KEYS: readonly string[] = [
  ...Object.keys(STEP_METRICS),
  ...Object.keys(STEP_METRICS).map((key) => `eval_${key}`),
  ...Object.keys(EVAL_METRICS),
]

/** The keys that some event has, in their order. */
export function keysOf(events: readonly TrainEvent[]): MetricKey[] {
  const there = new Set(events.filter(isMeasured).flatMap(({ metrics }) => Object.keys(metrics)))
  const known = KEYS.filter((key) => there.has(key))
  const others = [...there].filter((key) => !KEYS.includes(key)).sort()
  return [...known, ...others] as MetricKey[]
}

/** One row per step and per evaluation; a figure that a row does not have, or that is undefined, is empty. */
export function metricsCsv(events: readonly TrainEvent[]): string {
  const keys = keysOf(events)
  const rows = events.filter(isMeasured).map((event) => {
    const metrics: Partial<Record<MetricKey, number | null>> = event.metrics
    return [event.step, event.type, ...keys.map((key) => metrics[key] ?? '')].join(',')
  })
  return `${['step', 'kind', ...keys].join(',')}\n${rows.map((row) => `${row}\n`).join('')}`
}
