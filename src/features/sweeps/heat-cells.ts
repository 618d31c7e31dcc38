/** @file A table of medians over two fields: what runs have one value of each in common. */
import type { SweepField, SweepMetric } from '../../protocol/sweep'
import { figureOf, type Results, type Spread, spreadOf } from '../../protocol/sweep-ranking'
import type { Trial } from '../../protocol/sweep-trials'
import { askedOf, placeOn, scaleOf } from './scale'

type Spacing = ReturnType<typeof askedOf>

/** Values of a field that stand in one row or column. */
export interface Bin {
  from: number
  to: number
}

export interface HeatCell {
  spread: Spread | null
  /** Runs of this cell that have ended. */
  ended: number
}

export interface HeatTable {
  rows: Bin[]
  columns: Bin[]
  cells: HeatCell[][]
}

/** More values than these, as a random search draws them, are put together. */
const MOST = 8
const BINS = 6

/** One bin a value, or equal parts of the range, spaced as the field is. */
export function binsOf(values: readonly number[], asked?: Spacing): Bin[] {
  const distinct = [...new Set(values)].sort((a, b) => a - b)
  if (distinct.length <= MOST) return distinct.map((value) => ({ from: value, to: value }))
  const { min, max, log } = scaleOf(distinct, asked)
  const edge = (i: number) => (log ? min * (max / min) ** (i / BINS) : min + ((max - min) * i) / BINS)
  return Array.from({ length: BINS }, (_, i) => ({ from: edge(i), to: i === BINS - 1 ? max : edge(i + 1) }))
}

function binOf(value: number, bins: readonly Bin[], asked: Spacing): number {
  const exact = bins.findIndex(({ from, to }) => from === to && value === from)
  if (exact >= 0) return exact
  const scale = scaleOf([bins[0]!.from, bins.at(-1)!.to], asked)
  return Math.min(bins.length - 1, Math.max(0, Math.floor(placeOn(scale, value) * bins.length)))
}

export function heatTable(
  trials: readonly Trial[],
  results: Results,
  metric: SweepMetric,
  [down, across]: readonly [SweepField, SweepField],
): HeatTable {
  const rows = binsOf(
    trials.map(({ values }) => values[down.path]!),
    askedOf(down),
  )
  const columns = binsOf(
    trials.map(({ values }) => values[across.path]!),
    askedOf(across),
  )
  const inside = rows.map(() => columns.map((): number[] => []))
  for (const { index, values } of trials) {
    if (!(index in results)) continue
    const row = binOf(values[down.path]!, rows, askedOf(down))
    inside[row]![binOf(values[across.path]!, columns, askedOf(across))]!.push(index)
  }
  const cells = inside.map((row) =>
    row.map((ended) => ({
      spread: spreadOf(ended.map((index) => figureOf(results[index], metric))),
      ended: ended.length,
    })),
  )
  return { rows, columns, cells }
}
