/** @file JSON Lines: one row a line, so one broken line costs one row. */
import { MAX_RECORD_CHARS, type RecordParser, type RowRecord } from './sources'

export class JsonlParser implements RecordParser {
  private rest = ''
  private line = 0
  /** Passing over a line that grew too long. */
  private skipping = false

  constructor(private readonly isDamaged: (text: string) => boolean) {}

  *push(text: string): Iterable<RowRecord> {
    let start = 0
    for (let newline = text.indexOf('\n'); newline >= 0; newline = text.indexOf('\n', start)) {
      const line = this.rest + text.slice(start, newline)
      this.rest = ''
      start = newline + 1
      this.line++
      if (this.skipping) this.skipping = false
      else yield* this.row(line)
    }
    if (!this.skipping) this.rest += text.slice(start)
    if (this.rest.length > MAX_RECORD_CHARS) {
      yield tooLong(this.line + 1, `Line ${this.line + 1}`)
      this.rest = ''
      this.skipping = true
    }
  }

  *end(): Iterable<RowRecord> {
    this.line++
    if (!this.skipping) yield* this.row(this.rest)
    this.rest = ''
  }

  private *row(line: string): Iterable<RowRecord> {
    const row = this.line
    if (line.trim() === '') return
    if (this.isDamaged(line)) {
      yield { row, problem: { code: 'data/not-utf8', message: `Line ${row} is not UTF-8 text.` } }
      return
    }
    yield parseJson(row, row, line)
  }
}

/** One JSON value as a record, or what is broken about it. */
export function parseJson(row: number, line: number, text: string): RowRecord {
  try {
    return { row, value: JSON.parse(text) }
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 160) : String(error)
    return { row, problem: { code: 'data/broken-json', message: `Broken JSON at line ${line}: ${reason}` } }
  }
}

export function tooLong(row: number, where: string): RowRecord {
  const message = `${where} is longer than ${MAX_RECORD_CHARS / 1e6} million characters.`
  return { row, problem: { code: 'data/too-long', message } }
}
