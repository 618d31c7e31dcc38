import { describe, expect, it } from 'vitest'
import { MetricBuffer } from './metric-buffer'

describe('MetricBuffer', () => {
  it('keeps columns aligned and fills what is missing with NaN', () => {
    const buffer = new MetricBuffer()
    buffer.append(1, { loss: 0.7 })
    buffer.append(2, { loss: null, grad_norm: 2 })
    expect([...buffer.steps]).toEqual([1, 2])
    expect([...buffer.series('loss')]).toEqual([0.7, Number.NaN])
    expect([...buffer.series('grad_norm')]).toEqual([Number.NaN, 2])
    expect([...buffer.series('epoch')]).toEqual([Number.NaN, Number.NaN])
    expect(buffer.last('loss')).toBe(0.7)
    expect(buffer.last('epoch')).toBeNull()
  })

  it('grows beyond its first capacity without losing a value', () => {
    const buffer = new MetricBuffer()
    for (let step = 1; step <= 1000; step++) buffer.append(step, { loss: step / 10 })
    expect(buffer.length).toBe(1000)
    expect(buffer.steps[999]).toBe(1000)
    expect(buffer.series('loss')[255]).toBe(25.6)
    expect(buffer.series('loss')[999]).toBe(100)
  })

  it('forgets everything when cleared', () => {
    const buffer = new MetricBuffer()
    buffer.append(1, { loss: 1 })
    buffer.clear()
    buffer.append(1, {})
    expect(buffer.series('loss')[0]).toBeNaN()
  })
})
