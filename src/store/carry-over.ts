/** @file Moves values from one set of defaults to another, keeping those that were changed. */

type Plain = Record<string, unknown>

const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A copy of `value` in which whatever equals its `former` default takes its `next` one; a list counts as one value. */
export function carryOver<T>(value: T, former: T, next: T): T {
  if (JSON.stringify(value) === JSON.stringify(former)) return next
  if (!isPlain(value) || !isPlain(former) || !isPlain(next)) return value
  const keys = new Set([...Object.keys(value), ...Object.keys(next)])
  return Object.fromEntries([...keys].map((key) => [key, carryOver(value[key], former[key], next[key])])) as T
}
