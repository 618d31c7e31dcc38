/** @file Finds the prompt that two texts or two conversations share, never cutting inside a word. */
import type { ChatMessage } from '../protocol/preference'

/** Where an assistant's turn begins, in the ways that data sets write it. */
const ANSWER_MARKERS = [
  /(?:^|\n)[ \t]*(?:#+ *)?(?:assistant|ai|bot|chatbot|model|response|answer|reply|gpt)[ \t]*:/gi,
  /<\|im_start\|>assistant\n/g,
  /<\|start_header_id\|>assistant<\|end_header_id\|>\n{0,2}/g,
  /<\|assistant\|>\n?/gi,
  /<start_of_turn>model\n/g,
  /\[\/INST\]/g,
]
/** Any speaker: one to three words and a colon at the start of a line. */
const SPEAKER = /(?:^|\n)[ \t]*\p{Lu}[\p{L}\p{N}'.-]*(?: [\p{L}\p{N}'.-]+){0,2}:/gu
/** Ends of a clause in scripts that write no spaces. */
const CLAUSE_END = /[。！？，、；：]/

/**
 * Length of the shared prompt, or 0 when there is none. Rules, in order: after the last marker of an assistant's turn
 * that both share; after the last speaker's name, where there are two or more; at the last whitespace, which stays with
 * the completions.
 */
export function sharedPromptLength(chosen: string, rejected: string): number {
  const shared = commonPrefix(chosen, rejected)
  // Both completions must keep something.
  const limit = Math.max(0, Math.min(shared, chosen.length - 1, rejected.length - 1))
  const prefix = chosen.slice(0, limit)
  const answers = ANSWER_MARKERS.flatMap((marker) => [...prefix.matchAll(marker)].slice(-1))
  const speakers = [...prefix.matchAll(SPEAKER)]
  let cut = 0
  if (answers.length > 0) cut = Math.max(...answers.map((match) => match.index + match[0].length))
  else if (speakers.length > 1) cut = speakers.at(-1)!.index + speakers.at(-1)![0].length
  else cut = lastBoundary(chosen, rejected, limit)
  return chosen.slice(0, cut).trim() === '' ? 0 : cut
}

function commonPrefix(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  let i = 0
  while (i < length && a.charCodeAt(i) === b.charCodeAt(i)) i++
  return i
}

function lastBoundary(chosen: string, rejected: string, limit: number): number {
  for (let at = limit; at > 0; at--) {
    if (isSpace(chosen, at) && isSpace(rejected, at)) {
      let start = at
      // A run of blanks goes to the completion as a whole.
      while (start > 0 && isSpace(chosen, start - 1)) start--
      return start
    }
    if (CLAUSE_END.test(chosen[at - 1]!)) return at
  }
  return 0
}

const isSpace = (text: string, at: number): boolean => at < text.length && /\s/.test(text[at]!)

/** The leading turns that both share, up to an answer; null when the two part anywhere else or share nothing. */
export function sharedTurns(chosen: ChatMessage[], rejected: ChatMessage[]): number | null {
  const length = Math.min(chosen.length, rejected.length)
  let shared = 0
  while (shared < length && sameTurn(chosen[shared]!, rejected[shared]!)) shared++
  // Where one conversation is the start of the other, go back to an answer, so that both keep one.
  let cut = Math.min(shared, length - 1)
  const isWhole = shared === length
  while (isWhole && cut > 0 && !startsAnswer(chosen, rejected, cut)) cut--
  return cut > 0 && startsAnswer(chosen, rejected, cut) ? cut : null
}

function startsAnswer(chosen: ChatMessage[], rejected: ChatMessage[], at: number): boolean {
  return chosen[at]?.role === 'assistant' && rejected[at]?.role === 'assistant'
}

export function sameTurn(a: ChatMessage, b: ChatMessage): boolean {
  return a.role === b.role && a.content === b.content
}
