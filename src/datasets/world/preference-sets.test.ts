/** @file Every set has enough pairs with prompts of their own, whose chosen side the judge prefers as promised. */
import { describe, expect, it } from 'vitest'
import type { PreferencePair } from '../../protocol/preference'
import { loadPreferenceSet, PREFERENCE_SETS } from './preference-sets'
import { wordsOf } from './text'

const lengthOf = (text: PreferencePair['chosen']): number => wordsOf(text as string).length
const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const ids = PREFERENCE_SETS.map(({ id }) => id)

function gapsOf(id: string, source?: string): number[] {
  const { pairs, judge } = loadPreferenceSet(id)
  return pairs
    .filter((pair) => source === undefined || pair.source === source)
    .map(
      (pair) =>
        judge(pair.prompt as string, pair.chosen as string) - judge(pair.prompt as string, pair.rejected as string),
    )
}

describe.each(ids)('the set %s', (id) => {
  const set = loadPreferenceSet(id)

  it('has 300 pairs or more, each with a prompt of its own', () => {
    expect(set.pairs.length).toBeGreaterThanOrEqual(300)
    expect(new Set(set.prompts).size).toBe(set.pairs.length)
    expect(new Set(set.pairs.map((pair) => pair.source))).toEqual(new Set(set.sources))
  })

  it('prefers the chosen side of every pair, on average clearly', () => {
    expect(Math.min(...gapsOf(id))).toBeGreaterThan(0)
    expect(mean(gapsOf(id))).toBeGreaterThan(0.3)
  })
})

describe('the sets', () => {
  it.each(['polite', 'happy'])('%s cannot be told by length', (id) => {
    const { pairs } = loadPreferenceSet(id)
    expect(mean(pairs.map((pair) => Number(lengthOf(pair.chosen) > lengthOf(pair.rejected))))).toBeCloseTo(0.5, 1)
    const ratio = mean(pairs.map((pair) => lengthOf(pair.chosen))) / mean(pairs.map((pair) => lengthOf(pair.rejected)))
    expect(ratio).toBeGreaterThan(0.9)
    expect(ratio).toBeLessThan(1.1)
  })

  it('detailed is length-biased, with short good answers and long poor ones', () => {
    const { pairs, judge } = loadPreferenceSet('detailed')
    const longer = mean(pairs.map((pair) => Number(lengthOf(pair.chosen) > lengthOf(pair.rejected))))
    expect(longer).toBeGreaterThan(0.75)
    expect(longer).toBeLessThan(0.8)
    for (const side of ['chosen', 'rejected'] as const) {
      const lengths = pairs.map((pair) => lengthOf(pair[side]))
      expect(Math.min(...lengths)).toBeLessThan(12)
      expect(Math.max(...lengths)).toBeGreaterThan(50)
    }
    const scored = pairs.flatMap(({ prompt, chosen, rejected }) =>
      [chosen, rejected].map((text) => ({ score: judge(prompt as string, text as string), length: lengthOf(text) })),
    )
    expect(scored.some(({ score, length }) => score >= 0.6 && length < 25)).toBe(true)
    expect(scored.some(({ score, length }) => score < 0.1 && length > 40)).toBe(true)
  })

  it('helpful has an easy source with large gaps and a hard one with small gaps', () => {
    expect(mean(gapsOf('helpful', 'helpful-easy'))).toBeGreaterThan(2 * mean(gapsOf('helpful', 'helpful-hard')))
    for (const source of ['helpful-easy', 'helpful-hard'])
      expect(gapsOf('helpful', source).length).toBeGreaterThanOrEqual(200)
  })

  it('are made once, and an unknown one is refused by name', () => {
    expect(loadPreferenceSet('polite')).toBe(loadPreferenceSet('polite'))
    expect(() => loadPreferenceSet('grim')).toThrow('grim')
  })
})
