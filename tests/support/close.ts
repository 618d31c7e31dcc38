/** @file Comparing numbers in tests: absolutely, or relative to the largest that is expected. */
import { expect } from 'vitest'

type Numbers = ArrayLike<number>

/** Largest difference, and where. NaN counts as infinitely far. */
export function worstDifference(actual: Numbers, expected: Numbers): { difference: number; at: number } {
  expect(actual.length).toBe(expected.length)
  let worst = { difference: 0, at: -1 }
  for (let i = 0; i < expected.length; i++) {
    const gap = Math.abs(actual[i]! - expected[i]!)
    const difference = Number.isNaN(gap) ? Number.POSITIVE_INFINITY : gap
    if (difference > worst.difference) worst = { difference, at: i }
  }
  return worst
}

/** Every number within `tolerance` of the expected one. */
export function expectClose(actual: Numbers, expected: Numbers, tolerance: number, what = 'values'): void {
  const { difference, at } = worstDifference(actual, expected)
  const message = `${what} at ${at}: ${actual[at]} instead of ${expected[at]}`
  expect(difference, message).toBeLessThanOrEqual(tolerance)
}

/** Every number within `tolerance` times the largest expected magnitude. */
export function expectCloseToLargest(actual: Numbers, expected: Numbers, tolerance: number, what = 'values'): void {
  expectClose(actual, expected, tolerance * largest(expected), what)
}

export function largest(values: Numbers): number {
  let max = 0
  for (let i = 0; i < values.length; i++) max = Math.max(max, Math.abs(values[i]!))
  return max
}

/** The difference as a whole, relative to the expected numbers as a whole (2-norms). */
export function expectCloseInNorm(actual: Numbers, expected: Numbers, tolerance: number, what = 'values'): void {
  expect(actual.length).toBe(expected.length)
  let gap = 0
  let size = 0
  for (let i = 0; i < expected.length; i++) {
    gap += (actual[i]! - expected[i]!) ** 2
    size += expected[i]! ** 2
  }
  expect(Math.sqrt(gap / size), `${what}: relative distance`).toBeLessThanOrEqual(tolerance)
}
