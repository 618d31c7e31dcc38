import { describe, expect, it } from 'vitest'
import { parseSweep } from '../../protocol/sweep'
import type { TrialResult } from '../../protocol/sweep-ranking'
import { trialsOf } from '../../protocol/sweep-trials'
import { binsOf, heatTable } from './heat-cells'
import { goodness, placeOn, scaleOf, ticksOf } from './scale'

const WINS = { key: 'eval_win_rate', goal: 'max', at: 'last' } as const
const ended = (win: number, state: TrialResult['state'] = 'completed'): TrialResult => ({
  state,
  message: null,
  readings: [{ step: 1, metrics: { eval_win_rate: win } }],
  steps: 1,
  seconds: 1,
})

describe('a heat map', () => {
  const sweep = parseSweep({
    fields: [
      { path: 'objective.beta', values: [2, 1] },
      { path: 'optimizer.learningRate', values: [1e-4, 1e-3] },
      { path: 'seed', values: [1, 2, 3] },
    ],
  })
  const trials = trialsOf(sweep)

  it('takes the median over everything but its two fields, smallest values first', () => {
    // Of each seed: beta 2 with both rates, then beta 1 with both.
    const results = { 0: ended(0.5), 4: ended(0.9), 8: ended(0.6), 3: ended(0.3), 1: ended(0.9, 'non-finite') }
    const table = heatTable(trials, results, WINS, [sweep.fields[0]!, sweep.fields[1]!])
    expect(table.rows.map(({ from }) => from)).toEqual([1, 2])
    expect(table.columns.map(({ from }) => from)).toEqual([1e-4, 1e-3])
    const medians = table.cells.map((row) => row.map(({ spread, ended }) => [spread?.median ?? null, ended]))
    expect(medians).toEqual([
      [
        [null, 0],
        [0.3, 1],
      ],
      [
        [0.6, 3],
        [null, 1],
      ],
    ])
  })

  it('puts many values together in equal parts, by ratios where they span decades', () => {
    const searched = parseSweep({
      method: 'random',
      budget: { runs: 40 },
      fields: [
        { path: 'optimizer.learningRate', min: 1e-5, max: 1e-3, scale: 'log' },
        { path: 'stages.count', min: 1, max: 3, integer: true },
      ],
    })
    const random = trialsOf(searched)
    const results = Object.fromEntries(random.map(({ index }) => [index, ended(0.5)]))
    const { rows, columns, cells } = heatTable(random, results, WINS, [searched.fields[0]!, searched.fields[1]!])
    expect(rows).toHaveLength(6)
    expect(columns).toHaveLength(3)
    expect(rows[1]!.to / rows[1]!.from).toBeCloseTo(rows[4]!.to / rows[4]!.from, 6)
    expect(cells.flat().reduce((sum, cell) => sum + cell.ended, 0)).toBe(40)
    for (const { index, values } of random) {
      const row = rows.findIndex(
        ({ from, to }) =>
          values['optimizer.learningRate']! >= from * 0.999 && values['optimizer.learningRate']! <= to * 1.001,
      )
      expect(row, String(index)).toBeGreaterThanOrEqual(0)
    }
    expect(binsOf([3, 1, 3])).toEqual([
      { from: 1, to: 1 },
      { from: 3, to: 3 },
    ])
  })
})

describe('an axis', () => {
  it('places values by ratios where it is asked for or spans more than a decade', () => {
    expect(placeOn(scaleOf([1e-5, 1e-3], 'log'), 1e-4)).toBeCloseTo(0.5)
    expect(scaleOf([1, 5]).log).toBe(false)
    expect(scaleOf([0.01, 5]).log).toBe(true)
    expect(scaleOf([0.01, 5], 'linear').log).toBe(false)
    expect(scaleOf([0, 100], 'log').log).toBe(false)
    expect(placeOn(scaleOf([2]), 2)).toBe(0.5)
    expect(ticksOf(scaleOf([1, 2, 3]), [3, 1, 2, 3])).toEqual([1, 2, 3])
    const many = Array.from({ length: 20 }, (_, i) => i + 1)
    expect(ticksOf(scaleOf(many, 'linear'), many)).toHaveLength(3)
  })

  it('knows the best of the figures, whichever way is better', () => {
    expect(goodness(0.9, [0.1, 0.5, 0.9], 'max')).toBe(1)
    expect(goodness(0.9, [0.1, 0.5, 0.9], 'min')).toBe(0)
    expect(goodness(0.5, [0.1, 0.5, 0.9], 'min')).toBeCloseTo(0.5)
    expect(goodness(2, [2, 2], 'min')).toBe(1)
  })
})
