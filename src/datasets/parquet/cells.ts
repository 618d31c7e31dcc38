/** @file Values as the decoder gives them to values as JSON would have them. */
import type { ParquetParsers } from 'hyparquet'
import { MAX_RECORD_CHARS, type RowProblem } from '../sources'

/** Bytes of a text that no record may hold; it is not decoded. */
const MAX_TEXT_BYTES = MAX_RECORD_CHARS * 4
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Stands for a text that could not be taken, so that the row it lies in is named. */
class Unreadable {
  constructor(readonly reason: 'not-utf8' | 'too-long') {}
}

const NOT_UTF8 = new Unreadable('not-utf8')
const TOO_LONG = new Unreadable('too-long')

function textOf(bytes: Uint8Array | undefined): string | undefined | Unreadable {
  if (bytes === undefined) return undefined
  if (bytes.length > MAX_TEXT_BYTES) return TOO_LONG
  try {
    return strict.decode(bytes)
  } catch {
    return NOT_UTF8
  }
}

export const parsers: Partial<ParquetParsers> = {
  stringFromBytes: textOf,
  jsonFromBytes: (bytes) => {
    const text = textOf(bytes)
    if (typeof text !== 'string') return text
    try {
      return JSON.parse(text)
    } catch {
      return text
    }
  },
}

/** One row's values as JSON has them, or why there are none; counts the characters that the row holds. */
export class CellReader {
  problem: RowProblem | null = null
  chars = 0

  constructor(private readonly row: number) {}

  read(value: unknown): unknown {
    if (typeof value === 'string') {
      this.chars += value.length
      if (this.chars > MAX_RECORD_CHARS) this.fail(TOO_LONG)
      return value
    }
    if (value === null || value === undefined) return null
    if (typeof value === 'bigint') return Number(value)
    if (typeof value !== 'object') return value
    if (value instanceof Unreadable) return this.fail(value)
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
    this.chars++
    if (Array.isArray(value)) return value.map((each) => this.read(each))
    if (ArrayBuffer.isView(value)) return Array.from(value as Uint8Array, (each) => this.read(each))
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, this.read(each)]))
  }

  private fail({ reason }: Unreadable): null {
    this.problem ??=
      reason === 'not-utf8'
        ? { code: 'data/not-utf8', message: `Row ${this.row} is not UTF-8 text.` }
        : {
            code: 'data/too-long',
            message: `Row ${this.row} is longer than ${MAX_RECORD_CHARS / 1e6} million characters.`,
          }
    return null
  }
}
