/** @file One run of the bundled model on a built-in set, and the figures that experiments compare. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { recordRun } from '../../src/cli/record-run'
import type { EvalMetrics } from '../../src/protocol/metrics'
import { parseRunConfig } from '../../src/protocol/parse-run-config'

export interface Outcome {
  /** The last evaluation. */
  metrics: EvalMetrics
  /** Length correlation within sides, minus the base's. */
  lengthBias: number
  seconds: number
}

/** @param record File of the recording, when the run is to be kept. */
export async function runExperiment(config: unknown, name = '', record?: string): Promise<Outcome> {
  const began = performance.now()
  const run = await recordRun(parseRunConfig(config), name, () => {})
  if (record) {
    mkdirSync(dirname(record), { recursive: true })
    writeFileSync(record, `${JSON.stringify(run.recording)}\n`)
  }
  run.training.dispose()
  const last = run.recording.events.filter((event) => event.type === 'eval').at(-1)
  if (!last) throw new Error(`${name} was never evaluated`)
  const { metrics } = last
  const within = metrics['eval_length/spearman_within'] ?? Number.NaN
  const base = metrics['eval_length/spearman_within_base'] ?? Number.NaN
  return { metrics, lengthBias: within - base, seconds: (performance.now() - began) / 1000 }
}

export const median = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export const digits = (value: number | null | undefined, count = 3): string =>
  value === null || value === undefined ? 'n/a' : value.toFixed(count)
