import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sharedPromptLength } from './implicit-prompt'

const split = (chosen: string, rejected: string) => {
  const cut = sharedPromptLength(chosen, rejected)
  return cut === 0 ? null : [chosen.slice(0, cut), chosen.slice(cut), rejected.slice(cut)]
}

describe('the prompt that two texts share', () => {
  const cases: [string, string, string[] | null][] = [
    ['I like tea', 'I like tequila', ['I like', ' tea', ' tequila']],
    ['I like  tea', 'I like  you', ['I like', '  tea', '  you']],
    ['I like tea\nmuch', 'I like tea so', ['I like tea', '\nmuch', ' so']],
    ['I like', 'I like tea', ['I', ' like', ' like tea']],
    ['tea', 'tequila', null],
    ['yes', 'no', null],
    [
      '\n\nHuman: Hi\n\nAssistant: I am',
      '\n\nHuman: Hi\n\nAssistant: I was',
      ['\n\nHuman: Hi\n\nAssistant:', ' I am', ' I was'],
    ],
    ['Q: Tea?\nA: Yes do', 'Q: Tea?\nA: Yes no', ['Q: Tea?\nA:', ' Yes do', ' Yes no']],
    ['### Response:\nA b', '### Response:\nA c', ['### Response:', '\nA b', '\nA c']],
    ['<|im_start|>assistant\nSo a', '<|im_start|>assistant\nSo b', ['<|im_start|>assistant\n', 'So a', 'So b']],
    ['你好吗？很好', '你好吗？不好', ['你好吗？', '很好', '不好']],
    ['Note: I like tea', 'Note: I like tequila', ['Note: I like', ' tea', ' tequila']],
  ]
  it.each(cases)('of %j and %j', (chosen, rejected, expected) => {
    expect(split(chosen, rejected)).toEqual(expected)
  })
  it('is none where one text is empty', () => {
    expect(sharedPromptLength('Assistant:tea', '')).toBe(0)
    expect(sharedPromptLength('', '')).toBe(0)
  })
  it('with its completions gives both texts back, and never ends inside a word', () => {
    const words = fc.array(
      fc.constantFrom('tea', 'te', 'a', ' ', '\n', '  ', 'I', '👍', 'Assistant:', '\n\nHuman:', 'é'),
      {
        maxLength: 12,
      },
    )
    const text = (parts: string[]) => parts.join('')
    fc.assert(
      fc.property(words, words, words, (start, a, b) => {
        const [chosen, rejected] = [text([...start, ...a]), text([...start, ...b])]
        const cut = sharedPromptLength(chosen, rejected)
        if (cut === 0) return
        const prompt = chosen.slice(0, cut)
        expect(rejected.startsWith(prompt)).toBe(true)
        expect(cut).toBeLessThan(Math.min(chosen.length, rejected.length))
        for (const side of [chosen, rejected]) {
          expect(/\s/.test(side[cut]!) || /:$/.test(prompt)).toBe(true)
        }
      }),
    )
  })
})
