/** @file Medians and spread of a few repetitions. */

export interface Spread {
  count: number
  min: number
  q1: number
  median: number
  q3: number
}

/** Quartiles by linear interpolation between order statistics. */
export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => {
    const place = share * (sorted.length - 1)
    const low = Math.floor(place)
    const high = Math.ceil(place)
    return sorted[low]! + (sorted[high]! - sorted[low]!) * (place - low)
  }
  return { count: sorted.length, min: at(0), q1: at(0.25), median: at(0.5), q3: at(0.75) }
}

export const median = (values: readonly number[]): number => spread(values).median
