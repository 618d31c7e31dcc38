import { describe, expect, it } from 'vitest'
import { toBF16, toF16 } from './float16'
import { type FileDtype, StoredTensor } from './stored-tensor'

const stored = (dtype: FileDtype, numbers: Float32Array | Float64Array | Uint16Array) =>
  new StoredTensor(dtype, [numbers.length], new Uint8Array(numbers.buffer as ArrayBuffer))

describe('hasNonFinite', () => {
  const of: Record<FileDtype, (values: number[]) => StoredTensor> = {
    F64: (values) => stored('F64', Float64Array.from(values)),
    F32: (values) => stored('F32', Float32Array.from(values)),
    F16: (values) => stored('F16', toF16(Float32Array.from(values))),
    BF16: (values) => stored('BF16', toBF16(Float32Array.from(values))),
  }

  it.each(['F64', 'F32', 'F16', 'BF16'] as const)('finds NaN and infinities in %s, and nothing else', (dtype) => {
    expect(of[dtype]([0, -0, 1, -65_504, 1e-7, 6e-8]).hasNonFinite()).toBe(false)
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(of[dtype]([1, bad, 2]).hasNonFinite(), `${bad}`).toBe(true)
    }
  })
})
