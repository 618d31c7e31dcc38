/** @file Smoothing of curves over steps; what is missing stays missing, and a constant stays itself. */

/**
 * Exponential moving average, debiased: the first values count in full instead of being pulled towards zero.
 * Values that are not finite pass through and leave the average alone. `restarts` are indices at which it begins anew.
 */
export function smooth(values: ArrayLike<number>, weight: number, restarts: readonly number[] = []): Float64Array {
  const result = Float64Array.from(values)
  if (weight <= 0 || isConstant(values)) return result
  let average = 0
  let remaining = 1
  let next = 0
  for (let i = 0; i < result.length; i++) {
    while (next < restarts.length && restarts[next]! <= i) {
      if (restarts[next] === i) {
        average = 0
        remaining = 1
      }
      next++
    }
    const value = values[i]!
    if (!Number.isFinite(value)) continue
    average = weight * average + (1 - weight) * value
    remaining *= weight
    result[i] = average / (1 - remaining)
  }
  return result
}

function isConstant(values: ArrayLike<number>): boolean {
  let first = Number.NaN
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (!Number.isFinite(value)) continue
    if (Number.isNaN(first)) first = value
    else if (value !== first) return false
  }
  return true
}

/**
 * Mean of the last `width` values at each place, missing ones left out; a place that is missing itself stays so.
 * `restarts` are indices from which on nothing before counts.
 */
export function runningMean(values: ArrayLike<number>, width: number, restarts: readonly number[] = []): Float64Array {
  const result = Float64Array.from(values)
  let from = 0
  for (let i = 0; i < result.length; i++) {
    if (restarts.includes(i)) from = i
    if (Number.isFinite(values[i]!)) result[i] = lastMean(values, width, from, i + 1).mean
  }
  return result
}

/** Mean of the last `width` finite values of [from, to), and how many there were. */
export function lastMean(
  values: ArrayLike<number>,
  width: number,
  from = 0,
  to = values.length,
): { mean: number; count: number } {
  let sum = 0
  let count = 0
  for (let i = to - 1; i >= from && count < width; i--) {
    const value = values[i]!
    if (!Number.isFinite(value)) continue
    sum += value
    count++
  }
  return { mean: count === 0 ? Number.NaN : sum / count, count }
}
