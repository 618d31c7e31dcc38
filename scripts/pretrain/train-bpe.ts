/** @file Trains a byte-level BPE and writes it as an ordinary Hugging Face tokenizer. */

/** Contents of `tokenizer.json` and `tokenizer_config.json`. */
export interface TrainedTokenizer {
  tokenizer: Record<string, unknown>
  tokenizerConfig: Record<string, unknown>
}

export const SPECIAL_TOKENS = ['<|bos|>', '<|eos|>', '<|pad|>'] as const

/** GPT-2's split into words: merges never cross it. */
const WORDS = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu

/** GPT-2's printable character for every byte: printable bytes stand for themselves, the others move above 255. */
export function byteSymbols(): string[] {
  const printable = (byte: number) => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174
  let moved = 256
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(printable(byte) ? byte : moved++))
}

interface Word {
  symbols: string[]
  count: number
}

function countWords(texts: Iterable<string>): Word[] {
  const counts = new Map<string, number>()
  for (const text of texts) for (const [word] of text.matchAll(WORDS)) counts.set(word, (counts.get(word) ?? 0) + 1)
  const symbols = byteSymbols()
  const encoder = new TextEncoder()
  return [...counts].map(([word, count]) => ({
    symbols: [...encoder.encode(word)].map((byte) => symbols[byte]!),
    count,
  }))
}

/** No symbol holds a space (the space byte is `Ġ`), so a space can join the two sides of a pair. */
const pairKey = (left: string, right: string) => `${left} ${right}`

/** Merges the most frequent pair, again and again; ties go to the pair that comes first in code-unit order. */
function learnMerges(words: readonly Word[], count: number): [string, string][] {
  const counts = new Map<string, number>()
  const holders = new Map<string, Set<Word>>()
  const tally = (word: Word, sign: 1 | -1) => {
    for (let i = 0; i + 1 < word.symbols.length; i++) {
      const key = pairKey(word.symbols[i]!, word.symbols[i + 1]!)
      counts.set(key, (counts.get(key) ?? 0) + sign * word.count)
      if (sign === 1) {
        const held = holders.get(key)
        if (held) held.add(word)
        else holders.set(key, new Set([word]))
      }
    }
  }
  for (const word of words) tally(word, 1)

  const merges: [string, string][] = []
  while (merges.length < count) {
    let best = ''
    let most = 0
    for (const [key, n] of counts) if (n > most || (n === most && n > 0 && key < best)) [best, most] = [key, n]
    // A pair seen once is no pattern.
    if (most < 2) break
    const [left, right] = best.split(' ') as [string, string]
    merges.push([left, right])
    for (const word of holders.get(best) ?? []) {
      tally(word, -1)
      word.symbols = mergeIn(word.symbols, left, right)
      tally(word, 1)
    }
    counts.delete(best)
    holders.delete(best)
  }
  return merges
}

function mergeIn(symbols: readonly string[], left: string, right: string): string[] {
  const merged: string[] = []
  for (let i = 0; i < symbols.length; i++) {
    if (symbols[i] === left && symbols[i + 1] === right) {
      merged.push(left + right)
      i++
    } else merged.push(symbols[i]!)
  }
  return merged
}

/** Special tokens have ids 0 to 2, then come the 256 bytes, then the merges in the order learnt. */
export function trainBpe(texts: Iterable<string>, vocabSize: number): TrainedTokenizer {
  const fixed = [...SPECIAL_TOKENS, ...byteSymbols()]
  if (vocabSize < fixed.length)
    throw new Error(`A vocabulary of ${vocabSize} has no room for ${fixed.length} base entries.`)
  const merges = learnMerges(countWords(texts), vocabSize - fixed.length)
  const vocab: Record<string, number> = {}
  // Two merges can spell the same entry: it keeps its first id.
  for (const entry of [...fixed, ...merges.map((pair) => pair.join(''))]) vocab[entry] ??= Object.keys(vocab).length

  const [bos, eos, pad] = SPECIAL_TOKENS
  const added = SPECIAL_TOKENS.map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  }))
  const tokenizer = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: added,
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
    post_processor: {
      type: 'TemplateProcessing',
      single: [{ SpecialToken: { id: bos, type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
      pair: [
        { SpecialToken: { id: bos, type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { Sequence: { id: 'B', type_id: 0 } },
      ],
      special_tokens: { [bos]: { id: bos, ids: [0], tokens: [bos] } },
    },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab,
      merges,
    },
  }
  const tokenizerConfig = {
    tokenizer_class: 'PreTrainedTokenizerFast',
    bos_token: bos,
    eos_token: eos,
    pad_token: pad,
    unk_token: null,
    add_bos_token: true,
    add_eos_token: false,
    add_prefix_space: false,
    clean_up_tokenization_spaces: false,
    model_max_length: 256,
    added_tokens_decoder: Object.fromEntries(added.map(({ id, ...rest }) => [String(id), rest])),
  }
  return { tokenizer, tokenizerConfig }
}
