/** @file Axes of the curve: they reach over the whole run in round numbers, so that they stand still while it moves. */
import type { ObjectiveCurve } from './objective-curve'

export type Range = [number, number]

/** Around what decides, so that the shape of the curve is seen even where all pairs crowd at one place. */
function leastRange({ x, aim }: ObjectiveCurve): Range {
  if (aim?.kind === 'ipo') return [-0.5 * aim.x, 2 * aim.x]
  const reach = aim ? aim.x + 1 : 0
  return x === 'margin' ? [-2, Math.max(2, reach)] : [-2, 2]
}

export function xRange(curve: ObjectiveCurve, xs: Iterable<number>): Range {
  let [low, high] = leastRange(curve)
  for (const x of xs) {
    if (!Number.isFinite(x)) continue
    low = Math.min(low, x)
    high = Math.max(high, x)
  }
  const step = tickStep([low, high], 8)
  // A pair on the edge is drawn whole.
  return [Math.floor(low / step - 0.2) * step, Math.ceil(high / step + 0.2) * step]
}

const SAMPLES = 240

/** The curve as points, and the ranges of its two heights. */
export function sampleCurve(curve: ObjectiveCurve, [low, high]: Range) {
  const xs = Array.from({ length: SAMPLES + 1 }, (_, i) => low + ((high - low) * i) / SAMPLES)
  // Kinks are drawn sharp.
  if (curve.aim?.kind === 'hinge') xs.push(curve.aim.x - 1e-9, curve.aim.x)
  xs.sort((a, b) => a - b)
  const points = xs.map((x) => ({ x, ...curve.at(x) }))
  const losses = points.map(({ loss }) => loss)
  const weights = points.map(({ slope }) => Math.abs(slope))
  return {
    points,
    loss: [Math.min(0, ...losses), Math.max(...losses) * 1.04] as Range,
    weight: [0, Math.max(...weights) * 1.1 || 1] as Range,
  }
}

const NICE = [1, 2, 5, 10]

function tickStep([low, high]: Range, most: number): number {
  const raw = (high - low) / most || 1
  const power = 10 ** Math.floor(Math.log10(raw))
  return (NICE.find((nice) => nice * power >= raw * (1 - 1e-9)) ?? 10) * power
}

/** Round numbers within the range, at most so many or one more. */
export function ticks(range: Range, most: number): number[] {
  const step = tickStep(range, most)
  const first = Math.ceil(range[0] / step - 1e-9)
  const count = Math.floor(range[1] / step + 1e-9) - first + 1
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}
