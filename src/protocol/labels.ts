/** @file Pairs that a person labelled: which of two completions is the better one. */

export interface LabelledPair {
  id: string
  prompt: string
  /** Follows the prompt directly: a needed space is its first character. */
  chosen: string
  rejected: string
  /** Milliseconds since 1970. */
  labelledAt: number
  /** Where the two came from, in words: model, step of the run; `edited` once a text was changed by hand. */
  origin: string
}
