/** @file Ranges of axes: from the data, with some air, out to the targets that want to be seen. */
import type { PlotFrame } from './plot-types'

type Range = [number, number]

const AIR = 0.07

export function yRange(low: number | null, high: number | null, frame: PlotFrame, limits?: Range): Range {
  const wanted = (frame.targets ?? []).filter((target) => target.include && target.axis !== 'x')
  const values = [...wanted.map((target) => target.value), ...(frame.yRange ?? [])]
  if (low !== null && high !== null && Number.isFinite(low) && Number.isFinite(high)) values.push(low, high)
  if (frame.fromZero) return [0, Math.max(1, ...values) * 1.2]
  if (values.length === 0) return limits ?? [0, 1]
  let min = Math.min(...values)
  let max = Math.max(...values)
  const span = max - min || Math.abs(max) * 0.2 || (limits ? (limits[1] - limits[0]) * 0.1 : 1)
  const air = max === min ? span / 2 : span * AIR
  min -= air
  max += air
  if (!limits) return [min, max]
  // A little beyond the limit, so that a line that lies on it is drawn whole.
  const edge = (max - min) * 0.03
  return [Math.max(min, limits[0] - edge), Math.min(max, limits[1] + edge)]
}

const NICE = [1, 2, 3, 5, 7.5, 10]

/** The end of a step axis: it grows in a few leaps instead of with every step, up to the known end of the run. */
export function stepAxisEnd(lastStep: number, knownEnd: number): number {
  const least = Math.max(lastStep, 10)
  const power = 10 ** Math.floor(Math.log10(least))
  const leap = (NICE.find((nice) => nice * power >= least) ?? 10) * power
  return knownEnd > 0 ? Math.max(lastStep, Math.min(leap, knownEnd)) : leap
}

/** Ticks of an asinh axis, at least `gap` pixels apart: zero, then round numbers outwards. */
export function asinhTicks(min: number, max: number, height: number, gap: number): number[] {
  const span = Math.asinh(max) - Math.asinh(min)
  if (!(span > 0)) return [min]
  const at = (value: number) => ((Math.asinh(value) - Math.asinh(min)) / span) * height
  const sizes: number[] = []
  for (let power = 0.01; power <= 10 * Math.max(-min, max); power *= 10) {
    sizes.push(...[1, 2, 5].map((nice) => Number((nice * power).toPrecision(1))))
  }
  // Powers of ten before halves, large before small: what is taken first keeps its place.
  const rank = (size: number) => (Number.isInteger(Math.log10(size)) ? 0 : 1)
  sizes.sort((a, b) => rank(a) - rank(b) || b - a)
  const ticks: number[] = []
  for (const value of [0, ...sizes.flatMap((size) => [size, -size])]) {
    if (value < min || value > max) continue
    if (ticks.every((tick) => Math.abs(at(tick) - at(value)) >= gap)) ticks.push(value)
  }
  return ticks.sort((a, b) => a - b)
}
