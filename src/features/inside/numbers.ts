/** @file Numbers of tokens and their sums: decimals that stay, so that columns can be added up by eye. */

const MINUS = '\u2212'

/** With a true minus sign, and none before a zero. */
export function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits)
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text.replace('-', MINUS)
}

/** The sign is the message. */
export function signed(value: number, digits: number): string {
  const text = fixed(value, digits)
  return /^[0.]+$/.test(text) || text.startsWith(MINUS) ? text : `+${text}`
}

/** A probability from its logarithm. */
export function probability(logProb: number): string {
  const percent = 100 * Math.exp(logProb)
  if (percent >= 99.95) return '100%'
  if (percent >= 9.95) return `${percent.toFixed(0)}%`
  if (percent >= 0.095) return `${percent.toFixed(1)}%`
  return '<0.1%'
}

/** Decimals that show the largest of these with three digits; two at least. */
export function decimalsFor(values: readonly number[]): number {
  const largest = Math.max(...values.map(Math.abs))
  if (!(largest > 0) || largest >= 1) return 2
  return Math.min(6, 2 - Math.floor(Math.log10(largest)))
}
