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

  it('reads merges as strings and as pairs', () => {
    const asStrings = tinyTokenizerJson({ addsBos: false }) as { model: { merges: string[] } }
    const merges = asStrings.model.merges.map((merge) => merge.split(' '))
    const asPairs = { ...asStrings, model: { ...asStrings.model, merges } }
    for (const json of [asStrings, asPairs]) {
      const ids = createTokenizer(json, null).encode('tea qua', { addSpecial: false })
      expect(ids).toEqual(tinyIds('tea', 'Ġ', 'qu', 'a'))
    }
  })

  it('ends texts at EOS and at what generation_config.json adds, if the tokenizer knows it', () => {
    const open = (eos_token_id: unknown) =>
      createTokenizer(tinyTokenizerJson({ addsBos: false }), { eos_token: '</s>' }, { eos_token_id })
    expect(open([0, 1]).eosIds).toEqual([1, 0])
    expect(open(0).eosIds).toEqual([1, 0])
    expect(open([9999, -1, 'x']).eosIds).toEqual([1])
    expect(tinyTokenizer().eosIds).toEqual([1])
  })
})

/** As Llama 3 has it: BOS from a template within a sequence of post-processors, and an end of turn that is not EOS. */
describe('a tokenizer in the manner of Llama 3', () => {
  const json = tinyTokenizerJson({ addsBos: true }) as { post_processor: object }
  const bytes = { type: 'ByteLevel', add_prefix_space: true, trim_offsets: false, use_regex: true }
  const sequence = { ...json, post_processor: { type: 'Sequence', processors: [bytes, json.post_processor] } }

  it('adds BOS', () => {
    const tokenizer = createTokenizer(sequence, { bos_token: '<s>', eos_token: '</s>' })
    expect(tokenizer.addsBos).toBe(true)
    expect(tokenizer.encode('tea', { addSpecial: true })).toEqual(tinyIds('<s>', 'tea'))
  })
})
