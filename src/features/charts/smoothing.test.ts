import { describe, expect, it } from 'vitest'
import { lastMean, runningMean, smooth } from './smoothing'

describe('smooth', () => {
  it('is debiased: the first value is itself', () => {
    const smoothed = smooth([4, 0, 0], 0.9)
    expect(smoothed[0]).toBeCloseTo(4)
    expect(smoothed[1]).toBeCloseTo((0.9 * 0.1 * 4) / (1 - 0.81))
  })
  it('is off at 0', () => expect([...smooth([1, 5, 2], 0)]).toEqual([1, 5, 2]))
  it('leaves a constant alone, to the last bit', () =>
    expect([...smooth([0.1, 0.1, 0.1], 0.95)]).toEqual([0.1, 0.1, 0.1]))
  it('passes through what is not finite, and forgets nothing over it', () => {
    const smoothed = smooth([1, Number.NaN, Number.POSITIVE_INFINITY, 3], 0.5)
    expect(smoothed[1]).toBeNaN()
    expect(smoothed[2]).toBe(Number.POSITIVE_INFINITY)
    expect(smoothed[3]).toBeCloseTo(smooth([1, 3], 0.5)[1]!)
  })
  it('begins anew at a stage', () => {
    const smoothed = smooth([3, 2, 0, 1], 0.9, [0, 2])
    expect(smoothed[2]).toBe(0)
    expect(smoothed[3]).toBeCloseTo(smooth([0, 1], 0.9)[1]!)
  })
  it('does not touch its input', () => {
    const values = new Float64Array([1, 2])
    smooth(values, 0.9)
    expect([...values]).toEqual([1, 2])
  })
})

describe('running mean', () => {
  it('takes the last few, fewer at the beginning', () => {
    expect([...runningMean([1, 0, 1, 1], 2)]).toEqual([1, 0.5, 0.5, 1])
  })
  it('keeps gaps and counts past them', () => {
    const values = [1, Number.NaN, 0]
    expect([...runningMean(values, 2)]).toEqual([1, Number.NaN, 0.5])
    expect(lastMean(values, 10)).toEqual({ mean: 0.5, count: 2 })
  })
  it('begins anew at a stage', () => {
    expect([...runningMean([1, 1, 0, 1], 3, [0, 2])]).toEqual([1, 1, 0, 0.5])
  })
  it('has no mean of nothing', () => expect(lastMean([], 5)).toEqual({ mean: Number.NaN, count: 0 }))
})
