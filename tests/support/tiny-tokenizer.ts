/** @file A tokenizer of single letters with a few merges, small enough to follow by hand. */
import { createTokenizer, type TextTokenizer } from '../../src/engine/tokenizer/tokenizer'

const LETTERS = [...'abcdefghijklmnopqrstuvwxyzĠ.?:<>/']
const MERGES = ['t e', 'te a', 'q u']
const TOKENS = ['<s>', '</s>', ...LETTERS, ...MERGES.map((merge) => merge.replace(' ', ''))]

/** Id of a token; a space is written as Ġ. */
export const tinyId = (token: string): number => TOKENS.indexOf(token)
export const tinyIds = (...tokens: string[]): number[] => tokens.map(tinyId)

export function tinyTokenizerJson({ addsBos }: { addsBos: boolean }): object {
  const special = (content: string) => ({
    id: tinyId(content),
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  })
  const bos = { SpecialToken: { id: '<s>', type_id: 0 } }
  const text = { Sequence: { id: 'A', type_id: 0 } }
  return {
    added_tokens: [special('<s>'), special('</s>')],
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
    post_processor: addsBos
      ? {
          type: 'TemplateProcessing',
          single: [bos, text],
          pair: [bos, text],
          special_tokens: { '<s>': { id: '<s>', ids: [0], tokens: ['<s>'] } },
        }
      : null,
    decoder: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      unk_token: null,
      vocab: Object.fromEntries(TOKENS.map((token, id) => [token, id])),
      merges: MERGES,
    },
  }
}

/** `</s>` is EOS, `<s>` is BOS and is added only when asked for. */
export const tinyTokenizer = ({ addsBos = false } = {}): TextTokenizer =>
  createTokenizer(tinyTokenizerJson({ addsBos }), { bos_token: '<s>', eos_token: '</s>' })
