/** @file A preference pair: one prompt, a chosen and a rejected completion. */

export interface ChatMessage {
  role: string
  content: string
}

/** Plain text, or the turns of a conversation. */
export type Text = string | ChatMessage[]

/** For people to read; the template that the model sees is not theirs. */
export const textOf = (text: Text): string =>
  typeof text === 'string' ? text : text.map(({ role, content }) => `${role}: ${content}`).join('\n')

/** Token ids of a row that arrives already tokenised, under TRL's names. */
export interface PairIds {
  prompt: number[]
  chosen: number[]
  rejected: number[]
}

export interface PreferencePair {
  /** Row of its source, counted from 1; error messages and rankings name it. */
  row: number
  /** File name, or id of the built-in set. Sources make the stages of sDPO. */
  source: string
  prompt: Text
  /** Follows the prompt directly: a needed space is its first character. */
  chosen: Text
  rejected: Text
  /** Set when the row was tokenised elsewhere; then the texts are empty. */
  ids?: PairIds
}

/** A row that cannot be used, and why. */
export interface DroppedRow {
  row: number
  source: string
  code: string
  message: string
}

/** Grades a completion of a prompt: 0 (worthless) to 1 (all one can want). */
export type Judge = (prompt: string, completion: string) => number
