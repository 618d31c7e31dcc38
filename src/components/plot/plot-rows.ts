/** @file A plot's values as rows: for the table behind it and for copying. */
import { formatFigure, type NumberStyle } from './number-format'
import type { PlotFrame, PlotLine } from './plot-types'

export interface PlotRow {
  x: number
  values: (number | null)[]
}

/** Smoothing is for looking: a smoothed line's values are those of its raw curve, which lies behind it. */
function rawOf(lines: readonly PlotLine[], line: PlotLine, index: number): number {
  const raw = lines.findIndex((other) => other.shadow && other.id === line.id && other.run === line.run)
  return raw < 0 ? index : raw
}

/** Lines that have a column, with the index of their values; other runs stand behind the one that is shown. */
export function columnsOf(lines: readonly PlotLine[]): { line: PlotLine; values: number }[] {
  const columns = lines.flatMap((line, i) => (line.shadow ? [] : [{ line, values: rawOf(lines, line, i) }]))
  return [...columns.filter(({ line }) => !line.run), ...columns.filter(({ line }) => line.run)]
}

/** Rows that have at least one value; of more than `most`, evenly chosen ones, the last always among them. */
export function plotRows(lines: readonly PlotLine[], frame: PlotFrame, most = Number.POSITIVE_INFINITY): PlotRow[] {
  const shown = columnsOf(lines)
  const rows: PlotRow[] = []
  for (let j = 0; j < frame.x.length; j++) {
    const values = shown.map((column) => frame.ys[column.values]?.[j] ?? null)
    if (values.some((value) => value !== null)) rows.push({ x: frame.x[j]!, values })
  }
  if (rows.length <= most) return rows
  const every = Math.ceil(rows.length / most)
  return rows.filter((_, i) => (rows.length - 1 - i) % every === 0)
}

/** Full precision, ready for a spreadsheet. */
export function plotCsv(lines: readonly PlotLine[], frame: PlotFrame, xName: string): string {
  const names = columnsOf(lines).map(({ line }) => quoted(line.run ? `${line.id} (${line.run})` : line.id))
  const rows = plotRows(lines, frame).map(({ x, values }) => [x, ...values.map((value) => value ?? '')].join(','))
  return [[xName, ...names].join(','), ...rows].join('\n')
}

const quoted = (name: string): string => (/[",\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)

export const cell = (value: number | null, numbers?: NumberStyle): string =>
  value === null ? '' : formatFigure(value, numbers)
