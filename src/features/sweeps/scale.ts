/** @file Places on an axis, and how good a figure is among others: pure, for both graphics. */
import type { SweepField, SweepMetric } from '../../protocol/sweep'

/** How a range is spaced; listed values do not say. */
export const askedOf = ({ values, scale }: SweepField): SweepField['scale'] | undefined =>
  values === undefined ? scale : undefined

export interface AxisScale {
  min: number
  max: number
  log: boolean
}

/** By ratios where every value is above zero and the range asks for it; of listed values, where they span a decade. */
export function scaleOf(values: readonly number[], asked?: 'linear' | 'log'): AxisScale {
  const min = Math.min(...values)
  const max = Math.max(...values)
  const log = min > 0 && (asked === undefined ? max / min > 10 : asked === 'log')
  return { min, max, log }
}

/** 0 at the least value, 1 at the largest; a single value lies in the middle. */
export function placeOn({ min, max, log }: AxisScale, value: number): number {
  if (min === max) return 0.5
  return log ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min)
}

/** So many values are named one by one; of more the ends and the middle. */
const NAMED = 7

export function ticksOf(scale: AxisScale, values: readonly number[]): number[] {
  const distinct = [...new Set(values)].sort((a, b) => a - b)
  if (distinct.length <= NAMED) return distinct
  const { min, max, log } = scale
  return [min, Number((log ? Math.sqrt(min * max) : (min + max) / 2).toPrecision(2)), max]
}

/** 1 for the best of them, 0 for the worst; equal ones are all best. */
export function goodness(value: number, all: readonly number[], goal: SweepMetric['goal']): number {
  const [min, max] = [Math.min(...all), Math.max(...all)]
  if (min === max) return 1
  const share = (value - min) / (max - min)
  return goal === 'max' ? share : 1 - share
}
