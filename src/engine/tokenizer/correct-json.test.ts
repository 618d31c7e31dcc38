import { describe, expect, it } from 'vitest'
import { correctTokenizerJson, type TokenizerJson } from './correct-json'
import { createTokenizer } from './tokenizer'

const bytes = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true }
const digits = { type: 'Sequence', pretokenizers: [{ type: 'Digits', individual_digits: true }, bytes] }

/** A byte-level BPE whose vocabulary is these tokens, in order. */
function encode(
  text: string,
  tokens: string[],
  { merges = [] as string[], more = {}, preTokenizer = bytes as object },
) {
  const json = {
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: preTokenizer,
    post_processor: null,
    decoder: bytes,
    model: {
      type: 'BPE',
      unk_token: null,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges,
      ...more,
    },
  }
  const ids = createTokenizer(json, null).encode(text, { addSpecial: false })
  return ids.map((id) => tokens[id])
}

// What is expected here is what the Rust library, version 0.23.2, gives.
describe('correctTokenizerJson', () => {
  it('lets the neighbours of a character merge that the vocabulary lacks', () => {
    const vocabulary = ['n', 'a', 'v', 'e', 'av', 'ave']
    expect(encode('na\u00efve', vocabulary, { merges: ['a v', 'av e'] })).toEqual(['n', 'ave'])
    expect(encode('\u00ef', vocabulary, {})).toEqual([])
  })

  it('keeps them apart where an unknown token takes its place', () => {
    const vocabulary = ['?', 'a', 'v', 'av']
    const options = { merges: ['a v'], more: { unk_token: '?', fuse_unk: true } }
    expect(encode('a\u00efv', vocabulary, options)).toEqual(['a', '?', 'v'])
  })

  it('takes a no-break zero-width space for a sign, and the control character U+0085 for a blank', () => {
    // As bytes: U+FEFF is EF BB BF, U+0085 is C2 85.
    const vocabulary = ['Ġ', 'a', 'ï', '»', '¿', 'Â', 'ħ', 'Ġï', 'ĠÂ']
    const merges = ['Ġ ï', 'Ġ Â']
    expect(encode('a \ufeff', vocabulary, { merges })).toEqual(['a', 'Ġï', '»', '¿'])
    expect(encode('a \u0085a', vocabulary, { merges })).toEqual(['a', 'Ġ', 'Â', 'ħ', 'a'])
  })

  it('takes every numeral of Unicode for a digit', () => {
    // ½ is C2 BD.
    const vocabulary = ['Ġ', 'Â', '½', 'ĠÂ', '1', '11']
    const options = { merges: ['Ġ Â', '1 1'], preTokenizer: digits }
    expect(encode(' ½11', vocabulary, options)).toEqual(['Ġ', 'Â', '½', '1', '1'])
  })

  it('knows a model with merges as BPE, though the file does not say so', () => {
    const more = { type: undefined }
    expect(encode('tea', ['t', 'e', 'a', 'te'], { merges: ['t e'], more })).toEqual(['te', 'a'])
  })

  it('leaves alone what needs no change', () => {
    const json: TokenizerJson = {
      pre_tokenizer: { ...bytes, use_regex: false },
      model: { type: 'BPE', unk_token: '?', vocab: { '?': 0 }, merges: [] },
    }
    expect(correctTokenizerJson(json)).toEqual(json)
  })
})
