import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../protocol/random'
import { splitIntoStages } from './stages'

const item = (source: string, gap: number) => ({ source, gap })
type Item = ReturnType<typeof item>
const ease = ({ gap }: Item) => ({ avgChosen: gap, avgRejected: 0 })

type Split = 'by-source' | 'in-order' | 'random' | 'easy-to-hard'
const stages = (items: Item[], split: Split, count: number, seed = 1) =>
  splitIntoStages(items, { split, count }, ease, createRandom(seed))
const gaps = (chunks: Item[][]) => chunks.map((chunk) => chunk.map(({ gap }) => gap))

describe('splitIntoStages', () => {
  const single = [-1, 3, 0.5, -2, 2].map((gap) => item('a', gap))

  it('cuts in order', () =>
    expect(gaps(stages(single, 'in-order', 2))).toEqual([
      [-1, 3, 0.5],
      [-2, 2],
    ]))

  it('sorts a single source by the difference, largest first', () =>
    expect(gaps(stages(single, 'easy-to-hard', 2))).toEqual([
      [3, 2, 0.5],
      [-1, -2],
    ]))

  it('ranks several sources by the share that the base orders right, not by the size of the gap', () => {
    const hard = [item('hard', 9), item('hard', -1), item('hard', -1)]
    const easy = [item('easy', 0.1), item('easy', 0.2), item('easy', -0.1)]
    expect(gaps(stages([...hard, ...easy], 'by-source', 7))).toEqual([
      [0.1, 0.2, -0.1],
      [9, -1, -1],
    ])
    expect(gaps(stages([...hard, ...easy], 'easy-to-hard', 2))).toEqual([
      [0.2, 0.1, -0.1],
      [9, -1, -1],
    ])
  })

  it('counts a tie as wrong and keeps equally easy sources in order of appearance', () => {
    const items = [item('tie', 0), item('b', 1), item('c', 1)]
    expect(stages(items, 'by-source', 1).map((chunk) => chunk[0]!.source)).toEqual(['b', 'c', 'tie'])
  })

  it('leaves one stage as it is, without asking for the ease', () => {
    const never = () => {
      throw new Error('asked')
    }
    expect(splitIntoStages(single, { split: 'easy-to-hard', count: 1 }, never, createRandom(1))).toEqual([single])
  })

  it('is random by seed', () => {
    expect(stages(single, 'random', 2, 4)).toEqual(stages(single, 'random', 2, 4))
    expect([1, 2, 3].map((seed) => gaps(stages(single, 'random', 2, seed)))).not.toEqual(
      [1, 2, 3].map(() => gaps(stages(single, 'in-order', 2))),
    )
  })

  it('puts every pair into exactly one stage, and leaves none empty', () => {
    const items = fc.array(
      fc.record({ source: fc.constantFrom('a', 'b', 'c'), gap: fc.integer({ min: -3, max: 3 }) }),
      { minLength: 1, maxLength: 30 },
    )
    const splits = fc.constantFrom<Split[]>('by-source', 'in-order', 'random', 'easy-to-hard')
    fc.assert(
      fc.property(items, splits, fc.integer({ min: 1, max: 16 }), (given, split, count) => {
        const chunks = stages(given, split, count)
        expect(new Set(chunks.flat())).toEqual(new Set(given))
        expect(chunks.flat()).toHaveLength(given.length)
        const sizes = chunks.map((chunk) => chunk.length)
        expect(Math.min(...sizes)).toBeGreaterThan(0)
        if (split !== 'by-source') expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
      }),
    )
  })
})
