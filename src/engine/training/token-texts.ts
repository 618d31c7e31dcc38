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

/** What each id adds to the text of those before it: a token by itself may lose its leading space. */
function pieces(ids: readonly number[], tokenizer: TextTokenizer | null): string[] {
  if (!tokenizer) return ids.map(String)
  let written = ''
  return ids.map((id, i) => {
    if (tokenizer.eosIds.includes(id)) return tokenizer.decode([id], { skipSpecial: false })
    const text = tokenizer.decode(ids.slice(0, i + 1), { skipSpecial: false })
    if (text.endsWith(UNFINISHED)) return ''
    const piece = text.slice(written.length)
    written = text
    return piece
  })
}
