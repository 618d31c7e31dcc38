/** @file The merged words of a BPE model, remembered. */
import { BPE, type Tokenizer } from '@huggingface/tokenizers'

/** More than a set of pairs has in most cases; some megabytes. */
const MOST_WORDS = 50_000

/** What the library asks of a cache. */
class WordCache extends Map<string, string[]> {
  put(word: string, tokens: string[]): void {
    if (this.size >= MOST_WORDS) this.clear()
    this.set(word, tokens)
  }
}

/** The library's own cache moves a word to its end each time that it is asked for, a fifth of the work of tokenising. */
export function rememberWords({ model }: Tokenizer): void {
  if (model instanceof BPE) model.cache = new WordCache() as unknown as BPE['cache']
}
