/** @file Turns the records of one source into pairs: settles the columns on the first rows, then goes row by row. */
import type { ColumnMapping, FileFormat, RowKind, SourceReport } from '../protocol/dataset-report'
import { AppError, type ErrorCode } from '../protocol/errors'
import type { DroppedRow, PreferencePair } from '../protocol/preference'
import { columnsOf, pick } from './cell'
import { guessColumns } from './columns'
import { listNames, noPairs } from './no-pairs'
import { isObject, type RowProblem, type RowRecord } from './sources'
import { type PairPlan, toPair } from './to-pair'

/** Rows that the columns are judged by. */
export const SAMPLE = 100
/** So many unusable records before the first good one: the file is something else. */
const HOPELESS = 1000
/** Named one by one; beyond, they are only counted. */
const MAX_DROPPED = 100_000

export interface CollectorOptions {
  source: string
  format: FileFormat
  mapping?: ColumnMapping
  swap?: boolean
}

export class PairCollector {
  readonly pairs: PreferencePair[] = []
  rows = 0
  private readonly dropped: DroppedRow[] = []
  private readonly droppedByCode = new Map<string, number>()
  private readonly kinds = new Map<RowKind, number>()
  private sample: { row: number; value: Record<string, unknown> }[] | null = []
  private readonly columns = new Set<string>()
  private plan: PairPlan | null = null
  private guessed = false

  constructor(private readonly options: CollectorOptions) {}

  add(record: RowRecord): void {
    this.rows++
    if (record.problem) this.drop(record.row, record.problem)
    else if (!isObject(record.value)) {
      const what = record.value === null ? 'null' : Array.isArray(record.value) ? 'a list' : `a ${typeof record.value}`
      this.dropAt(record.row, { code: 'data/wrong-type', message: `is ${what}, not an object with columns` }, ' ')
    } else if (this.sample) {
      this.sample.push({ row: record.row, value: record.value })
      for (const column of Object.keys(record.value)) this.columns.add(column)
      if (this.sample.length >= SAMPLE) this.convertSample()
    } else this.convert(record.row, record.value)
    const nothingYet = this.pairs.length === 0 && (this.sample === null || this.sample.length === 0)
    if (nothingYet && this.rows >= HOPELESS) throw this.refusal()
  }

  /** Settles the columns before any row is added, on first rows that were read apart; gives the mapping. */
  settleOn(rows: Record<string, unknown>[], columns: string[]): ColumnMapping {
    for (const column of columns) this.columns.add(column)
    this.settle(rows)
    return this.plan!.mapping
  }

  /** The report; throws when the source gave no pair. */
  finish(): SourceReport {
    const { source, format } = this.options
    if (this.rows === 0) {
      throw new AppError('data/empty', `"${source}" holds no rows.`, 'Choose a file with at least one pair.')
    }
    if (this.sample && this.sample.length > 0) this.convertSample()
    if (this.pairs.length === 0) throw this.refusal()
    return {
      source,
      format,
      kind: mostFrequent(this.kinds)!,
      columns: [...this.columns],
      mapping: this.plan!.mapping,
      guessed: this.guessed,
      rows: this.rows,
      pairs: this.pairs.length,
      dropped: this.dropped.sort((a, b) => a.row - b.row),
    }
  }

  private convertSample(): void {
    const sample = this.sample!
    this.settle(sample.map((each) => each.value))
    for (const { row, value } of sample) this.convert(row, value)
  }

  private settle(rows: Record<string, unknown>[]): void {
    this.sample = null
    const columns = [...this.columns]
    const packed = this.options.format === 'csv'
    const { source, mapping } = this.options
    if (mapping) this.checkMapping(mapping, columns)
    const guess = mapping ? { mapping, guessed: false } : guessColumns(rows, columns, packed)
    if (!guess) throw noPairs(source, rows, columns, packed)
    this.guessed = guess.guessed
    const promptRepeated = this.options.format !== 'typed' && repeatsPrompt(rows, guess.mapping)
    this.plan = { mapping: guess.mapping, swap: this.options.swap ?? false, packed, promptRepeated }
  }

  private checkMapping({ prompt, chosen, rejected }: ColumnMapping, columns: string[]): void {
    for (const name of [prompt, chosen, rejected]) {
      const missing = name === null ? undefined : columnsOf(name, columns).find((column) => !columns.includes(column))
      if (missing === undefined) continue
      const message = `"${this.options.source}" has no column "${missing}".`
      throw new AppError('data/missing-column', message, `Choose among its columns: ${listNames(columns)}.`)
    }
  }

  private convert(row: number, value: Record<string, unknown>): void {
    const outcome = toPair(value, this.plan!)
    if ('problem' in outcome) {
      this.dropAt(row, outcome.problem, ': ')
      return
    }
    this.kinds.set(outcome.kind, (this.kinds.get(outcome.kind) ?? 0) + 1)
    this.pairs.push({ row, source: this.options.source, ...outcome.pair })
  }

  private dropAt(row: number, { code, message }: RowProblem, separator: string): void {
    const unit = this.options.format === 'jsonl' ? 'Line' : this.options.format === 'csv' ? 'Record' : 'Row'
    this.drop(row, { code, message: `${unit} ${row}${separator}${message}.` })
  }

  private drop(row: number, { code, message }: RowProblem): void {
    this.droppedByCode.set(code, (this.droppedByCode.get(code) ?? 0) + 1)
    if (this.dropped.length < MAX_DROPPED) this.dropped.push({ row, source: this.options.source, code, message })
  }

  /** Rows there were, but none that can be used. */
  private refusal(): AppError {
    const { source } = this.options
    const [first] = this.dropped
    const isFault = (code: string): code is ErrorCode => /utf8|broken/.test(code)
    const only = this.droppedByCode.size === 1 && isFault(first!.code) ? first!.code : null
    const count = this.rows === 1 ? 'its only row' : `none of ${this.rows} rows`
    const message = `"${source}" holds no pairs: ${count} can${this.rows === 1 ? 'not' : ''} be used. ${first!.message}`
    const isSplit = this.droppedByCode.has('data/no-shared-prompt') || this.droppedByCode.has('data/missing-column')
    const remedy =
      only === 'data/not-utf8'
        ? 'Save the file again with the encoding UTF-8.'
        : isSplit && this.columns.size > 0
          ? `Say which columns hold prompt, chosen and rejected: the file has ${listNames([...this.columns])}.`
          : 'Mend the rows, or choose another file.'
    return new AppError(only ?? 'data/no-pairs', message, remedy)
  }
}

/** True when both texts begin with the prompt in every row, and prompts are long enough that this is no accident. */
function repeatsPrompt(rows: Record<string, unknown>[], { prompt, chosen, rejected }: ColumnMapping): boolean {
  if (prompt === null) return false
  return rows.every((row) => {
    const start = pick(row, prompt)
    const repeats = (text: unknown) => typeof text === 'string' && text.startsWith(String(start))
    return (
      typeof start === 'string' && /\S\s+\S/.test(start) && repeats(pick(row, chosen)) && repeats(pick(row, rejected))
    )
  })
}

function mostFrequent<T>(counts: Map<T, number>): T | undefined {
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}
