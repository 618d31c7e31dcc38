import { describe, expect, it } from 'vitest'
import { tinyIds, tinyTokenizer } from '../../../tests/support/tiny-tokenizer'
import type { PreferencePair } from '../../protocol/preference'
import { createChatTemplate } from '../tokenizer/chat-template'
import { fitReport } from './fit-report'
import { type TokenizeOptions, tokenizePairs } from './tokenize-pairs'

const OPTIONS: TokenizeOptions = {
  tokenizer: tinyTokenizer(),
  chat: null,
  context: 100,
  vocabularySize: 100,
  maxLength: null,
  maxPromptLength: null,
}

const pair = (
  prompt: PreferencePair['prompt'],
  chosen: PreferencePair['chosen'],
  rejected: PreferencePair['rejected'],
) => ({
  row: 7,
  source: 'pairs.jsonl',
  prompt,
  chosen,
  rejected,
})

function one(row: PreferencePair, options: Partial<TokenizeOptions> = {}) {
  const { pairs, dropped } = tokenizePairs([row], { ...OPTIONS, ...options })
  expect(dropped).toEqual([])
  return pairs[0]!
}

const reasonFor = (row: PreferencePair, options: Partial<TokenizeOptions> = {}) =>
  tokenizePairs([row], { ...OPTIONS, ...options }).dropped

describe('plain text', () => {
  it('takes what follows the prompt as the completion, and appends EOS', () => {
    expect(one(pair('i like', ' tea', ' a'))).toMatchObject({
      prompt: tinyIds('i', 'Ġ', 'l', 'i', 'k', 'e'),
      chosen: tinyIds('Ġ', 'tea', '</s>'),
      rejected: tinyIds('Ġ', 'a', '</s>'),
      straddled: false,
    })
  })

  it('adds BOS once if the tokenizer adds it', () => {
    const tokenizer = tinyTokenizer({ addsBos: true })
    expect(one(pair('a', 'b', 'c'), { tokenizer })).toMatchObject({
      prompt: tinyIds('<s>', 'a'),
      chosen: tinyIds('b', '</s>'),
    })
    expect(one(pair('<s>a', 'b', 'c'), { tokenizer }).prompt).toEqual(tinyIds('<s>', 'a'))
  })

  it('does not append a second EOS', () => {
    expect(one(pair('a', 'b</s>', 'c')).chosen).toEqual(tinyIds('b', '</s>'))
  })

  it('flags a token that straddles the end of the prompt', () => {
    // "te" + "a." is "tea" "." and not "te" "a" ".".
    const straddled = one(pair('te', 'a.', 'b.'))
    expect(straddled).toMatchObject({ prompt: tinyIds('te'), chosen: tinyIds('.', '</s>'), straddled: true })
  })

  it('tokenises a prompt once for both sides', () => {
    const tokenizer = tinyTokenizer()
    const texts: string[] = []
    const counting = {
      ...tokenizer,
      encode: (text: string, options: { addSpecial: boolean }) => {
        texts.push(text)
        return tokenizer.encode(text, options)
      },
    }
    one(pair('a', 'b', 'c'), { tokenizer: counting })
    expect(texts).toEqual(['a', 'ab', 'ac'])
  })

  it('gives an empty prompt a start token', () => {
    expect(one(pair('', 'a', 'b'))).toMatchObject({ prompt: tinyIds('<s>'), chosen: tinyIds('a', '</s>') })
  })
})

describe('rows that cannot be used', () => {
  it('names row, source and reason', () => {
    expect(reasonFor(pair('te', 'a', 'b'))).toEqual([
      { row: 7, source: 'pairs.jsonl', code: 'data/empty-completion', message: expect.stringContaining('chosen') },
    ])
  })

  it('drops sides that are equal, also when a cut made them so', () => {
    expect(reasonFor(pair('a', 'bcd', 'bcd'))[0]!.code).toBe('data/equal-completions')
    expect(reasonFor(pair('a', 'bcd', 'bce'), { maxLength: 3 })[0]!.code).toBe('data/equal-completions')
  })

  it('drops a pair whose prompt leaves nothing', () => {
    expect(reasonFor(pair('abcd', 'b', 'c'), { maxLength: 4, maxPromptLength: 4 })[0]!.code).toBe('data/too-long')
  })

  it('refuses text without a tokenizer and chat without a template', () => {
    expect(() => tokenizePairs([pair('a', 'b', 'c')], { ...OPTIONS, tokenizer: null })).toThrow(
      expect.objectContaining({ code: 'model/no-tokenizer' }),
    )
    const chat = pair([{ role: 'user', content: 'a' }], 'b', 'c')
    expect(() => tokenizePairs([chat], OPTIONS)).toThrow(expect.objectContaining({ code: 'model/no-chat-template' }))
  })
})

