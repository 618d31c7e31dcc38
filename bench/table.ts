/** @file Plain text tables. */

type Cell = string | number | null | undefined

/** First column to the left, figures to the right. */
export function table(header: string[], rows: Cell[][]): string {
  const lines = [header, ...rows.map((row) => row.map(show))]
  const widths = header.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)))
  const text = lines.map((line) =>
    widths
      .map((width, column) => (column === 0 ? (line[0] ?? '').padEnd(width) : (line[column] ?? '').padStart(width)))
      .join('  ')
      .trimEnd(),
  )
  text.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '))
  return text.join('\n')
}

function show(cell: Cell): string {
  if (cell === null || cell === undefined) return '-'
  return typeof cell === 'string' ? cell : figure(cell)
}

/** Three significant digits, or all of a whole number. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  if (Number.isInteger(value)) return value.toLocaleString('en')
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en')
  return value.toPrecision(3)
}

export const megabytes = (bytes: number): number => bytes / 1e6
