/** @file What the reader takes in and what its parsers hand on. */
import type { ColumnMapping } from '../protocol/dataset-report'
import type { ErrorCode } from '../protocol/errors'
import type { FolderFile } from '../protocol/folder'

/** A file of pairs; a browser `File` is one as it stands. */
export interface FileSource {
  name: string
  /** Bytes, for progress. */
  size: number
  stream(): ReadableStream<Uint8Array>
  /** The same bytes in ranges, as Parquet needs them; without it such a file is read into memory whole. */
  file?: FolderFile
  /** Which columns to read; guessed from the first rows when absent. */
  mapping?: ColumnMapping
  /** Exchanges chosen and rejected. */
  swap?: boolean
}

/** Pairs typed on the page. Rows left blank throughout are passed over. */
export interface TypedSource {
  name: string
  rows: { prompt: string; chosen: string; rejected: string }[]
  swap?: boolean
}

export type PairSource = FileSource | TypedSource

export interface ReadProgress {
  source: string
  /** Bytes of the file as it lies on the disk (packed, if it is gzip). */
  loaded: number
  total: number
  rows: number
}

export interface ReadOptions {
  onProgress?: (progress: ReadProgress) => void
  signal?: AbortSignal
}

/** One record as a parser found it: a value, or the reason why there is none. */
export interface RowRecord {
  /** From 1: the line in JSONL, the element in JSON, the data record in CSV, the row in Parquet. */
  row: number
  value?: unknown
  problem?: RowProblem
}

export interface RowProblem {
  code: ErrorCode
  message: string
}

/** Takes text in pieces of any size and yields the records that are complete. */
export interface RecordParser {
  push(text: string): Iterable<RowRecord>
  end(): Iterable<RowRecord>
}

/** A longer record is taken for a fault of the file, so that nothing is buffered or parsed without end. */
export const MAX_RECORD_CHARS = 8_000_000

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
