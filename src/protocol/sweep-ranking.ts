/** @file What came of a sweep: figures of each run, runs that differ in nothing but the seed together, best first. */
import type { EvalMetrics, MetricKey, StepMetrics } from './metrics'
import type { SweepMetric } from './sweep'
import { SEED } from './sweep'
import { sameness, type Trial } from './sweep-trials'
import type { TrainEvent } from './train-events'

/** `stopped`: a person ended it early, so its figures are not compared. */
export type TrialState = 'completed' | 'stopped' | 'non-finite' | 'failed'

/** The figures at one evaluation, and those of the optimizer step before it. */
export interface Reading {
  step: number
  metrics: StepMetrics & EvalMetrics
}

export interface TrialResult {
  state: TrialState
  /** Why it failed; null where it did not. */
  message: string | null
  /** Of every evaluation but that of the base. */
  readings: Reading[]
  /** Optimizer steps that were taken. */
  steps: number
  /** Wall time, pauses left out. */
  seconds: number
}

/** Collects what a leaderboard needs of a run's events. */
export class TrialReader {
  readonly readings: Reading[] = []
  steps = 0
  finished: Extract<TrainEvent, { type: 'finished' }> | null = null
  #last: StepMetrics = {}

  take(events: readonly TrainEvent[]): void {
    for (const event of events) {
      if (event.type === 'step') {
        this.steps = event.step
        this.#last = event.metrics
      } else if (event.type === 'eval' && event.step > 0) {
        this.readings.push({ step: event.step, metrics: { ...this.#last, ...event.metrics } })
      } else if (event.type === 'finished') this.finished = event
    }
  }

  result(seconds: number): TrialResult {
    const { readings, steps, finished } = this
    return { state: finished?.reason ?? 'failed', message: finished?.message ?? null, readings, steps, seconds }
  }
}

const isFailed = (result: TrialResult): boolean => result.state === 'failed' || result.state === 'non-finite'

/** The figure that counts for a run; null where there is none to compare. */
export function figureOf(result: TrialResult | undefined, { key, goal, at }: SweepMetric): number | null {
  if (result?.state !== 'completed') return null
  const read = result.readings.map(({ metrics }) => metrics[key])
  if (at === 'last') return finite(read.at(-1))
  const known = read.filter((value): value is number => finite(value) !== null)
  if (known.length === 0) return null
  return goal === 'max' ? Math.max(...known) : Math.min(...known)
}

const finite = (value: number | null | undefined): number | null =>
  value === null || value === undefined || !Number.isFinite(value) ? null : value

export interface Spread {
  median: number
  min: number
  max: number
  /** Values that there are. */
  n: number
}

export function spreadOf(values: readonly (number | null)[]): Spread | null {
  const sorted = values.filter((value): value is number => value !== null).sort((a, b) => a - b)
  if (sorted.length === 0) return null
  const middle = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
  return { median, min: sorted[0]!, max: sorted.at(-1)!, n: sorted.length }
}

export interface Setting {
  /** Of the first of its runs; stays while the sweep goes on. */
  key: number
  /** By path, without the seed. */
  values: Record<string, number>
  trials: Trial[]
  /** Over its runs; null while there is nothing to compare. */
  spread: Spread | null
  /** From 1, equal medians share one; null without a figure. */
  rank: number | null
  /** Runs of it that broke. */
  failed: number
  /** Runs of it that have ended, however. */
  ended: number
}

export type Results = Readonly<Record<number, TrialResult>>

/** Settings, best first; without a figure behind those, and what only failed last. */
export function rankSettings(trials: readonly Trial[], results: Results, metric: SweepMetric): Setting[] {
  const groups = new Map<string, Trial[]>()
  for (const trial of trials) {
    const key = sameness({ ...trial.config, seed: 0 })
    groups.set(key, [...(groups.get(key) ?? []), trial])
  }
  const settings = [...groups.values()].map((group): Setting => {
    const ended = group.flatMap(({ index }) => results[index] ?? [])
    const { [SEED]: _, ...values } = group[0]!.values
    return {
      key: group[0]!.index,
      values,
      trials: group,
      spread: spreadOf(ended.map((result) => figureOf(result, metric))),
      rank: null,
      failed: ended.filter(isFailed).length,
      ended: ended.length,
    }
  })
  const sign = metric.goal === 'max' ? -1 : 1
  const place = ({ spread, failed, trials: { length } }: Setting) => (spread ? 0 : failed === length ? 2 : 1)
  settings.sort(
    (a, b) =>
      place(a) - place(b) || (a.spread && b.spread ? sign * (a.spread.median - b.spread.median) : 0) || a.key - b.key,
  )
  const ranked = settings.filter(({ spread }) => spread !== null)
  for (const [i, setting] of ranked.entries()) {
    const before = ranked[i - 1]
    setting.rank = before?.spread?.median === setting.spread!.median ? before!.rank : i + 1
  }
  return settings
}

/** The spread of any figure over a setting's runs, as it stands beside the one they are ranked by. */
export const secondarySpread = (setting: Setting, results: Results, key: MetricKey): Spread | null =>
  spreadOf(setting.trials.map(({ index }) => figureOf(results[index], { key, goal: 'max', at: 'last' })))
