/** @file Text as sentences and words, and the signs that a text repeats itself. */

/** Sentences with their final mark; what follows the last mark is a sentence without one. */
export const sentencesOf = (text: string): string[] =>
  text
    .trim()
    .match(/[^.?!]+[.?!]*|[.?!]+/g)
    ?.map((one) => one.trim()) ?? []

/** Words and marks; anything else stays as one odd symbol each. */
export const tokensOf = (text: string): string[] => text.match(/[A-Za-z']+|[^\sA-Za-z']/g) ?? []

export const wordsOf = (text: string): string[] => text.match(/[A-Za-z']+/g) ?? []

/** Only the words, in lower case, with a space on either side of each: made once where many phrases are looked for. */
export const spoken = (text: string): string => ` ${wordsOf(text).join(' ').toLowerCase()} `

/** Does the text hold this word or phrase, whole? */
export const holds = (text: string, phrase: string): boolean => spoken(text).includes(` ${phrase.toLowerCase()} `)

export function holdsAny(text: string, phrases: readonly string[]): boolean {
  let any = patterns.get(phrases)
  if (!any) {
    any = new RegExp(` (?:${phrases.join('|').toLowerCase()}) `)
    patterns.set(phrases, any)
  }
  return any.test(spoken(text))
}

/** Phrases are words and spaces, so they are patterns as they stand. */
const patterns = new WeakMap<readonly string[], RegExp>()

const MOST_SENTENCES = 7
const MOST_USES = 4
const PHRASE = 6

/** A sentence said twice, a word doubled, a long phrase again, one word over and over, or no end of sentences. */
export function isRepetitive(completion: string, prompt: string): boolean {
  const sentences = sentencesOf(completion.toLowerCase())
  if (sentences.length > MOST_SENTENCES || new Set(sentences).size < sentences.length) return true
  if (sentences.some((sentence) => wordsOf(sentence).some((word, at, all) => word === all[at + 1]))) return true
  const phrases = sentences.flatMap((sentence) => {
    const words = wordsOf(sentence)
    return words.slice(PHRASE - 1).map((_, at) => words.slice(at, at + PHRASE).join(' '))
  })
  if (new Set(phrases).size < phrases.length) return true
  // What the prompt is about is named often; other words of some length are not.
  const given = new Set(wordsOf(prompt.toLowerCase()))
  const uses = new Map<string, number>()
  for (const word of wordsOf(completion.toLowerCase()))
    if (word.length > 4 && !given.has(word)) uses.set(word, (uses.get(word) ?? 0) + 1)
  return [...uses.values()].some((count) => count >= MOST_USES)
}
