/** @file The trained tokenizer is lossless on any text, adds BOS once, and has the ids that its file promises. */
import { Tokenizer } from '@huggingface/tokenizers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generateCorpus } from '../../src/datasets/world/corpus'
import { byteSymbols, trainBpe } from './train-bpe'

const texts = [...generateCorpus({ seed: 5, documents: 3000 })].map(({ prompt, completion }) => prompt + completion)
const trained = trainBpe(texts, 1536)
const tokenizer = new Tokenizer(trained.tokenizer as never, trained.tokenizerConfig as never)
const vocab = (trained.tokenizer.model as { vocab: Record<string, number> }).vocab
const decode = (ids: number[]) =>
  tokenizer.decode(ids, { skip_special_tokens: true, clean_up_tokenization_spaces: false })

describe('trainBpe', () => {
  it('round-trips any well-formed text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        // A text that spells a special token becomes that token, as everywhere.
        fc.pre(!text.includes('<|'))
        expect(decode(tokenizer.encode(text).ids)).toBe(text)
      }),
      { numRuns: 300 },
    )
    for (const text of [...texts.slice(0, 200), 'Zażółć gęślą jaźń', '狐は山に住む 🦊', '\u0000\t\n  end ']) {
      expect(decode(tokenizer.encode(text).ids)).toBe(text)
    }
  })

  it('adds BOS once when asked for special tokens, and never otherwise', () => {
    const ids = tokenizer.encode('Tell Mia about the fox.').ids
    expect(ids.filter((id: number) => id === 0)).toHaveLength(1)
    expect(ids[0]).toBe(0)
    expect(tokenizer.encode('Tell Mia about the fox.', { add_special_tokens: false }).ids).toEqual(ids.slice(1))
  })

  it('numbers special tokens, bytes and merges without a gap', () => {
    expect([vocab['<|bos|>'], vocab['<|eos|>'], vocab['<|pad|>']]).toEqual([0, 1, 2])
    byteSymbols().forEach((symbol, byte) => {
      expect(vocab[symbol]).toBe(3 + byte)
    })
    expect(Object.values(vocab).sort((a, b) => a - b)).toEqual(Array.from({ length: 1536 }, (_, id) => id))
  })

  it('gives the words of the world one token each, for the most part', () => {
    const words = texts.join(' ').match(/ [a-z]+/g)!
    const single = words.filter((word) => tokenizer.encode(word, { add_special_tokens: false }).ids.length === 1)
    expect(single.length / words.length).toBeGreaterThan(0.9)
  })

  it('is the same for the same texts', () => {
    expect(trainBpe(texts.slice(0, 300), 400)).toEqual(trainBpe(texts.slice(0, 300), 400))
  })
})
