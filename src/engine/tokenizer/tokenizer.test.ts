import { describe, expect, it } from 'vitest'
import { tinyIds, tinyTokenizer, tinyTokenizerJson } from '../../../tests/support/tiny-tokenizer'
import { createTokenizer } from './tokenizer'

describe('createTokenizer', () => {
  it('encodes by merges and decodes back', () => {
    const tokenizer = tinyTokenizer()
    const ids = tokenizer.encode('i like tea.', { addSpecial: true })
    expect(ids).toEqual(tinyIds('i', 'Ġ', 'l', 'i', 'k', 'e', 'Ġ', 'tea', '.'))
    expect(tokenizer.decode(ids, { skipSpecial: true })).toBe('i like tea.')
  })

  it('knows whether the post-processor adds BOS, and adds it only when asked', () => {
    const tokenizer = tinyTokenizer({ addsBos: true })
    expect(tokenizer.addsBos).toBe(true)
    expect(tokenizer.encode('a', { addSpecial: true })).toEqual(tinyIds('<s>', 'a'))
    expect(tokenizer.encode('a', { addSpecial: false })).toEqual(tinyIds('a'))
    expect(tinyTokenizer().addsBos).toBe(false)
  })

  it('names special tokens from the config, or from usual names without one', () => {
    const named = createTokenizer(tinyTokenizerJson({ addsBos: false }), {
      eos_token: { content: '<s>' },
      bos_token: null,
    })
    expect(named).toMatchObject({ bosId: null, eosId: 0, padId: 0 })
    const usual = createTokenizer(tinyTokenizerJson({ addsBos: false }), null)
    expect(usual).toMatchObject({ bosId: 0, eosId: 1, padId: 1 })
  })

  it('reads and leaves out special tokens in text', () => {
    const tokenizer = tinyTokenizer()
    const ids = tokenizer.encode('a</s>', { addSpecial: false })
    expect(ids).toEqual(tinyIds('a', '</s>'))
    expect(tokenizer.decode(ids, { skipSpecial: true })).toBe('a')
    expect(tokenizer.decode(ids, { skipSpecial: false })).toBe('a</s>')
    expect(tokenizer.decode([], { skipSpecial: true })).toBe('')
  })

  it('counts the largest id into the vocabulary', () => {
    expect(tinyTokenizer().vocabularySize).toBe(tinyIds('qu')[0]! + 1)
  })

  it('refuses a broken file and a special token that is not there, by name', () => {
    expect(() => createTokenizer({ model: {} }, null)).toThrow(
      expect.objectContaining({ code: 'model/broken-tokenizer', message: expect.stringContaining('tokenizer.json') }),
    )
    expect(() => createTokenizer(tinyTokenizerJson({ addsBos: false }), { eos_token: '<end>' })).toThrow(/"<end>"/)
  })
})
