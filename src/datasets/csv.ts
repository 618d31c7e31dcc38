/** @file CSV in pieces: papaparse's parser fed as the text arrives, with one named reason for each broken record. */
import Papa from 'papaparse'
import { AppError } from '../protocol/errors'
import type { RecordParser, RowRecord } from './sources'

/** Characters that recoveries may parse again; a file that needs more is not worth the time. */
const MAX_RESCANNED = 40_000_000
/** A longer record is a quote left open. */
const MAX_CSV_RECORD = 2_097_152
/** Enough to see how lines end and cells are set apart; also the least that is parsed at once. */
const HEAD_CHARS = 32_768

interface Dialect {
  delimiter: string
  newline: '\n' | '\r\n' | '\r'
  /** Some lines end in \r\n, others in \n. */
  mixed: boolean
}

export class CsvParser implements RecordParser {
  columns: string[] | null = null
  private buffer = ''
  private dialect: Dialect | null = null
  private window = HEAD_CHARS
  private row = 0
  private line = 1
  private rescanned = 0

  constructor(private readonly isDamaged: (text: string) => boolean) {}

  *push(text: string): Iterable<RowRecord> {
    this.buffer += text
    yield* this.drain(false)
  }

  *end(): Iterable<RowRecord> {
    yield* this.drain(true)
  }

  /** Parses a window of the buffer at a time, which doubles only while no record ends in it. */
  private *drain(final: boolean): Iterable<RowRecord> {
    while (this.buffer !== '') {
      const isAll = this.window >= this.buffer.length
      if (isAll && !final) return
      this.dialect ??= findDialect(this.buffer)
      const before = this.buffer.length
      yield* this.parse(this.buffer.slice(0, this.window), isAll)
      if (this.buffer.length < before) this.window = HEAD_CHARS
      else if (isAll) yield* this.recover('opens a quote that is never closed')
      else if (this.window >= MAX_CSV_RECORD) yield* this.recover('has no end: it opens a quote that is never closed')
      else this.window *= 2
    }
  }

  /** Takes the complete records off the buffer; one that lacks its closing quote stays. */
  private *parse(text: string, isAll: boolean): Iterable<RowRecord> {
    const { delimiter, newline } = this.dialect!
    const rows: { cells: string[]; end: number; malformed: boolean }[] = []
    const step = ({ data, errors, meta }: Papa.ParseStepResult<string[][]>) => {
      if (errors.some((error) => error.code === 'MissingQuotes')) return
      rows.push({ cells: data[0]!, end: meta.cursor, malformed: errors.length > 0 })
    }
    new Papa.Parser({ delimiter, newline, step } as unknown as Papa.ParseConfig).parse(text, 0, !isAll)
    let start = 0
    for (const { cells, end, malformed } of rows) {
      yield* this.record(cells, malformed)
      this.line += countLines(text, start, end)
      start = end
    }
    this.buffer = this.buffer.slice(start)
  }

  private *record(cells: string[], malformed: boolean): Iterable<RowRecord> {
    if (cells.length === 1 && cells[0]!.trim() === '') return
    if (this.dialect!.mixed) cells.push(cells.pop()!.replace(/\r$/, ''))
    if (!this.columns) {
      this.columns = cells.map((cell) => cell.trim())
      return
    }
    const row = ++this.row
    const where = `Record ${row} (line ${this.line})`
    const broken = (message: string): RowRecord => ({ row, problem: { code: 'data/broken-csv', message } })
    if (cells.some((cell) => this.isDamaged(cell))) {
      yield { row, problem: { code: 'data/not-utf8', message: `${where} is not UTF-8 text.` } }
    } else if (malformed) {
      yield broken(`${where} has a quote inside a quoted cell; it must be doubled.`)
    } else if (cells.length !== this.columns.length) {
      const counts = `${cells.length} cells where the header has ${this.columns.length}`
      yield broken(`${where} has ${counts}; a cell with a comma, quote or line break in it must stand in quotes.`)
    } else {
      const value: Record<string, string> = {}
      this.columns.forEach((column, i) => {
        // The first of two columns with one name; a nameless one is an index that pandas wrote.
        if (column !== '' && !Object.hasOwn(value, column)) setOwn(value, column, cells[i]!)
      })
      yield { row, value }
    }
  }

  /** Gives up the open record and reads on from its second line. */
  private *recover(what: string): Iterable<RowRecord> {
    const row = this.columns ? ++this.row : 0
    const message = `Record ${row} (line ${this.line}) ${what}; reading went on at the next line.`
    yield { row, problem: { code: 'data/broken-csv', message } }
    this.columns ??= []
    this.rescanned += Math.min(this.buffer.length, this.window)
    if (this.rescanned > MAX_RESCANNED) {
      const many = `The table has too many quotes that are never closed, the last in line ${this.line}.`
      throw new AppError('data/broken-csv', many, 'Double the quotes inside quoted cells, or save the table as JSONL.')
    }
    const { newline } = this.dialect!
    const end = this.buffer.indexOf(newline)
    this.line++
    this.buffer = end < 0 ? '' : this.buffer.slice(end + newline.length)
    this.window = HEAD_CHARS
  }
}

/** A column may be called `__proto__`. */
function setOwn(target: Record<string, string>, key: string, value: string): void {
  Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true })
}

export function findDialect(text: string): Dialect {
  let inQuotes = false
  let inHeader = true
  const counts: Record<string, number> = { ',': 0, ';': 0, '\t': 0, '|': 0 }
  const ends = { '\n': 0, '\r\n': 0, '\r': 0 }
  const length = Math.min(text.length, HEAD_CHARS)
  for (let i = 0; i < length; i++) {
    const char = text[i]!
    if (char === '"') inQuotes = !inQuotes
    if (inQuotes) continue
    if (inHeader && char in counts) counts[char]!++
    if (char !== '\n' && char !== '\r') continue
    if (i > 0) inHeader = false
    if (char === '\n') ends['\n']++
    else if (text[i + 1] === '\n') {
      ends['\r\n']++
      i++
    } else ends['\r']++
  }
  const delimiter = Object.keys(counts).reduce((best, each) => (counts[each]! > counts[best]! ? each : best))
  const newline = ends['\n'] > 0 ? '\n' : ends['\r\n'] > 0 ? '\r\n' : ends['\r'] > 0 ? '\r' : '\n'
  return { delimiter, newline, mixed: ends['\n'] > 0 && ends['\r\n'] > 0 }
}

/** Number of cells that the first line would have. */
export function countHeaderCells(text: string): number {
  const { delimiter, newline } = findDialect(text)
  const { data } = Papa.parse<string[]>(text.trimStart(), { delimiter, newline, preview: 1 })
  return data[0]?.length ?? 0
}

function countLines(text: string, from: number, to: number): number {
  let count = 0
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count++
  return count
}
