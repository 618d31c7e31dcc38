/** @file Numbers as plots and tables print them: a true minus sign, few digits, the same width from one to the next. */

export type NumberStyle = 'plain' | 'share' | 'count'

const MINUS = '\u2212'
const signed = (text: string): string => text.replace(/-/g, MINUS)

/** Three significant digits or so; n/a for what is missing. */
export function formatFigure(value: number | null | undefined, style: NumberStyle = 'plain'): string {
  if (value === null || value === undefined || Number.isNaN(value)) return 'n/a'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${MINUS}∞`
  if (style === 'share') return signed(`${Math.round(value * 100)}%`)
  if (style === 'count') return signed(Math.round(value).toString())
  const size = Math.abs(value)
  if (size === 0) return '0'
  if (size < 0.001) return signed(value.toExponential(1))
  if (size >= 99_950) return signed(`${(value / 1000).toFixed(0)}k`)
  // Rounding first, so that 9.996 does not become 10.00.
  const digits = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3
  return signed(value.toFixed(digits)).replace(/^\u2212(0(\.0+)?)$/, '$1')
}

/** A place on the x axis: steps and counts in full, seconds in few digits. */
export const formatPlace = (x: number): string => (Number.isInteger(x) ? signed(String(x)) : formatFigure(x))

/** About two digits: in a sentence it is the gist that counts. */
export function formatRough(value: number): string {
  const size = Math.abs(value)
  if (!Number.isFinite(value) || size < 0.0095) return formatFigure(value)
  return signed(value.toFixed(size >= 99.5 ? 0 : size >= 0.995 ? 1 : 2))
}

/** Labels of an axis, with just the decimals that its ticks need. */
export function formatTicks(ticks: readonly (number | null)[], style: NumberStyle = 'plain'): string[] {
  const scale = style === 'share' ? 100 : 1
  const unit = style === 'share' ? '%' : ''
  const values = ticks.map((tick) => (tick === null ? null : tick * scale))
  const decimals = [0, 1, 2, 3].find((digits) => values.every((value) => value === null || isRound(value, digits)))
  const mantissa = values.every((value) => !value || isRound(value / 10 ** exponent(value), 0)) ? 0 : 1
  return values.map((value) => {
    if (value === null) return ''
    if (value === 0) return `0${unit}`
    if (decimals === undefined) return signed(`${value.toExponential(mantissa)}${unit}`)
    if (Math.abs(value) >= 10_000) return signed(`${value / 1000}k${unit}`)
    return signed(`${value.toFixed(decimals)}${unit}`)
  })
}

const exponent = (value: number): number => Math.floor(Math.log10(Math.abs(value)) + 1e-9)

function isRound(value: number, digits: number): boolean {
  const shifted = value * 10 ** digits
  return Math.abs(shifted - Math.round(shifted)) < 1e-6
}
