/** @file The particle that fits the word before it: 을 or 를, 이 or 가, by how the word ends when it is read aloud. */

/** After a closing sound, after a vowel. */
const PAIRS = {
  '을/를': ['을', '를'],
  '이/가': ['이', '가'],
  '은/는': ['은', '는'],
  '과/와': ['과', '와'],
  '으로/로': ['으로', '로'],
} as const

export type Josa = keyof typeof PAIRS

const FIRST_SYLLABLE = 0xac00
const LAST_SYLLABLE = 0xd7a3
/** Final sounds a syllable can have, none among them; ㄹ is the eighth. */
const FINALS = 28
const RIEUL = 8

/** How digits are read: 영 일 이 삼 사 오 육 칠 팔 구. */
const DIGITS: Record<string, 'closed' | 'rieul' | 'open'> = {
  0: 'closed',
  1: 'rieul',
  2: 'open',
  3: 'closed',
  4: 'open',
  5: 'open',
  6: 'closed',
  7: 'rieul',
  8: 'rieul',
  9: 'open',
}

/** Letters whose names or usual readings end in a closing sound: 엘, 엠, 엔, 알. Others are read with a vowel at the end. */
const LETTERS: Record<string, 'closed' | 'rieul'> = { l: 'rieul', m: 'closed', n: 'closed', r: 'rieul' }

function ending(word: string): 'closed' | 'rieul' | 'open' {
  // Quotes and brackets are not read.
  const last = word.replace(/[\s"'“”‘’)\]}.]+$/u, '').at(-1) ?? ''
  const code = last.codePointAt(0) ?? 0
  if (code >= FIRST_SYLLABLE && code <= LAST_SYLLABLE) {
    const final = (code - FIRST_SYLLABLE) % FINALS
    return final === 0 ? 'open' : final === RIEUL ? 'rieul' : 'closed'
  }
  return DIGITS[last] ?? LETTERS[last.toLowerCase()] ?? 'open'
}

/** The word with its particle. After ㄹ, 로 takes no 으. */
export function josa(word: string, pair: Josa): string {
  const end = ending(word)
  const closed = pair === '으로/로' ? end === 'closed' : end !== 'open'
  return `${word}${PAIRS[pair][closed ? 0 : 1]}`
}
