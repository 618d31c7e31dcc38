/** @file What all judges share: nothing for text that is broken, repetitive or about somebody or something else. */
import type { Judge } from '../../protocol/preference'
import { type Grammar, isGrammatical } from './grammar'
import { ADJECTIVES, NAMES } from './lexicon'
import { isRepetitive, wordsOf } from './text'

export const COLOURS: readonly string[] = ADJECTIVES.slice(0, 9)

/** Words of `kind` that the completion brings in and the prompt does not have. */
export function strangers(prompt: string, completion: string, kind: readonly string[]): string[] {
  const given = new Set(wordsOf(prompt))
  return wordsOf(completion).filter((word) => kind.includes(word) && !given.has(word))
}

/** The names of the prompt in their order. */
export const namesIn = (prompt: string): string[] => [
  ...new Set(wordsOf(prompt).filter((word) => NAMES.includes(word))),
]

/** Rounded, so that sums of tenths compare as one expects. */
export const toScore = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000

/** A judge that grades only sound completions: `grade` sees none that is broken, repetitive or names a stranger. */
export function judgeWith(grammar: Grammar, grade: Judge): Judge {
  return (prompt, completion) => {
    if (!isGrammatical(completion, grammar) || isRepetitive(completion, prompt)) return 0
    if (strangers(prompt, completion, NAMES).length > 0) return 0
    return toScore(grade(prompt, completion))
  }
}
