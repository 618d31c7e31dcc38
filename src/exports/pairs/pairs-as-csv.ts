/** @file Preference pairs as CSV under TRL's names; messages and token ids are JSON inside their cells. */
import Papa from 'papaparse'
import { columnsOf, type PairRow } from './pairs-as-jsonl'

const cell = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

export function pairsAsCsv(rows: readonly PairRow[]): string {
  const records = rows.map((row) =>
    Object.fromEntries(Object.entries(columnsOf(row)).map(([column, value]) => [column, cell(value)])),
  )
  return `${Papa.unparse(records, { newline: '\n' })}\n`
}
