import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AppError } from '../../protocol/errors'
import { readSafetensors, writeSafetensors } from './safetensors'

const tensors = new Map([
  ['a.weight', { shape: [2, 3], values: Float32Array.of(0, 1, -2, 0.5, 4, 65504) }],
  ['b', { shape: [], values: Float32Array.of(-1) }],
  ['empty', { shape: [0, 4], values: new Float32Array(0) }],
])

/** A file from a header, or from its raw text, and this many bytes of data. */
function file(header: unknown, dataBytes = 8): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header))
  const bytes = new Uint8Array(8 + json.length + dataBytes)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true)
  bytes.set(json, 8)
  return bytes
}

test.each(['F32', 'F16', 'BF16'] as const)('%s: what is written is read back', (dtype) => {
  const bytes = writeSafetensors(tensors, dtype)
  const back = readSafetensors(bytes)
  expect([...back.keys()]).toEqual(['a.weight', 'b', 'empty'])
  for (const [name, { shape, values }] of tensors) {
    expect(back.get(name)!.shape).toEqual(shape)
    expect(back.get(name)!.dtype).toBe(dtype)
    // 65504 has more bits than bfloat16 keeps.
    if (dtype !== 'BF16') expect(back.get(name)!.values).toEqual(values)
  }
})

test('F64 and a file that does not begin at an aligned address', () => {
  const header = { x: { dtype: 'F64', shape: [1], data_offsets: [0, 8] } }
  const bytes = file(header)
  new DataView(bytes.buffer).setFloat64(bytes.length - 8, 0.1, true)
  const shifted = new Uint8Array(bytes.length + 3)
  shifted.set(bytes, 3)
  expect(readSafetensors(shifted.subarray(3)).get('x')!.values).toEqual(Float32Array.of(0.1))
})

const entry = (changes: object) => ({ x: { dtype: 'F32', shape: [2], data_offsets: [0, 8], ...changes } })

test.each([
  ['cut before the header length', new Uint8Array(5), /5 bytes/],
  ['cut inside the header', file(entry({})).subarray(0, 20), /header should be \d+ bytes/],
  ['cut inside the data', file(entry({})).slice(0, -1), /tensor x should lie at bytes 0 to 8/],
  ['a header length near 2^63', Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 127, 0), /header should be/],
  ['no JSON', file('{"x": '), /not JSON/],
  ['not UTF-8', file('{}').fill(0xff, 8, 10), /not JSON/],
  ['a list', file([]), /no object/],
  ['an unknown type', file(entry({ dtype: 'I64' })), /type "I64"/],
  ['a type that objects inherit', file(entry({ dtype: 'toString' })), /type "toString"/],
  ['a negative shape', file(entry({ shape: [-2] })), /shape \[-2\]/],
  ['no offsets', file(entry({ data_offsets: null })), /data_offsets null/],
  ['offsets reversed', file(entry({ data_offsets: [8, 0] })), /bytes 8 to 0/],
  ['a shape too big for its bytes', file(entry({ shape: [3] })), /needs 12 bytes, but has 8/],
  ['a shape that overflows', file(entry({ shape: [2 ** 40, 2 ** 40] })), /needs/],
  ['null for a tensor', file({ x: null }), /tensor x/],
  [
    'tensors over one another',
    file({ ...entry({}), y: { dtype: 'F32', shape: [1], data_offsets: [4, 8] } }),
    /x and y lie over one another/,
  ],
])('refuses %s', (_, bytes, message) => {
  expect(() => readSafetensors(bytes)).toThrow(message)
  expect(() => readSafetensors(bytes)).toThrow(expect.objectContaining({ code: 'model/broken-weights' }))
})

test('any bytes at all are read or refused by code', () => {
  const sound = writeSafetensors(tensors, 'F32')
  const damaged = fc
    .array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
    .map((edits) => {
      const bytes = sound.slice()
      for (const [at, value] of edits) bytes[at] = value
      return bytes
    })
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 64 }), damaged), (bytes) => {
      try {
        readSafetensors(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(AppError)
      }
    }),
    { seed: 1, numRuns: 300 },
  )
})
