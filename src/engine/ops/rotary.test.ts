import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rotaryFrequencies } from './rotary'

const LLAMA_3_2 = { factor: 32, lowFreqFactor: 1, highFreqFactor: 4, originalContext: 8192 }

/** As Llama 3 is documented: by wavelength, in tokens per turn, against the context of the first training. */
function byWavelength(i: number): number {
  const wavelength = 2 * Math.PI * 500_000 ** (i / 32)
  const frequency = (2 * Math.PI) / wavelength
  if (wavelength < 8192 / 4) return frequency
  if (wavelength > 8192 / 1) return frequency / 32
  const smooth = (8192 / wavelength - 1) / (4 - 1)
  return (1 - smooth) * (frequency / 32) + smooth * frequency
}

test('Llama-3.2-1B: the frequencies of its 32 pairs', () => {
  const frequencies = rotaryFrequencies(64, 500_000, LLAMA_3_2)
  expect(frequencies.length).toBe(32)
  frequencies.forEach((frequency, i) => {
    expect(Math.abs(frequency / byWavelength(i) - 1), `pair ${i}`).toBeLessThan(1e-14)
  })
  const plain = rotaryFrequencies(64, 500_000)
  const kinds = [...frequencies].map((f, i) => (f === plain[i] ? 'same' : f === plain[i]! / 32 ? 'slow' : 'between'))
  // 2 pi · 500000^(i/32) passes 2048 tokens between pairs 14 and 15, and 8192 between 17 and 18.
  expect(kinds).toEqual([...Array(15).fill('same'), ...Array(3).fill('between'), ...Array(14).fill('slow')])
})

test('scaling leaves high frequencies, divides low ones by the factor, and keeps the order', () => {
  const scalings = fc.record({
    factor: fc.double({ min: 1, max: 64, noNaN: true }),
    lowFreqFactor: fc.double({ min: 0.1, max: 2, noNaN: true }),
    highFreqFactor: fc.double({ min: 2.1, max: 16, noNaN: true }),
    originalContext: fc.integer({ min: 16, max: 32768 }),
  })
  fc.assert(
    fc.property(
      scalings,
      fc.integer({ min: 1, max: 64 }),
      fc.integer({ min: 2, max: 10 ** 6 }),
      (scaling, pairs, theta) => {
        const plain = rotaryFrequencies(2 * pairs, theta)
        const scaled = rotaryFrequencies(2 * pairs, theta, scaling)
        plain.forEach((frequency, i) => {
          const turns = (frequency * scaling.originalContext) / (2 * Math.PI)
          if (turns > scaling.highFreqFactor) expect(scaled[i]).toBe(frequency)
          else if (turns < scaling.lowFreqFactor) expect(scaled[i]).toBe(frequency / scaling.factor)
          else {
            expect(scaled[i]).toBeLessThanOrEqual(frequency * (1 + 1e-12))
            expect(scaled[i]).toBeGreaterThanOrEqual((frequency / scaling.factor) * (1 - 1e-12))
          }
          if (i > 0) expect(scaled[i]).toBeLessThanOrEqual(scaled[i - 1]! * (1 + 1e-12))
        })
      },
    ),
  )
})

test('without scaling the first pair turns by one radian a token, and the last nearly theta times slower', () => {
  const frequencies = rotaryFrequencies(64, 10_000)
  expect(frequencies[0]).toBe(1)
  expect(frequencies[31]! * 10_000 ** (31 / 32)).toBeCloseTo(1, 12)
})
