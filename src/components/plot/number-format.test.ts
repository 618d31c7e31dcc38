import { describe, expect, it } from 'vitest'
import { formatFigure, formatTicks } from './number-format'

describe('formatFigure', () => {
  it.each([
    [1.8349, '1.83'],
    [-38.21, '−38.2'],
    [-512.4, '−512'],
    [0.0421, '0.042'],
    [-0.0004, '−4.0e−4'],
    [9.996, '10.0'],
    [123_456, '123k'],
    [0, '0'],
    [Number.NaN, 'n/a'],
    [null, 'n/a'],
    [Number.POSITIVE_INFINITY, '∞'],
  ])('prints %s as %s', (value, text) => expect(formatFigure(value)).toBe(text))

  it('prints shares as whole percents', () => expect(formatFigure(0.934, 'share')).toBe('93%'))
})

describe('formatTicks', () => {
  it('keeps the decimals that tell ticks apart', () => {
    expect(formatTicks([-0.5, 0, 0.5])).toEqual(['−0.5', '0', '0.5'])
    expect(formatTicks([0, 0.25, 0.5])).toEqual(['0', '0.25', '0.50'])
    expect(formatTicks([-40, -20, 0])).toEqual(['−40', '−20', '0'])
  })
  it('prints learning rates in powers of ten', () => {
    expect(formatTicks([0, 0.0001, 0.0002])).toEqual(['0', '1e−4', '2e−4'])
  })
  it('prints shares', () => expect(formatTicks([0, 0.5, 1], 'share')).toEqual(['0%', '50%', '100%']))
})
