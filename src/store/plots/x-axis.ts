/** @file What a run's steps are in pairs, tokens and seconds: the other x axes of its plots. */
import type { X_AXES } from '../../protocol/link-look'
import type { RunConfig } from '../../protocol/run-config'
import type { RunFigures } from './run-figures'

export type XAxis = (typeof X_AXES)[number]

/** From a step, counted from 1 (0 is before the first; halves are allowed), to the place on the axis. */
export type StepScale = (step: number) => number

const known = new WeakMap<RunFigures, { version: number; scales: Map<string, StepScale> }>()

/** All plots of a run ask for the same: reckoned once for each state of its figures. */
export function stepScale(axis: XAxis, figures: RunFigures, config: RunConfig | null): StepScale {
  let entry = known.get(figures)
  if (!entry || entry.version !== figures.version) {
    entry = { version: figures.version, scales: new Map() }
    known.set(figures, entry)
  }
  const batchSize = config?.training.batchSize ?? 1
  const key = `${axis} ${batchSize}`
  const scale = entry.scales.get(key) ?? makeScale(axis, figures, batchSize)
  entry.scales.set(key, scale)
  return scale
}

function makeScale(axis: XAxis, figures: RunFigures, batchSize: number): StepScale {
  if (axis === 'step') return (step) => step
  if (axis === 'pairs') return pairsScale(figures, batchSize)
  const steps = figures.steps.steps
  const column = figures.steps.series(axis === 'tokens' ? 'num_tokens' : 'step_seconds')
  // Tokens are told as a sum already.
  return throughPoints(steps, axis === 'tokens' ? carried(column) : summed(column))
}

/** Every step takes a whole batch, or all pairs of a stage that has fewer; the SFT warm-up too. */
function pairsScale({ stageMarks }: RunFigures, batchSize: number): StepScale {
  return (step) => {
    let pairs = 0
    let done = 0
    let atOnce = batchSize
    for (const mark of stageMarks) {
      const inStage = Math.min(step, mark.step + mark.steps - 1) - (mark.step - 1)
      if (inStage <= 0) break
      atOnce = Math.min(batchSize, mark.pairs)
      pairs += inStage * atOnce
      done = mark.step - 1 + inStage
    }
    return pairs + (step - done) * atOnce
  }
}

/** Straight between known points, from nothing at step 0; beyond the last at the pace so far. */
function throughPoints(steps: ArrayLike<number>, sums: ArrayLike<number>): StepScale {
  const xs = Array.from(steps)
  return (step) => {
    const last = xs.length - 1
    if (step <= 0 || last < 0) return 0
    if (step >= xs[last]!) return sums[last]! * (step / xs[last]!)
    const after = firstAtOrAfter(xs, step)
    if (xs[after] === step) return sums[after]!
    const [fromStep, fromSum] = after === 0 ? [0, 0] : [xs[after - 1]!, sums[after - 1]!]
    return fromSum + ((step - fromStep) / (xs[after]! - fromStep)) * (sums[after]! - fromSum)
  }
}

export function firstAtOrAfter(ascending: ArrayLike<number>, value: number): number {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (ascending[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

function summed(values: ArrayLike<number>): number[] {
  let sum = 0
  return Array.from(values, (value) => {
    sum += Number.isFinite(value) ? value : 0
    return sum
  })
}

/** What is missing is what it was before. */
function carried(values: ArrayLike<number>): number[] {
  let last = 0
  return Array.from(values, (value) => {
    if (Number.isFinite(value)) last = value
    return last
  })
}

/** A figure at a place on the axis, as the plot's cursor reads it: the last value there or before. */
export function valueAt(
  figures: RunFigures,
  config: RunConfig | null,
  axis: XAxis,
  metric: Parameters<RunFigures['steps']['series']>[0],
  x: number,
): number | null {
  const scale = stepScale(axis, figures, config)
  const lastStep = Math.max(figures.steps.steps.at(-1) ?? 0, figures.evals.steps.at(-1) ?? 0)
  // The run did not go so far.
  if (x > scale(lastStep) * (1 + 1e-9)) return null
  const rows = metric.startsWith('eval_') ? figures.evals : figures.steps
  const values = rows.series(metric)
  for (let i = rows.length - 1; i >= 0; i--) {
    if (Number.isFinite(values[i]!) && scale(rows.steps[i]!) <= x * (1 + 1e-9)) return values[i]!
  }
  return null
}
