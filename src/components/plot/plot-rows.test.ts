import { describe, expect, it } from 'vitest'
import { plotCsv, plotRows } from './plot-rows'
import type { PlotLine } from './plot-types'

const lines: PlotLine[] = [
  { id: 'loss', name: 'loss, raw', color: 'ink', shadow: true },
  { id: 'loss', name: 'loss', color: 'ink' },
  { id: 'eval_loss', name: 'loss, held out', color: 'ink' },
]
const frame = {
  x: [0, 1, 2, 3],
  ys: [
    [undefined, 0.8, null, 0.3],
    [undefined, 0.6, null, 0.5],
    [0.7, undefined, undefined, 0.4],
  ],
}

describe('plotRows', () => {
  it('has raw values in the place of smoothed ones, and leaves out rows without values', () => {
    expect(plotRows(lines, frame)).toEqual([
      { x: 0, values: [null, 0.7] },
      { x: 1, values: [0.8, null] },
      { x: 3, values: [0.3, 0.4] },
    ])
  })
  it('keeps the last row when it thins them out', () => {
    expect(plotRows(lines, frame, 2).map((row) => row.x)).toEqual([0, 3])
  })
})

it('plotCsv names columns by metric and leaves gaps empty', () => {
  expect(plotCsv(lines, frame, 'step')).toBe('step,loss,eval_loss\n0,,0.7\n1,0.8,\n3,0.3,0.4')
})
