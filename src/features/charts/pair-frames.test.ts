import { describe, expect, it } from 'vitest'
import { gapScatterFrame, lengthScatterFrame, marginHistogramFrame } from './pair-frames'

const PAIRS = {
  margins: [0.3, -0.1, 2],
  logpsAvgChosen: [-1, -2, -3],
  logpsAvgRejected: [-4, -5, Number.NaN],
  lengthsChosen: [10, 30, 20],
  lengthsRejected: [12, 8, 40],
}

it('lengthScatterFrame pools both sides by length', () => {
  const frame = lengthScatterFrame(PAIRS)
  expect(frame.x).toEqual([8, 10, 12, 20, 30, 40])
  expect(frame.ys[0]).toEqual([undefined, -1, undefined, -3, -2, undefined])
  expect(frame.ys[1]).toEqual([-5, undefined, -4, undefined, undefined, null])
})

it('gapScatterFrame sorts pairs by their difference in length', () => {
  const frame = gapScatterFrame(PAIRS)
  expect(frame.x).toEqual([-20, -2, 22])
  expect(frame.ys[0]).toEqual([2, 0.3, -0.1])
})

describe('marginHistogramFrame', () => {
  it('counts every margin once, with an edge at zero', () => {
    const frame = marginHistogramFrame(PAIRS, [])
    const counts = frame.ys[0] as number[]
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3)
    const [low, high] = frame.xRange!
    expect(low).toBeLessThanOrEqual(-0.1)
    expect(high).toBeGreaterThanOrEqual(2)
    const wrong = counts.filter((_, i) => frame.x[i]! < 0)
    expect(wrong.reduce((sum, count) => sum + count, 0)).toBe(1)
  })
  it('copes with equal margins and with none', () => {
    expect(marginHistogramFrame({ ...PAIRS, margins: [0, 0, 0] }, []).ys[0]).toContain(3)
    expect(marginHistogramFrame({ ...PAIRS, margins: [] }, []).x).toEqual([])
  })
})
