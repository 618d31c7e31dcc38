import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../protocol/random'
import { batchOrder, stageSteps } from './batch-order'

describe('stageSteps', () => {
  it('covers the passes, rounding up to whole batches', () => {
    expect(stageSteps(100, 8, 1, null)).toBe(13)
    expect(stageSteps(100, 8, 0.5, null)).toBe(7)
    expect(stageSteps(100, 8, 3, 5)).toBe(5)
  })
})

describe('batchOrder', () => {
  it('takes no pair twice in a batch, and all equally often', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 12 }), fc.nat(), (pairs, size, seed) => {
        const steps = 30
        const counts = new Array<number>(pairs).fill(0)
        for (const batch of batchOrder(pairs, size, steps, createRandom(seed))) {
          expect(new Set(batch).size).toBe(Math.min(size, pairs))
          for (const index of batch) counts[index]! += 1
        }
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(2)
      }),
    )
  })

  it('is the same for the same seed and another for another', () => {
    const order = (seed: number) => batchOrder(20, 4, 10, createRandom(seed))
    expect(order(3)).toEqual(order(3))
    expect(order(3)).not.toEqual(order(4))
  })
})
