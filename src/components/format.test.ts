import { describe, expect, it } from 'vitest'
import { formatBytes, formatDuration, formatFigure, formatParameters, formatSetting } from './format'
import { positionOf, valueAt } from './range-slider'

describe('numbers', () => {
  it('shows settings in their shortest honest form', () => {
    expect([0.1, 3e-4, 12, 0, 0.1 + 0.2].map(formatSetting)).toEqual(['0.1', '3e-4', '12', '0', '0.3'])
  })

  it('shows figures, durations and sizes', () => {
    expect([0.123, 12.34, 1830, null, Number.NaN].map(formatFigure)).toEqual(['0.12', '12.3', '1,830', 'n/a', 'n/a'])
    expect([80, 3723].map(formatDuration)).toEqual(['1:20', '1:02:03'])
    expect([34e3, 5.24e6, 269e6, 1.04e9].map(formatBytes)).toEqual(['34 kB', '5.2 MB', '269 MB', '1.0 GB'])
    expect([1.04e6, 135e6].map(formatParameters)).toEqual(['1.0 M', '135 M'])
  })
})

describe('slider scale', () => {
  it('goes there and back, linear and by ratios', () => {
    const log = { min: 0.01, max: 1, log: true }
    expect(positionOf(0.1, log)).toBeCloseTo(0.5)
    expect(valueAt(0.5, log)).toBe(0.1)
    const linear = { min: 0, max: 1.6, step: 0.05 }
    expect(valueAt(positionOf(0.35, linear), linear)).toBe(0.35)
  })
})
