/** @file JSON of any size, row by row: a list of rows, a list under one key of an object, or objects one after another. */
import { AppError } from '../protocol/errors'
import { parseJson } from './jsonl'
import { MAX_RECORD_CHARS, type RecordParser, type RowRecord } from './sources'

/** Where the rows lie: in the outermost list, in the list under a key, or side by side. */
export type JsonLayout = { rows: 'list' } | { rows: 'key'; key: string } | { rows: 'sequence' }

const QUOTE = 34
const COMMA = 44
const COLON = 58
const BACKSLASH = 92
const NEWLINE = 10
/** After damage that left brackets open, reading goes on where an object begins after a comma or a line break. */
const NEXT_OBJECT = /[\n,]\s*\{/g
/** Characters that recoveries may scan again; a file that needs more is not worth the time. */
const MAX_RESCANNED = 200_000_000

export class JsonRowsParser implements RecordParser {
  /** Lists of objects under other keys, which are not read. */
  readonly otherLists = new Set<string>()
  private buffer = ''
  private at = 0
  private start = -1
  private line = 1
  private startLine = 1
  private row = 0
  private depth = 0
  private inString = false
  private inRows: boolean
  private key = ''
  private stringStart = -1
  private listKey: string | null = null
  private rescanned = 0
  private ended = false
  private readonly rowsDepth: number

  constructor(
    private readonly layout: JsonLayout,
    private readonly isDamaged: (text: string) => boolean,
  ) {
    this.rowsDepth = layout.rows === 'key' ? 2 : layout.rows === 'list' ? 1 : 0
    this.inRows = layout.rows !== 'key'
  }

  /** Key of the list that is read. */
  get listName(): string {
    return this.layout.rows === 'key' ? this.layout.key : ''
  }

  *push(text: string): Iterable<RowRecord> {
    this.buffer += text
    yield* this.scan()
    while (this.start >= 0 && this.buffer.length - this.start > MAX_RECORD_CHARS) yield* this.recover('has no end')
    this.drop(this.start >= 0 ? this.start : this.at)
  }

  *end(): Iterable<RowRecord> {
    while (this.start >= 0) {
      if (this.rowsDepth === 0 && this.depth === 0 && !this.inString) yield* this.finish(this.buffer.length)
      else yield* this.recover('is never closed')
    }
    if (!this.ended && this.depth > 0 && this.rescanned === 0) {
      const message = `Broken JSON at line ${this.line}: the list of rows is not closed; the file may be cut off.`
      yield { row: this.row + 1, problem: { code: 'data/broken-json', message } }
    }
  }

  private *scan(): Iterable<RowRecord> {
    const text = this.buffer
    while (this.at < text.length) {
      const code = text.charCodeAt(this.at)
      if (code === NEWLINE) this.line++
      if (this.inString) {
        if (code === BACKSLASH) {
          // Waits for the piece that holds the escaped character.
          if (this.at + 1 >= text.length) return
          // A line break is no escape: let the next turn see it.
          if (text.charCodeAt(this.at + 1) !== NEWLINE) this.at++
        } else if (code === QUOTE || code === NEWLINE) this.closeString()
        // JSON strings hold no line breaks: a quote is missing, and the next line starts afresh.
        this.at++
        continue
      }
      const isClose = code === 93 || code === 125
      const levels = this.start >= 0 ? this.depth - this.rowsDepth : 0
      if (levels > 1 || (levels === 1 && !isClose)) {
        // Well inside a row, where nearly all of a file is: no call per character.
        if (code === QUOTE) this.inString = true
        else if (code === 91 || code === 123) this.depth++
        else if (isClose) this.depth--
      } else yield* this.structure(code)
      this.at++
    }
  }

  private closeString(): void {
    this.inString = false
    if (this.stringStart < 0) return
    this.key = this.buffer.slice(this.stringStart + 1, this.at)
    this.stringStart = -1
  }

  private *structure(code: number): Iterable<RowRecord> {
    const isSpace = code === 32 || code === NEWLINE || code === 13 || code === 9
    if (isSpace || code === COLON) return
    if (this.ended) {
      yield* this.afterEnd(code)
      return
    }
    const opens = code === 91 || code === 123
    const closes = code === 93 || code === 125
    const atRows = this.inRows && this.depth === this.rowsDepth
    if (atRows && this.start >= 0 && (code === COMMA || closes)) yield* this.finish(this.at)
    if (atRows && !closes && code !== COMMA && this.start < 0) this.begin()
    if (code === QUOTE) {
      this.inString = true
      if (!this.inRows && this.depth === 1) this.stringStart = this.at
    } else if (opens) this.open(code)
    else if (closes) yield* this.close()
  }

  private begin(): void {
    this.start = this.at
    this.startLine = this.line
  }

  private open(code: number): void {
    if (!this.inRows && this.depth === 1) {
      this.listKey = code === 91 ? this.key : null
      if (this.layout.rows === 'key' && this.listKey === this.layout.key) this.inRows = true
    } else if (!this.inRows && this.depth === 2 && code === 123 && this.listKey !== null)
      this.otherLists.add(this.listKey)
    this.depth++
  }

  private *close(): Iterable<RowRecord> {
    this.depth = Math.max(0, this.depth - 1)
    if (this.layout.rows === 'sequence') {
      if (this.depth === 0 && this.start >= 0) yield* this.finish(this.at + 1)
    } else if (this.layout.rows === 'key') {
      if (this.depth === 1) this.inRows = false
    } else if (this.depth === 0) this.ended = true
  }

  /** More rows after the end of the list: a bracket too many went before. Go on, since nothing else can follow. */
  private *afterEnd(code: number): Iterable<RowRecord> {
    this.ended = false
    this.depth = 1
    if (code === COMMA) return
    const message = `Broken JSON at line ${this.line}: the list of rows ended, but more follows.`
    yield { row: ++this.row, problem: { code: 'data/broken-json', message } }
    yield* this.structure(code)
  }

  private *finish(end: number): Iterable<RowRecord> {
    const text = this.buffer.slice(this.start, end)
    this.start = -1
    const row = ++this.row
    if (this.isDamaged(text)) {
      const message = `Row ${row} (line ${this.startLine}) is not UTF-8 text.`
      yield { row, problem: { code: 'data/not-utf8', message } }
    } else yield parseJson(row, this.startLine, text)
  }

  /** Gives up the open row and reads on from the next thing that looks like one. */
  private *recover(what: string): Iterable<RowRecord> {
    const row = ++this.row
    const message = `Broken JSON at line ${this.startLine}: row ${row} ${what}.`
    yield { row, problem: { code: 'data/broken-json', message } }
    this.rescanned += this.buffer.length - this.start
    if (this.rescanned > MAX_RESCANNED) {
      const many = `The file has too many rows that are never closed, the last at line ${this.startLine}.`
      throw new AppError('data/broken-json', many, 'Write the file again with a JSON library.')
    }
    NEXT_OBJECT.lastIndex = this.start + 1
    const found = NEXT_OBJECT.exec(this.buffer)
    const next = found ? NEXT_OBJECT.lastIndex - 1 : this.buffer.length
    this.line = this.startLine + countNewlines(this.buffer, this.start, next)
    this.start = -1
    this.inString = false
    this.depth = this.rowsDepth
    this.at = next
    if (found) yield* this.scan()
  }

  private drop(upTo: number): void {
    // A long text outside the rows is no key.
    if (this.at - this.stringStart > 1000) this.stringStart = -1
    const keepFrom = this.stringStart >= 0 ? Math.min(upTo, this.stringStart) : upTo
    this.buffer = this.buffer.slice(keepFrom)
    this.at -= keepFrom
    if (this.start >= 0) this.start -= keepFrom
    if (this.stringStart >= 0) this.stringStart -= keepFrom
  }
}

function countNewlines(text: string, from: number, to: number): number {
  let count = 0
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count++
  return count
}
