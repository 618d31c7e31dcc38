/** @file What each token of a held-out completion says, for people to read. */
import { textOf } from '../../protocol/preference'
import type { TokenTexts } from '../../protocol/train-events'
import type { TokenizedPair } from '../preference/tokenize-pairs'
import type { TextTokenizer } from '../tokenizer/tokenizer'

/** One entry per pair; without a tokenizer the text of a token is its id. */
export function tokenTexts(pairs: readonly TokenizedPair[], tokenizer: TextTokenizer | null): TokenTexts[] {
  return pairs.map(({ source, row, pair, chosen, rejected }) => ({
    source,
    row,
    prompt: textOf(pair.prompt),
    chosen: pieces(chosen, tokenizer),
    rejected: pieces(rejected, tokenizer),
  }))
}

/** A character of several tokens stands with the last of them: before, it cannot be written. */
const UNFINISHED = '\uFFFD'

/**
 * What each id adds to the text of those before it: a token by itself may lose its leading space, so each is read
 * behind the piece before it, and behind no more than that, since a long completion has many.
 */
function pieces(ids: readonly number[], tokenizer: TextTokenizer | null): string[] {
  if (!tokenizer) return ids.map(String)
  const read = (from: number, to: number) => tokenizer.decode(ids.slice(from, to), { skipSpecial: false })
  // Where the last piece begins, and where the next one does.
  let [last, next] = [0, 0]
  return ids.map((_, i) => {
    const written = read(last, next)
    const text = read(last, i + 1)
    const isLast = i === ids.length - 1
    // What is cut in the midst of a character has no rest to wait for.
    if (text.endsWith(UNFINISHED) && !isLast) return ''
    last = next
    next = i + 1
    return text.slice(written.length)
  })
}
