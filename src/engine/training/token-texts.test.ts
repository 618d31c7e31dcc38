import { describe, expect, it } from 'vitest'
import { tinyIds, tinyTokenizer } from '../../../tests/support/tiny-tokenizer'
import type { TokenizedPair } from '../preference/tokenize-pairs'
import { createTokenizer, type TextTokenizer } from '../tokenizer/tokenizer'
import { tokenTexts } from './token-texts'

/** A token for every byte: whatever lies beyond ASCII takes several. */
function byteTokenizer(): TextTokenizer {
  const plain = [...Array(256).keys()].filter((b) => (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174)
  const others = [...Array(256).keys()].filter((b) => !plain.includes(b))
  // The byte-level alphabet: bytes that print stand for themselves, the others for characters from 256 on.
  const alphabet = [...plain.map((b) => [b, b] as const), ...others.map((b, i) => [b, 256 + i] as const)]
  const vocab = Object.fromEntries(alphabet.map(([byte, code]) => [String.fromCodePoint(code), byte]))
  const eos = { content: '<eos>', single_word: false, lstrip: false, rstrip: false, normalized: false, special: true }
  return createTokenizer(
    {
      added_tokens: [{ id: 256, ...eos }],
      normalizer: null,
      pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
      post_processor: null,
      decoder: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
      model: { type: 'BPE', unk_token: null, vocab: { ...vocab, '<eos>': 256 }, merges: [] },
    },
    { eos_token: '<eos>' },
  )
}

/** Takes the space off the front of whatever it reads, as SentencePiece's decoders do. */
const strippingTokenizer: TextTokenizer = {
  vocabularySize: 3,
  bosId: null,
  eosId: 2,
  eosIds: [2],
  padId: 2,
  addsBos: false,
  encode: () => [],
  decode: (ids) =>
    ids
      .map((id) => [' a', ' b', '</s>'][id])
      .join('')
      .replace(/^ /, ''),
}

const pairOf = (chosen: number[], rejected: number[]): TokenizedPair => ({
  source: 'set',
  row: 7,
  prompt: [0],
  chosen,
  rejected,
  cutPrompt: false,
  cutChosen: false,
  cutRejected: false,
  straddled: false,
  swapped: false,
  pair: { source: 'set', row: 7, prompt: 'Why?', chosen: '', rejected: '' },
})

const piecesOf = (ids: number[], tokenizer: TextTokenizer | null) =>
  tokenTexts([pairOf(ids, ids)], tokenizer)[0]!.chosen

describe('texts of tokens', () => {
  it('know their pair and its prompt, and both sides', () => {
    const [texts] = tokenTexts([pairOf(tinyIds('tea', 'Ġ', 'a'), tinyIds('qu', '.', '</s>'))], tinyTokenizer())
    expect(texts).toEqual({
      source: 'set',
      row: 7,
      prompt: 'Why?',
      chosen: ['tea', ' ', 'a'],
      rejected: ['qu', '.', '</s>'],
    })
  })

  it('put together are the text of the completion, whatever its characters take', () => {
    const tokenizer = byteTokenizer()
    for (const text of ['naïve', ' 여우는 빨갛다.', 'a🦊b', '🦊🦊', 'e\u0301 – “x”\n\ny']) {
      const ids = tokenizer.encode(text, { addSpecial: false })
      expect(ids.length).toBe(new TextEncoder().encode(text).length)
      const pieces = piecesOf(ids, tokenizer)
      expect(pieces).toHaveLength(ids.length)
      expect(pieces.join('')).toBe(text)
      expect(pieces.join('')).not.toContain('\uFFFD')
    }
  })

  it('give a character to the last of its tokens', () => {
    const tokenizer = byteTokenizer()
    expect(piecesOf(tokenizer.encode('a🦊b', { addSpecial: false }), tokenizer)).toEqual(['a', '', '', '', '🦊', 'b'])
  })

  it('show that a completion was cut in the midst of a character', () => {
    const tokenizer = byteTokenizer()
    const ids = tokenizer.encode('aé', { addSpecial: false }).slice(0, -1)
    expect(piecesOf(ids, tokenizer)).toEqual(['a', '\uFFFD'])
  })

  it('tell an end of text once, also where text comes after it', () => {
    const tokenizer = byteTokenizer()
    const [a, b] = tokenizer.encode('ab', { addSpecial: false }) as [number, number]
    expect(piecesOf([a, 256], tokenizer)).toEqual(['a', '<eos>'])
    expect(piecesOf([a, 256, b, b], tokenizer)).toEqual(['a', '<eos>', 'b', 'b'])
  })

  it('keep the spaces that a tokenizer takes off the front', () => {
    expect(piecesOf([0, 1, 1, 2], strippingTokenizer)).toEqual(['a', ' b', ' b', '</s>'])
  })

  it('are the ids themselves without a tokenizer', () => {
    expect(piecesOf([5, 12], null)).toEqual(['5', '12'])
  })
})
