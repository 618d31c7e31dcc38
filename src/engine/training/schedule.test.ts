import { describe, expect, it } from 'vitest'
import { learningRateAt } from './schedule'

const rates = (schedule: 'constant' | 'linear' | 'cosine', warmupRatio: number, steps = 10) =>
  Array.from({ length: steps }, (_, step) => learningRateAt(step, steps, { learningRate: 1, schedule, warmupRatio }))

describe('learningRateAt', () => {
  it('rises linearly to the peak over the warm-up', () => {
    expect(rates('constant', 0.4).slice(0, 5)).toEqual([0.25, 0.5, 0.75, 1, 1])
  })

  it('falls linearly from the peak towards zero', () => {
    expect(rates('linear', 0, 4)).toEqual([1, 0.75, 0.5, 0.25])
  })

  it('follows half a cosine', () => {
    const [first, , middle] = rates('cosine', 0, 4)
    expect(first).toBe(1)
    expect(middle).toBeCloseTo(0.5)
  })

  it('never wastes a step on a rate of zero', () => {
    for (const schedule of ['constant', 'linear', 'cosine'] as const)
      for (const ratio of [0, 0.1, 0.5, 1]) expect(Math.min(...rates(schedule, ratio))).toBeGreaterThan(0)
  })
})
