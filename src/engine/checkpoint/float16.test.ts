import { expect, test } from 'vitest'
import { fromBF16, fromF16, toBF16, toF16 } from './float16'

const floats = (...values: number[]) => Float32Array.from(values)

test('every finite half goes to single precision and back unchanged', () => {
  const halves = Uint16Array.from({ length: 65536 }, (_, i) => i).filter((h) => (h & 0x7c00) !== 0x7c00)
  expect(toF16(fromF16(halves))).toEqual(halves)
})

test('known halves', () => {
  expect([...fromF16(Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0001, 0x0400, 0x7c00, 0xfc00))]).toEqual([
    1,
    -2,
    65504,
    2 ** -24,
    2 ** -14,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ])
  expect(fromF16(Uint16Array.of(0x7e00))[0]).toBeNaN()
})

test('rounds to nearest even, overflows to infinity, keeps NaN', () => {
  // 2049 lies between 2048 and 2050, 2051 between 2050 and 2052: both go to the even fraction.
  expect([...fromF16(toF16(floats(2049, 2051, 65519, 65520, -1e9, 2 ** -25, 1.5 * 2 ** -24)))]).toEqual([
    2048,
    2052,
    65504,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    0,
    2 ** -23,
  ])
  expect(fromF16(toF16(floats(Number.NaN)))[0]).toBeNaN()
})

test('bfloat16 keeps the upper half, rounding to nearest even', () => {
  expect([...toBF16(floats(1, -1, 1 + 2 ** -8, 1 + 3 * 2 ** -8, Number.POSITIVE_INFINITY))]).toEqual([
    0x3f80, 0xbf80, 0x3f80, 0x3f82, 0x7f80,
  ])
  expect([...fromBF16(Uint16Array.of(0x3f80, 0xc2c8))]).toEqual([1, -100])
  const nan = new Float32Array(Uint32Array.of(0x7fffffff).buffer)
  expect(fromBF16(toBF16(nan))[0]).toBeNaN()
})
