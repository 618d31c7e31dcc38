/**
 * @file Changes to a parsed tokenizer.json under which @huggingface/tokenizers 0.2.0 gives the ids that the Rust library
 * gives. Each names what the two do differently; a file that needs none is taken as it is.
 */

/** A part of tokenizer.json (normalizer, pre-tokenizer, model), as far as it is read. */
export interface TokenizerPart {
  type?: string
  [key: string]: unknown
}

/** tokenizer.json, as far as it is read. */
export interface TokenizerJson {
  pre_tokenizer?: TokenizerPart | null
  model?: TokenizerPart
  added_tokens?: { id: number; content: string }[]
  [key: string]: unknown
}

/** GPT-2's way to cut text into words, which a ByteLevel pre-tokenizer stands for. */
const WORDS = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`

export function correctTokenizerJson(json: TokenizerJson): TokenizerJson {
  const model = withType(json.model)
  const preTokenizer = json.pre_tokenizer ? correctPreTokenizer(json.pre_tokenizer) : json.pre_tokenizer
  return { ...json, model, pre_tokenizer: withoutUnknownCharacters(preTokenizer, model) }
}

/** Empty where the vocabulary is no table of ids: Unigram has a list of scores, whose ids are its places. */
function vocabularyOf(model: TokenizerPart | undefined): Record<string, number> {
  const vocab = model?.vocab
  return vocab && typeof vocab === 'object' && !Array.isArray(vocab) ? (vocab as Record<string, number>) : {}
}

/** Of all tokens, added ones included; -1 where there is none. */
export function largestId({ model, added_tokens: added }: TokenizerJson): number {
  let largest = Array.isArray(model?.vocab) ? model.vocab.length - 1 : -1
  for (const id of Object.values(vocabularyOf(model))) if (id > largest) largest = id
  for (const { id } of added ?? []) if (id > largest) largest = id
  return largest
}

/** Files of 2020 do not say that a model with merges is BPE; without more, the library would not merge at all. */
const withType = (model: TokenizerPart | undefined): TokenizerPart | undefined =>
  model && model.type === undefined && Array.isArray(model.merges) ? { ...model, type: 'BPE' } : model

function correctPreTokenizer(part: TokenizerPart): TokenizerPart {
  if (part.type === 'Sequence' && Array.isArray(part.pretokenizers))
    return { ...part, pretokenizers: part.pretokenizers.map(correctPreTokenizer) }
  // The library's digits are 0 to 9; Rust's are all numerals of Unicode, such as ½ or ٣.
  if (part.type === 'Digits') return split(part.individual_digits ? String.raw`\p{N}` : String.raw`\p{N}+`)
  // Within ByteLevel, but not within Split, the library's \s is JavaScript's, which has U+FEFF and lacks U+0085.
  if (part.type === 'ByteLevel' && part.use_regex !== false && !part.add_prefix_space)
    return sequence(split(WORDS), { ...part, use_regex: false })
  return part
}

const sequence = (...pretokenizers: TokenizerPart[]): TokenizerPart => ({ type: 'Sequence', pretokenizers })
const split = (Regex: string): TokenizerPart => ({
  type: 'Split',
  pattern: { Regex },
  behavior: 'Isolated',
  invert: false,
})
const remove = (Regex: string): TokenizerPart => ({ type: 'Replace', pattern: { Regex }, content: '' })

/**
 * A BPE vocabulary may lack characters (bytes, for a byte-level one) and have neither an unknown token nor byte tokens
 * for them. Rust leaves such characters out before it merges, so that their neighbours merge; the library leaves them
 * out afterwards. Here they go before the model sees them.
 */
function withoutUnknownCharacters(
  preTokenizer: TokenizerPart | null | undefined,
  model: TokenizerPart | undefined,
): TokenizerPart | null | undefined {
  if (model?.type !== 'BPE' || model.unk_token != null || model.byte_fallback || model.ignore_merges)
    return preTokenizer
  if (model.continuing_subword_prefix || model.end_of_word_suffix) return preTokenizer
  const known = Object.keys(vocabularyOf(model)).filter(isOneCharacter)
  if (isByteLevel(preTokenizer) && known.filter(isByteOfText).length === 243) return preTokenizer
  const escaped = known.map((character) => `\\x{${character.codePointAt(0)!.toString(16)}}`)
  const unknown = remove(escaped.length > 0 ? `[^${escaped.join('')}]` : String.raw`[\s\S]`)
  return preTokenizer ? sequence(preTokenizer, unknown) : unknown
}

/** One of the characters that a byte-level tokenizer writes bytes as, less the 13 bytes that UTF-8 never has. */
const isByteOfText = (character: string): boolean => /[!-~¡-¬®-¿Â-ôĀ-Ń]/.test(character)

const isOneCharacter = (token: string): boolean => token.length <= 2 && [...token].length === 1

const isByteLevel = (part: TokenizerPart | null | undefined): boolean =>
  part?.type === 'ByteLevel' ||
  (part?.type === 'Sequence' && (part.pretokenizers as TokenizerPart[]).some((inner) => isByteLevel(inner)))
