import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SequenceBatch } from '../model/batch'
import { bucketLength, collateChosen, collatePairs, collateSequences } from './collate'
import type { TokenizedPair } from './tokenize-pairs'

const pairOf = (prompt: number[], chosen: number[], rejected: number[]): TokenizedPair => ({
  source: 'test',
  row: 1,
  prompt,
  chosen,
  rejected,
  cutPrompt: false,
  cutChosen: false,
  cutRejected: false,
  straddled: false,
  swapped: false,
  pair: { source: 'test', row: 1, prompt: '', chosen: '', rejected: '' },
})

/** TRL's completion mask, [rows][tokens]: 1 where a token is scored. */
const maskOf = ({ rows, tokens, positions }: SequenceBatch, width: number): number[][] =>
  Array.from({ length: rows }, (_, row) =>
    Array.from({ length: width }, (_, place) => Number(positions.includes(row * tokens + place - 1) && place > 0)),
  )

describe('collatePairs', () => {
  it("gives TRL's own ids and completion masks", () => {
    const batch = collatePairs([pairOf([1, 2, 3], [4, 5], [6]), pairOf([7, 8], [9, 10], [11, 12, 13])], 0)
    const rows = [0, 1, 2, 3].map((row) => Array.from(batch.ids.slice(row * batch.tokens, row * batch.tokens + 5)))
    expect(rows).toEqual([
      [1, 2, 3, 4, 5],
      [7, 8, 9, 10, 0],
      [1, 2, 3, 6, 0],
      [7, 8, 11, 12, 13],
    ])
    expect(maskOf(batch, 5)).toEqual([
      [0, 0, 0, 1, 1],
      [0, 0, 1, 1, 0],
      [0, 0, 0, 1, 0],
      [0, 0, 1, 1, 1],
    ])
    expect(Array.from(batch.targets)).toEqual([4, 5, 9, 10, 6, 11, 12, 13])
    expect(Array.from(batch.lengths)).toEqual([2, 2, 1, 3])
    expect(batch.tokens).toBe(16)
  })
})

describe('collateChosen', () => {
  it('leaves the rejected sides out', () => {
    const batch = collateChosen([pairOf([1], [2], [3, 4])], 0)
    expect(batch.rows).toBe(1)
    expect(Array.from(batch.targets)).toEqual([2])
  })
})

describe('collateSequences', () => {
  const tokens = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 40 })
  const sequences = fc.array(fc.record({ prompt: tokens, completion: tokens }), { minLength: 1, maxLength: 5 })

  it('loses no token and scores every completion token from the place before it', () => {
    fc.assert(
      fc.property(sequences, (given) => {
        const batch = collateSequences(given, 0)
        given.forEach(({ prompt, completion }, row) => {
          const ids = Array.from(batch.ids.slice(row * batch.tokens, (row + 1) * batch.tokens))
          expect(ids.filter((id) => id !== 0)).toEqual([...prompt, ...completion])
          expect(batch.lengths[row]).toBe(completion.length)
        })
        expect(Array.from(batch.targets)).toEqual(given.flatMap(({ completion }) => completion))
        expect(Array.from(batch.positions, (position) => batch.ids[position + 1])).toEqual(Array.from(batch.targets))
      }),
    )
  })

  it('scores a sequence alone as in a batch', () => {
    fc.assert(
      fc.property(sequences, (given) => {
        const together = collateSequences(given, 0)
        given.forEach((sequence, row) => {
          const alone = collateSequences([sequence], 0)
          const scored = [...together.rowOf.keys()].filter((k) => together.rowOf[k] === row)
          expect(scored.map((k) => together.targets[k])).toEqual(Array.from(alone.targets))
          expect(scored.map((k) => together.positions[k]! - row * together.tokens)).toEqual(Array.from(alone.positions))
        })
      }),
    )
  })

  it('does not score a first token that nothing predicts', () => {
    expect(Array.from(collateSequences([{ prompt: [], completion: [5, 6] }], 0).targets)).toEqual([6])
  })

  it('pads to a bucket, but not beyond the limit', () => {
    const sequence = { prompt: [1], completion: Array<number>(19).fill(2) }
    expect(collateSequences([sequence], 0).tokens).toBe(32)
    expect(collateSequences([sequence], 0, 24).tokens).toBe(24)
    expect([1, 16, 17, 128, 129, 200].map(bucketLength)).toEqual([16, 16, 32, 128, 160, 224])
  })
})
