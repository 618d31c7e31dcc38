/** @file Rows of a Parquet file: the columns are settled on the first rows, then only those of the pairs are read. */
import type { SchemaTree } from 'hyparquet'
import { AppError } from '../../protocol/errors'
import type { FolderFile } from '../../protocol/folder'
import { columnsOf } from '../cell'
import { listNames } from '../no-pairs'
import type { Pacer } from '../pacer'
import { type PairCollector, SAMPLE } from '../pair-collector'
import type { FileSource } from '../sources'
import { Budget, broken } from './broken'
import { CellReader } from './cells'
import { decodeColumn, type ParquetFile } from './decode-column'
import { type Column, readFooter } from './footer'

type Row = Record<string, unknown>
type Decoded = [name: string, values: ArrayLike<unknown>][]

export interface ParquetReading {
  name: string
  file: FolderFile
  mapping: FileSource['mapping']
  collector: PairCollector
  pacer: Pacer
  /** How far the file is read, from 0 to 1. */
  advance(share: number): void
}

export async function readParquet(reading: ParquetReading): Promise<void> {
  const { name, file, mapping, collector, pacer } = reading
  const read: FolderFile['read'] = async (from, to) => {
    pacer.check()
    const bytes = await file.read(from, to)
    if (bytes.length === to - from) return bytes
    throw broken(name, `${bytes.length} bytes came where ${to - from} were asked for`)
  }
  const pause = async () => {
    if (pacer.due()) await pacer.pause()
  }
  const footer = await readFooter(name, file.size, read)
  if (footer.rows === 0) return
  const parquet: ParquetFile = { name, size: file.size, read, footer, budget: new Budget(name), pause }
  const names = footer.columns.map((column) => column.name)
  const asked = mapping && namesOf(mapping, names)
  const candidates = footer.columns.filter((column) => canHoldPairs(column.tree))
  const sampled = asked ? candidates.filter((column) => asked.includes(column.name)) : candidates
  const sample = await readSample({ ...parquet, budget: new Budget(name) }, sampled)
  const needed = namesOf(collector.settleOn(sample, names), names)
  const foreign = needed.find((each) => !candidates.some((column) => column.name === each))
  if (foreign !== undefined) {
    const message = `Column "${foreign}" of "${name}" holds neither text nor messages nor token ids.`
    const others = listNames(candidates.map((column) => column.name))
    throw new AppError('data/wrong-type', message, `Choose among the columns that do: ${others}.`)
  }
  await readRows(
    parquet,
    candidates.filter((column) => needed.includes(column.name)),
    reading,
  )
}

const namesOf = ({ prompt, chosen, rejected }: NonNullable<FileSource['mapping']>, names: string[]) =>
  [prompt, chosen, rejected].flatMap((each) => (each === null ? [] : columnsOf(each, names)))

/** Text, flags, ids and lists or structs of such; not pictures, sounds, vectors or points in time. */
function canHoldPairs({ element, children }: SchemaTree): boolean {
  if (element.logical_type?.type === 'VARIANT') return false
  if (children.some((child) => child.element.name === 'bytes' && child.element.type === 'BYTE_ARRAY')) return false
  if (children.length > 0) return children.some(canHoldPairs)
  const { type, converted_type: converted, logical_type: logical } = element
  if (converted === 'BSON' || converted === 'DECIMAL' || /^(GEOMETRY|GEOGRAPHY)$/.test(logical?.type ?? ''))
    return false
  return type === 'BYTE_ARRAY' || type === 'BOOLEAN' || type === 'INT32' || type === 'INT64'
}

/** The first rows, from as many row groups as they lie in. */
async function readSample(parquet: ParquetFile, columns: Column[]): Promise<Row[]> {
  const rows: Row[] = []
  for (const [group, { num_rows }] of parquet.footer.metadata.row_groups.entries()) {
    const count = Math.min(SAMPLE - rows.length, Number(num_rows))
    if (count === 0) continue
    const decoded = await decodeColumns(parquet, group, columns, count)
    for (let i = 0; i < count; i++) rows.push(toRow(decoded, i, new CellReader(i + 1)))
    if (rows.length >= SAMPLE) break
  }
  return rows
}

async function readRows(parquet: ParquetFile, columns: Column[], { collector, pacer, advance }: ParquetReading) {
  let row = 0
  for (const [group, { num_rows }] of parquet.footer.metadata.row_groups.entries()) {
    const count = Number(num_rows)
    if (count === 0) continue
    const decoded = await decodeColumns(parquet, group, columns, count)
    for (let i = 0; i < count; i++) {
      const cells = new CellReader(++row)
      const value = toRow(decoded, i, cells)
      // A dictionary lets a few bytes stand for any number of long texts.
      parquet.budget.spend(cells.chars)
      collector.add(cells.problem ? { row, problem: cells.problem } : { row, value })
      if (!pacer.due()) continue
      advance(row / parquet.footer.rows)
      await pacer.pause()
    }
    advance(row / parquet.footer.rows)
  }
}

async function decodeColumns(parquet: ParquetFile, group: number, columns: Column[], rows: number): Promise<Decoded> {
  const decoded: Decoded = []
  for (const column of columns) {
    decoded.push([column.name, await decodeColumn(parquet, group, column, rows)])
    await parquet.pause()
  }
  return decoded
}

/** A column may be called `__proto__`. */
const toRow = (decoded: Decoded, at: number, cells: CellReader): Row =>
  Object.fromEntries(decoded.map(([name, values]) => [name, cells.read(values[at])]))
