/** @file Text to token ids and back, as a model folder's tokenizer.json says. */
import { Tokenizer } from '@huggingface/tokenizers'
import { AppError } from '../../protocol/errors'
import { correctTokenizerJson, largestId, type TokenizerJson } from './correct-json'
import { rememberWords } from './word-cache'

export interface TextTokenizer {
  /** Largest id plus one, added tokens included; a model's embedding may have more rows. */
  readonly vocabularySize: number
  readonly bosId: number | null
  /** What a completion is ended with. */
  readonly eosId: number | null
  /** All that end a text: `eosId`, and what generation_config.json adds (Qwen's <|endoftext|> beside <|im_end|>). */
  readonly eosIds: readonly number[]
  /** Never scored, so any id will do: EOS where there is no padding token, else 0. */
  readonly padId: number
  /** The tokenizer's own post-processor puts BOS in front: then, and only then, a prompt gets one. */
  readonly addsBos: boolean
  encode(text: string, options: { addSpecial: boolean }): number[]
  decode(ids: readonly number[], options: { skipSpecial: boolean }): string
}

/** tokenizer_config.json, as far as it is read. */
interface TokenizerConfig {
  bos_token?: SpecialToken
  eos_token?: SpecialToken
  pad_token?: SpecialToken
}

type SpecialToken = string | { content: string } | null

const REMEDY = 'Take tokenizer.json and tokenizer_config.json from the same model folder as the weights.'

/** Usual names, for a folder without tokenizer_config.json; the first that the vocabulary has as a special token. */
const USUAL_BOS = ['<s>', '<|begin_of_text|>', '<bos>', '<|endoftext|>']
const USUAL_EOS = ['</s>', '<|end_of_text|>', '<eos>', '<|im_end|>', '<|endoftext|>']

/**
 * @param tokenizerJson Parsed tokenizer.json.
 * @param tokenizerConfig Parsed tokenizer_config.json: names the special tokens. Null when the folder has none.
 * @param generationConfig Parsed generation_config.json: may end a text at more than one token. Null when there is none.
 * @throws AppError `model/broken-tokenizer`.
 */
export function createTokenizer(
  tokenizerJson: object,
  tokenizerConfig: object | null,
  generationConfig: object | null = null,
): TextTokenizer {
  const { tokenizer, vocabularySize } = openTokenizer(tokenizerJson, tokenizerConfig ?? {})
  const config: TokenizerConfig = tokenizerConfig ?? {}
  const bosId = specialId(tokenizer, 'bos_token', config.bos_token, USUAL_BOS)
  const eosId = specialId(tokenizer, 'eos_token', config.eos_token, USUAL_EOS)
  const padId = specialId(tokenizer, 'pad_token', config.pad_token, []) ?? eosId ?? 0
  return {
    vocabularySize,
    bosId,
    eosId,
    eosIds: [...new Set([...(eosId === null ? [] : [eosId]), ...endIds(generationConfig, vocabularySize)])],
    padId,
    addsBos: bosId !== null && tokenizer.encode('a', { add_special_tokens: true }).ids[0] === bosId,
    encode(text, { addSpecial }) {
      const { ids } = tokenizer.encode(text, { add_special_tokens: addSpecial })
      // The library leaves a hole for text that the vocabulary cannot express and that has no unknown token.
      if (ids.some((id) => id === undefined || id === null)) throw inexpressible(text)
      return ids
    },
    decode(ids, { skipSpecial }) {
      // The library refuses an empty list.
      if (ids.length === 0) return ''
      return tokenizer.decode([...ids], { skip_special_tokens: skipSpecial, clean_up_tokenization_spaces: false })
    },
  }
}

function openTokenizer(json: object, config: object): { tokenizer: Tokenizer; vocabularySize: number } {
  try {
    const corrected = correctTokenizerJson(json as TokenizerJson)
    const tokenizer = new Tokenizer(corrected, config)
    rememberWords(tokenizer)
    return { tokenizer, vocabularySize: 1 + largestId(corrected) }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError('model/broken-tokenizer', `tokenizer.json cannot be used: ${reason}`, REMEDY, { cause: error })
  }
}

/** eos_token_id is one id or a list; what the tokenizer does not know cannot end its texts. */
function endIds(generationConfig: object | null, vocabularySize: number): number[] {
  const { eos_token_id: given } = (generationConfig ?? {}) as { eos_token_id?: unknown }
  const ids = Array.isArray(given) ? given : [given]
  return ids.filter((id) => Number.isInteger(id) && id >= 0 && id < vocabularySize)
}

function specialId(tokenizer: Tokenizer, key: string, given: SpecialToken | undefined, usual: string[]): number | null {
  if (given === null) return null
  if (given === undefined) {
    const special = new Map([...tokenizer.get_added_tokens_decoder().values()].map(({ content, id }) => [content, id]))
    const name = usual.find((token) => special.has(token))
    return name === undefined ? null : special.get(name)!
  }
  const token = typeof given === 'string' ? given : given.content
  const id = tokenizer.token_to_id(token)
  if (id === undefined)
    throw new AppError(
      'model/broken-tokenizer',
      `tokenizer_config.json names "${token}" as ${key}, which tokenizer.json does not have`,
      REMEDY,
    )
  return id
}

const inexpressible = (text: string): AppError => {
  const shown = text.length > 40 ? `${text.slice(0, 40)}...` : text
  return new AppError(
    'model/broken-tokenizer',
    `the tokenizer has no token for a part of "${shown}"`,
    'Take a tokenizer with byte-level or byte-fallback tokens, or remove the characters it does not know.',
  )
}