describe('too long', () => {
  it('keeps the end of the prompt and the start of the completion, without EOS', () => {
    expect(one(pair('abcdef', 'ghi', 'j'), { maxLength: 5, maxPromptLength: 3 })).toMatchObject({
      prompt: tinyIds('d', 'e', 'f'),
      chosen: tinyIds('g', 'h'),
      rejected: tinyIds('j', '</s>'),
      cutPrompt: true,
      cutChosen: true,
      cutRejected: false,
    })
  })

  it('keeps BOS in front of a cut prompt', () => {
    const tokenizer = tinyTokenizer({ addsBos: true })
    expect(one(pair('abcdef', 'g', 'h'), { tokenizer, maxPromptLength: 3 }).prompt).toEqual(tinyIds('<s>', 'e', 'f'))
  })

  it('cuts nothing that fits, and never passes the context', () => {
    expect(one(pair('abc', 'd', 'e'), { context: 5 })).toMatchObject({ cutPrompt: false, cutChosen: false })
    const long = one(pair('abc', 'defgh', 'e'), { context: 5, maxLength: 1000 })
    expect(long.prompt.length + long.chosen.length).toBe(5)
  })

  it('counts what it did', () => {
    const rows = [pair('abcdef', 'ghi', 'j'), pair('te', 'a.', 'b'), pair('a', 'b', 'b')]
    const report = fitReport(tokenizePairs(rows, { ...OPTIONS, maxLength: 5, maxPromptLength: 3 }))
    expect(report).toMatchObject({ pairs: 2, cutPrompts: 1, cutCompletions: 1, straddled: 1, chosenLongerShare: 0 })
    expect(report.dropped).toHaveLength(1)
    expect(report.tokensChosen).toEqual([2, 2])
  })
})

describe('chat', () => {
  const chat = createChatTemplate({
    chat_template:
      "{% for m in messages %}{{ m.role[0] + ':' + m.content }}{% if m.role == 'assistant' %}{{ '</s>' }}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ 'a:' }}{% endif %}",
  })
  const user = [{ role: 'user', content: 'hi' }]
  const expected = { prompt: tinyIds('u', ':', 'h', 'i', 'a', ':'), chosen: tinyIds('b', '</s>'), straddled: false }

  it('puts the generation prompt before the completion, and one EOS behind', () => {
    const said = (content: string) => [{ role: 'assistant', content }]
    expect(one(pair(user, said('b'), said('c')), { chat })).toMatchObject(expected)
  })

  it('drops a conversation that the template refuses, and goes on', () => {
    const strict = createChatTemplate({
      chat_template: "{% if messages[0].role != 'user' %}{{ raise_exception('user first') }}{% endif %}a",
    })
    const rows = [pair([{ role: 'system', content: 'a' }], 'b', 'c'), pair('a', 'b', 'c')]
    const { pairs, dropped } = tokenizePairs(rows, { ...OPTIONS, chat: strict })
    expect(pairs).toHaveLength(1)
    expect(dropped).toMatchObject([{ row: 7, message: expect.stringContaining('user first') }])
  })

  it('drops a conversation that the template stumbles over, but stops at a template that does not end', () => {
    const rows = [pair([{ role: 'system', content: 'a' }], 'b', 'c'), pair('a', 'b', 'c')]
    const clumsy = createChatTemplate({
      chat_template: "{{ messages[0].role[0] + none if messages[0].role == 'system' }}",
    })
    expect(reasonFor(rows[0]!, { chat: clumsy })[0]!.code).toBe('model/broken-template')
    const endless = createChatTemplate({ chat_template: '{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}' })
    expect(() => tokenizePairs(rows, { ...OPTIONS, chat: endless })).toThrow(
      expect.objectContaining({ code: 'model/broken-template' }),
    )
  })

  it('adds no BOS to a text for which the template wrote it', () => {
    const tokenizer = tinyTokenizer({ addsBos: true })
    const withBos = createChatTemplate({ chat_template: '{{ bos_token }}{{ messages[-1].content }}', bos_token: '<s>' })
    expect(one(pair(user, 'hib', 'hic'), { tokenizer, chat: withBos }).prompt).toEqual(tinyIds('<s>', 'h', 'i'))
  })

  it('appends no EOS where the template ended the turn with another token that ends texts', () => {
    const tokenizer = { ...tinyTokenizer(), eosIds: [1, 0] }
    const otherEnd = createChatTemplate({
      chat_template: "{% for m in messages %}{{ m.content + ('<s> ' if m.role == 'assistant' else '') }}{% endfor %}",
    })
    expect(one(pair(user, 'b', 'c'), { tokenizer, chat: otherEnd }).chosen).toEqual(tinyIds('b', '<s>', 'Ġ'))
    const single = { ...tokenizer, eosIds: [1] }
    expect(one(pair(user, 'b', 'c'), { tokenizer: single, chat: otherEnd }).chosen).toEqual(
      tinyIds('b', '<s>', 'Ġ', '</s>'),
    )
  })

  it('takes both sides as turns where only one of them is', () => {
    const row = pair('hi', [{ role: 'assistant', content: 'b' }], 'c')
    expect(one(row, { chat })).toMatchObject({ ...expected, rejected: tinyIds('c', '</s>') })
  })

  it('takes a string beside turns as the other speaker', () => {
    expect(one(pair(user, 'b', 'c'), { chat })).toMatchObject(expected)
  })
})

describe('rows tokenised elsewhere', () => {
  const row = (ids: PreferencePair['ids']) => ({ ...pair('', '', ''), ids })

  it('are taken as they are, also without a tokenizer', () => {
    const ids = { prompt: [3, 4], chosen: [5], rejected: [6, 7] }
    expect(one(row(ids), { tokenizer: null })).toMatchObject(ids)
  })

  it('must be ids that the model knows', () => {
    const reason = reasonFor(row({ prompt: [3], chosen: [100], rejected: [6] }))[0]!
    expect(reason).toMatchObject({ code: 'data/wrong-type', message: expect.stringContaining('100') })
    expect(reasonFor(row({ prompt: [], chosen: [1], rejected: [6] }))[0]!.code).toBe('data/empty-prompt')
  })
})
