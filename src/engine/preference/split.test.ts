import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../protocol/random'
import { splitHeldOut, swapSides, withLabelNoise } from './split'
import type { TokenizedPair } from './tokenize-pairs'

const pairOf = (prompt: string, row: number): TokenizedPair => ({
  source: 'test',
  row,
  prompt: [1],
  chosen: [2, row],
  rejected: [3],
  cutPrompt: false,
  cutChosen: true,
  cutRejected: false,
  straddled: false,
  swapped: false,
  pair: { source: 'test', row, prompt, chosen: 'yes', rejected: 'no' },
})

const prompts = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 2, maxLength: 40 })

describe('splitHeldOut', () => {
  it('keeps all pairs of a prompt on one side and loses none', () => {
    fc.assert(
      fc.property(prompts, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(), (names, heldOutShare, seed) => {
        const pairs = names.map(pairOf)
        const { training, heldOut } = splitHeldOut(pairs, { heldOutShare, heldOutMax: 1000 }, createRandom(seed))
        const trained = new Set(training.map((pair) => pair.pair.prompt))
        expect(heldOut.some((pair) => trained.has(pair.pair.prompt))).toBe(false)
        expect([...training, ...heldOut].sort((a, b) => a.row - b.row)).toEqual(pairs)
        expect(training.length).toBeGreaterThan(0)
      }),
    )
  })

  it('holds out the share of prompts, at least one and not all', () => {
    const pairs = [...'abcdefghij'].map(pairOf)
    const count = (heldOutShare: number) =>
      splitHeldOut(pairs, { heldOutShare, heldOutMax: 1000 }, createRandom(1)).heldOut.length
    expect([0, 0.01, 0.3, 1].map(count)).toEqual([0, 1, 3, 9])
  })

  it('evaluates at most heldOutMax, and trains on the same pairs whatever it is', () => {
    const pairs = [...'abcdefghij'].map(pairOf)
    const split = (heldOutMax: number) => splitHeldOut(pairs, { heldOutShare: 0.5, heldOutMax }, createRandom(1))
    expect(split(2).heldOut).toHaveLength(2)
    expect(split(2).training).toEqual(split(100).training)
  })

  it('trains on a single prompt rather than hold it out', () => {
    expect(splitHeldOut([pairOf('a', 1)], { heldOutShare: 0.5, heldOutMax: 9 }, createRandom(1)).heldOut).toEqual([])
  })
})

describe('withLabelNoise', () => {
  it('swaps the share, by seed, and marks the pairs', () => {
    const pairs = Array.from({ length: 20 }, (_, row) => pairOf('a', row))
    const noisy = (seed: number) => withLabelNoise(pairs, 0.25, createRandom(seed))
    expect(noisy(1).filter((pair) => pair.swapped)).toHaveLength(5)
    expect(noisy(1)).toEqual(noisy(1))
    expect(noisy(1)).not.toEqual(noisy(2))
    expect(withLabelNoise(pairs, 0, createRandom(1))).toEqual(pairs)
  })

  it('swaps texts, ids and cuts together, and twice is as before', () => {
    const pair = pairOf('a', 9)
    expect(swapSides(pair)).toMatchObject({
      chosen: [3],
      rejected: [2, 9],
      cutChosen: false,
      cutRejected: true,
      pair: { chosen: 'no', rejected: 'yes' },
    })
    expect(swapSides(swapSides(pair))).toEqual(pair)
  })
})
