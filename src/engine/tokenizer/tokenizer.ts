/** @file Text to token ids and back, as a model folder's tokenizer.json says. */
import { Tokenizer } from '@huggingface/tokenizers'
import { AppError } from '../../protocol/errors'

export interface TextTokenizer {
  /** Largest id plus one, added tokens included; a model's embedding may have more rows. */
  readonly vocabularySize: number
  readonly bosId: number | null
  readonly eosId: number | null
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
 */
export function createTokenizer(tokenizerJson: object, tokenizerConfig: object | null): TextTokenizer {
  const tokenizer = openTokenizer(tokenizerJson, tokenizerConfig ?? {})
  const config: TokenizerConfig = tokenizerConfig ?? {}
  const bosId = specialId(tokenizer, 'bos_token', config.bos_token, USUAL_BOS)
  const eosId = specialId(tokenizer, 'eos_token', config.eos_token, USUAL_EOS)
  const padId = specialId(tokenizer, 'pad_token', config.pad_token, []) ?? eosId ?? 0
  return {
    vocabularySize: 1 + maximum(tokenizer.get_vocab().values()),
    bosId,
    eosId,
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

function openTokenizer(tokenizerJson: object, tokenizerConfig: object): Tokenizer {
  try {
    return new Tokenizer(tokenizerJson, tokenizerConfig)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError('model/broken-tokenizer', `tokenizer.json cannot be used: ${reason}`, REMEDY, { cause: error })
  }
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

function maximum(values: Iterable<number>): number {
  let largest = -1
  for (const value of values) if (value > largest) largest = value
  return largest
}

const inexpressible = (text: string): AppError => {
  const shown = text.length > 40 ? `${text.slice(0, 40)}...` : text
  return new AppError(
    'model/broken-tokenizer',
    `the tokenizer has no token for a part of "${shown}"`,
    'Take a tokenizer with byte-level or byte-fallback tokens, or remove the characters it does not know.',
  )
}
