import { describe, expect, it } from 'vitest'
import { asinhTicks, stepAxisEnd, yRange } from './plot-range'

const frame = { x: [], ys: [] }

describe('yRange', () => {
  it('comes from the data, not from zero', () => {
    const [low, high] = yRange(50, 60, frame)
    expect(low).toBeGreaterThan(45)
    expect(high).toBeLessThan(65)
  })
  it('reaches out to a target that asks for it', () => {
    const targets = [{ value: 2, label: 'γ', include: true }]
    expect(yRange(0, 1, { ...frame, targets })[1]).toBeGreaterThan(2)
    expect(yRange(0, 1, { ...frame, targets: [{ value: 2, label: 'γ' }] })[1]).toBeLessThan(2)
  })
  it('reaches over what the frame asks for, whatever the data', () => {
    const [low, high] = yRange(0, 1, { ...frame, yRange: [-5, 5] })
    expect(low).toBeLessThan(-5)
    expect(high).toBeGreaterThan(5)
  })
  it('has room for a constant line and for no data', () => {
    const [low, high] = yRange(0.5, 0.5, frame)
    expect(low).toBeLessThan(0.5)
    expect(high).toBeGreaterThan(0.5)
    expect(yRange(null, null, frame)).toEqual([0, 1])
  })
  it('stays near its limits', () => {
    const [low, high] = yRange(0, 1, frame, [0, 1])
    expect(low).toBeGreaterThan(-0.05)
    expect(high).toBeLessThan(1.05)
  })
})

describe('stepAxisEnd', () => {
  it('leaps', () => {
    expect(stepAxisEnd(0, 0)).toBe(10)
    expect(stepAxisEnd(11, 0)).toBe(20)
    expect(stepAxisEnd(101, 0)).toBe(200)
  })
  it('ends where the run ends, or where it went beyond', () => {
    expect(stepAxisEnd(110, 120)).toBe(120)
    expect(stepAxisEnd(130, 120)).toBe(130)
  })
})

describe('asinhTicks', () => {
  it('stays within the range, with zero where the signs mix', () => {
    const ticks = asinhTicks(-0.6, 30, 120, 20)
    expect(ticks).toContain(0)
    expect(ticks).toContain(10)
    expect(Math.min(...ticks)).toBeGreaterThanOrEqual(-0.6)
    expect(Math.max(...ticks)).toBeLessThanOrEqual(30)
    expect(ticks.length).toBeGreaterThanOrEqual(3)
  })
  it('copes with one sign and with no span', () => {
    expect(asinhTicks(-70, -40, 100, 20)).toContain(-50)
    expect(asinhTicks(1, 1, 100, 20)).toEqual([1])
  })
})
