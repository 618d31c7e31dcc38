/** @file Axes of an exported plot: where a value lies on the paper, and which values are written at the edge. */
import { asinhTicks, yRange } from './plot-range'
import type { PlotFrame, PlotLine } from './plot-types'

export interface Axis {
  ticks: number[]
  /** Position of a value, in pixels. */
  at: (value: number) => number
}

/** Round values, about as many as asked for. */
export function niceTicks(min: number, max: number, wanted: number): number[] {
  const span = max - min
  if (!(span > 0)) return [min]
  const raw = span / Math.max(1, wanted)
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = ([1, 2, 2.5, 5, 10].find((nice) => nice * power >= raw) ?? 10) * power
  const first = Math.ceil(min / step - 1e-9)
  const count = Math.floor(max / step + 1e-9) - first
  return Array.from({ length: count + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}

/** From `low` (at `min`) to `high` (at `max`); on an axis of y `low` is the larger number. */
function axis(min: number, max: number, low: number, high: number, ticks: number[], bend = (v: number) => v): Axis {
  const [from, to] = [bend(min), bend(max)]
  const span = to - from || 1
  return { ticks, at: (value) => low + ((bend(value) - from) / span) * (high - low) }
}

export function xAxis({ x, xRange }: PlotFrame, left: number, right: number): Axis {
  const [first, last] = xRange ?? (x.length > 0 ? [x[0]!, x[x.length - 1]!] : [0, 1])
  const [min, max] = first === last ? [first - 0.5, last + 0.5] : [first, last]
  return axis(min, max, left, right, niceTicks(min, max, (right - left) / 80))
}

interface YWishes {
  limits?: [number, number] | undefined
  scale?: 'linear' | 'asinh' | undefined
}

export function yAxis(
  lines: readonly PlotLine[],
  frame: PlotFrame,
  bottom: number,
  top: number,
  wishes: YWishes,
): Axis {
  const drawn = lines.flatMap((line, i) => (line.draw === 'nothing' ? [] : [frame.ys[i] ?? []])).flat()
  const values = drawn.filter((value): value is number => typeof value === 'number' && Number.isFinite(value))
  const low = values.length > 0 ? values.reduce((a, b) => Math.min(a, b)) : null
  const high = values.length > 0 ? values.reduce((a, b) => Math.max(a, b)) : null
  const [min, max] = yRange(low, high, frame, wishes.limits)
  const height = bottom - top
  if (wishes.scale === 'asinh') return axis(min, max, bottom, top, asinhTicks(min, max, height, 24), Math.asinh)
  return axis(min, max, bottom, top, niceTicks(min, max, height / 44))
}
