/** @file Numbers as people read them: few digits, thin thousands, fixed widths. */

/** Shown where a figure is undefined. */
export const NOT_KNOWN = 'n/a'

/** The shortest honest form of a setting: 0.1, 3e-4, 12. */
export function formatSetting(value: number): string {
  if (!Number.isFinite(value)) return ''
  const rounded = Number(value.toPrecision(4))
  if (rounded !== 0 && Math.abs(rounded) < 0.001) return rounded.toExponential().replace('e-0', 'e-')
  return String(rounded)
}

/** A measured figure with three significant digits and never a jumping width below a thousand. */
export function formatFigure(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NOT_KNOWN
  const size = Math.abs(value)
  if (size >= 1000) return formatCount(Math.round(value))
  if (size !== 0 && size < 0.001) return value.toExponential(1)
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2)
}

export const formatCount = (value: number): string => Math.round(value).toLocaleString('en')

export const formatShare = (value: number): string => `${Math.round(value * 100)}%`

/** 1:20, or 1:02:03 from an hour on. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (n: number) => String(n).padStart(2, '0')
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}

/** 1.0 M, 135 M, 1.2 B. */
export function formatParameters(count: number): string {
  const [scaled, unit] = count >= 1e9 ? [count / 1e9, ' B'] : count >= 1e6 ? [count / 1e6, ' M'] : [count / 1e3, ' k']
  return `${scaled >= 100 ? Math.round(scaled) : scaled.toFixed(1)}${unit}`
}

/** 34 kB, 5.2 MB, 269 MB, 1.0 GB. */
export function formatBytes(bytes: number): string {
  const [scaled, unit] = bytes >= 1e9 ? [bytes / 1e9, 'GB'] : bytes >= 1e6 ? [bytes / 1e6, 'MB'] : [bytes / 1e3, 'kB']
  return `${unit !== 'kB' && scaled < 100 ? scaled.toFixed(1) : Math.round(scaled)} ${unit}`
}
