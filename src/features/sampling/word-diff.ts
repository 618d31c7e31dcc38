/** @file Which words of one text another does not have, by longest common subsequence. */

export interface Piece {
  text: string
  /** Not in the other text at this place. */
  fresh: boolean
}

/** Words and the white space between them, so that joining the pieces gives the text back. */
const split = (text: string): string[] => text.match(/\s+|[\p{L}\p{N}'’-]+|[^\s]/gu) ?? []

const isSpace = (token: string) => /^\s+$/.test(token)

/** Longer texts are compared only so far: the table grows with the square. */
const MOST_WORDS = 600

/** Capitals aside: a word that only moved to the start of a sentence is not new. */
const wordsOf = (tokens: string[]): string[] =>
  tokens
    .filter((token) => !isSpace(token))
    .slice(0, MOST_WORDS)
    .map((token) => token.toLowerCase())

/** The policy's text in pieces; neighbours of one kind are joined. */
export function markFresh(base: string, policy: string): Piece[] {
  const tokens = split(policy)
  const words = wordsOf(tokens)
  const shared = sharedWords(wordsOf(split(base)), words)
  let word = 0
  const fresh = tokens.map((token) => {
    if (isSpace(token)) return false
    const at = word++
    return at < words.length && !shared[at]
  })
  const pieces: Piece[] = []
  tokens.forEach((token, i) => {
    // Space is marked between two marked words alone, so that a marked phrase is one piece.
    const marked = isSpace(token) ? (fresh[i - 1] ?? false) && (fresh[i + 1] ?? false) : fresh[i]!
    const last = pieces.at(-1)
    if (last?.fresh === marked) last.text += token
    else pieces.push({ text: token, fresh: marked })
  })
  return pieces
}

/** For each of `words`, whether it takes part in the longest common subsequence with `theirs`. */
function sharedWords(theirs: string[], words: string[]): boolean[] {
  const width = words.length + 1
  const table = new Uint16Array((theirs.length + 1) * width)
  for (let i = theirs.length - 1; i >= 0; i--) {
    for (let j = words.length - 1; j >= 0; j--) {
      table[i * width + j] =
        theirs[i] === words[j]
          ? table[(i + 1) * width + j + 1]! + 1
          : Math.max(table[(i + 1) * width + j]!, table[i * width + j + 1]!)
    }
  }
  const shared = new Array<boolean>(words.length).fill(false)
  for (let i = 0, j = 0; i < theirs.length && j < words.length; ) {
    if (theirs[i] === words[j]) {
      shared[j] = true
      i++
      j++
    } else if (table[(i + 1) * width + j]! >= table[i * width + j + 1]!) i++
    else j++
  }
  return shared
}
