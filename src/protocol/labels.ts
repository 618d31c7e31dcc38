/** @file Pairs of a person's own: labelled, typed, or taken from a file. */

/** Where the texts of a pair came from. */
export type LabelOrigin =
  | {
      kind: 'drawn'
      model: string
      /** Of the run that had tuned the model; null for the model as it was loaded. */
      step: number | null
      /** Both completions, and which of them stood first, follow from it. */
      seed: number
      /** Which one stood first. */
      first: 'chosen' | 'rejected'
    }
  | { kind: 'typed' }
  | { kind: 'file'; name: string }

export interface LabelledPair {
  /** Sorts by the time of labelling. */
  id: string
  prompt: string
  /** Follows the prompt directly: a needed space is its first character. */
  chosen: string
  rejected: string
  /** The prompt was asked as a turn of a conversation, and the two are answers to it. */
  chat: boolean
  /** Milliseconds since 1970. */
  labelledAt: number
  origin: LabelOrigin
  /** A text was changed by hand. */
  edited: boolean
  /** The judge's, where there was one and the texts are still those that it read. */
  scores: { chosen: number; rejected: number } | null
}

export type LabelTexts = Pick<LabelledPair, 'prompt' | 'chosen' | 'rejected'>

/** What makes a pair one that can be trained on; the reader drops others. */
export function flawOf({ prompt, chosen, rejected }: LabelTexts): 'prompt' | 'empty' | 'equal' | null {
  if (prompt.trim() === '') return 'prompt'
  if (chosen.trim() === '' || rejected.trim() === '') return 'empty'
  return chosen === rejected ? 'equal' : null
}
