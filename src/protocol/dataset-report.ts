/** @file What is known about loaded pairs before training; the page shows it and `inspect --json` prints it. */
import type { DroppedRow, PreferencePair } from './preference'

/** Container of the rows. */
export type FileFormat = 'jsonl' | 'json' | 'csv' | 'parquet' | 'typed' | 'built-in'

/** How a row's columns become a pair. `prompt: null` is TRL's implicit prompt, shared by both strings. */
export interface ColumnMapping {
  prompt: string | null
  chosen: string
  rejected: string
}

/** Kind of the rows: TRL's four, ShareGPT turns, or rows of token ids. */
export type RowKind = 'explicit-text' | 'implicit-text' | 'explicit-chat' | 'implicit-chat' | 'sharegpt' | 'tokenised'

export interface LengthSummary {
  /** Characters. */
  chosen: number[]
  rejected: number[]
  chosenMean: number
  rejectedMean: number
  /** Share of pairs whose chosen side is the longer. */
  chosenLongerShare: number
}

export interface SourceReport {
  source: string
  format: FileFormat
  kind: RowKind
  columns: string[]
  mapping: ColumnMapping
  /** True when the mapping was guessed from other names than TRL's: the page offers it for confirmation. */
  guessed: boolean
  rows: number
  pairs: number
  dropped: DroppedRow[]
  /** Of a data set from the Hub: what was taken of it, and what else there is. */
  hub?: { split: string; config: string | null; splits: string[]; configs: string[] }
}

export interface DatasetReport {
  sources: SourceReport[]
  pairs: number
  dropped: number
  lengths: LengthSummary
  /** The first pairs, for the preview table. */
  preview: PreferencePair[]
}

/** How pairs fit a model; known once both are loaded. Lengths in tokens, EOS included. */
export interface FitReport {
  pairs: number
  cutPrompts: number
  cutCompletions: number
  /** Rows where a token straddles the end of the prompt. */
  straddled: number
  dropped: DroppedRow[]
  tokensChosen: number[]
  tokensRejected: number[]
  chosenLongerShare: number
  /** Nats per byte of the chosen completions under the base model; null before it is measured. */
  baseNatsPerByte: number | null
}
