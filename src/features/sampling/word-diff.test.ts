import { describe, expect, it } from 'vitest'
import { markFresh } from './word-diff'

const fresh = (base: string, policy: string) =>
  markFresh(base, policy)
    .filter((piece) => piece.fresh)
    .map((piece) => piece.text)

describe('markFresh', () => {
  it('marks the words that the base does not have', () => {
    expect(fresh('Go away.', 'Please go away now.')).toEqual(['Please', 'now'])
    expect(fresh('Go.', 'Thank you, go.')).toEqual(['Thank you,'])
    expect(fresh('I will not help you.', 'I will gladly help you.')).toEqual(['gladly'])
  })

  it('gives the text back when the pieces are joined', () => {
    for (const [base, policy] of [
      ['a b c', ' a  x y c\n'],
      ['', 'one two'],
      ['one two', ''],
      ['Same text.', 'Same text.'],
      ['Don’t!', 'Do not, please: “thanks”…'],
    ] as const) {
      const joined = markFresh(base, policy)
        .map((piece) => piece.text)
        .join('')
      expect(joined).toBe(policy)
    }
  })

  it('marks nothing in equal texts', () => {
    expect(fresh('the cat sat', 'the cat sat')).toEqual([])
  })
})
