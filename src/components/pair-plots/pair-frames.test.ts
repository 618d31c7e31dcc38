import { describe, expect, it } from 'vitest'
import { gapScatterFrame, lengthScatterFrame, logpHistogramFrame, marginHistogramFrame } from './pair-frames'

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

describe('scrubbing', () => {
  const LATER = { ...PAIRS, margins: [6, -3, 0.2], logpsAvgChosen: [-0.5, -6, -3] }
  const over = [PAIRS, LATER]

  it('leaves the axes where they are: they reach over the whole run', () => {
    for (const frameOf of [gapScatterFrame, lengthScatterFrame]) {
      expect(frameOf(PAIRS, over).yRange).toEqual(frameOf(LATER, over).yRange)
      expect(frameOf(PAIRS).yRange).toBeUndefined()
    }
    expect(gapScatterFrame(PAIRS, over).yRange).toEqual([-3, 6])
    expect(lengthScatterFrame(PAIRS, over).yRange).toEqual([-6, -0.5])
    const [early, late] = [PAIRS, LATER].map((pairs) => marginHistogramFrame(pairs, [], over))
    expect(early!.x).toEqual(late!.x)
    expect([early!.xRange, early!.yRange]).toEqual([late!.xRange, late!.yRange])
    expect(early!.xRange![0]).toBeLessThanOrEqual(-3)
  })

  it('counts the chosen completions by their log-prob per token', () => {
    const frame = logpHistogramFrame(LATER, over)
    const counts = frame.ys[0] as number[]
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3)
    expect(counts[counts.length - 1]).toBe(1)
    expect(logpHistogramFrame(undefined).x).toEqual([])
  })
})
