import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fileWithHeader as file, tensorsOf } from '../../../tests/support/safetensors-files'
import { AppError } from '../../protocol/errors'
import { type FolderFile, fileOf } from '../../protocol/folder'
import { openSafetensors, safetensorsInPieces, writeSafetensors } from './safetensors'

const tensors = new Map([
  ['a.weight', { shape: [2, 3], values: Float32Array.of(0, 1, -2, 0.5, 4, 65504) }],
  ['b', { shape: [], values: Float32Array.of(-1) }],
  ['empty', { shape: [0, 4], values: new Float32Array(0) }],
])

test.each(['F32', 'F16', 'BF16'] as const)('%s: what is written is read back', async (dtype) => {
  const bytes = writeSafetensors(tensors, dtype)
  const { entries } = await openSafetensors(fileOf(bytes))
  expect([...entries.keys()]).toEqual(['a.weight', 'b', 'empty'])
  expect(entries.get('a.weight')).toEqual({ dtype, shape: [2, 3], bytes: dtype === 'F32' ? 24 : 12 })
  const back = await tensorsOf(bytes)
  for (const [name, { shape, values }] of tensors) {
    expect(back.get(name)!.shape).toEqual(shape)
    // 65504 has more bits than bfloat16 keeps.
    if (dtype !== 'BF16') expect(back.get(name)!.values).toEqual(values)
  }
})

test('in pieces it is the same file, and each tensor is asked for when its turn comes', async () => {
  const asked: string[] = []
  const lazy = [...tensors].map(([name, { shape, values }]) => {
    const give = async () => {
      asked.push(name)
      return values
    }
    return [name, { shape, values: give }] as const
  })
  const output = safetensorsInPieces(new Map(lazy), 'BF16')
  const whole = writeSafetensors(tensors, 'BF16')
  expect(output.size).toBe(whole.length)
  const bytes: number[] = []
  const askedBefore: number[] = []
  for await (const piece of output.pieces()) {
    askedBefore.push(asked.length)
    bytes.push(...piece)
  }
  expect(Uint8Array.from(bytes)).toEqual(whole)
  expect(askedBefore).toEqual([0, 1, 2, 3])
})

test('16-bit numbers stay as they are, wherever the bytes begin', async () => {
  const bytes = writeSafetensors(tensors, 'F16')
  for (const shift of [0, 1]) {
    const shifted = new Uint8Array(bytes.length + shift)
    shifted.set(bytes, shift)
    const view = shifted.subarray(shift)
    // Without a copy, as a file system hands out windows on its buffer.
    const file = { size: view.length, read: async (from: number, to: number) => view.subarray(from, to) }
    const stored = await (await openSafetensors(file)).read('a.weight')
    expect([...stored.halves()]).toEqual([0, 0x3c00, 0xc000, 0x3800, 0x4400, 0x7bff])
    expect(stored.floats()).toEqual(tensors.get('a.weight')!.values)
  }
})

test('F64 becomes single precision', async () => {
  const bytes = file({ x: { dtype: 'F64', shape: [1], data_offsets: [0, 8] } })
  new DataView(bytes.buffer).setFloat64(bytes.length - 8, 0.1, true)
  expect((await tensorsOf(bytes)).get('x')!.values).toEqual(Float32Array.of(0.1))
})

/** A file that notes what is read of it. */
function watched(bytes: Uint8Array): { file: FolderFile; ranges: [number, number][] } {
  const ranges: [number, number][] = []
  const read = (from: number, to: number) => {
    ranges.push([from, to])
    return fileOf(bytes).read(from, to)
  }
  return { file: { size: bytes.length, read }, ranges }
}

test('only the header is read, then only what is asked for', async () => {
  const bytes = writeSafetensors(tensors, 'F32')
  const dataAt = bytes.length - 28
  const { file, ranges } = watched(bytes)
  const opened = await openSafetensors(file)
  await opened.read('b')
  expect(ranges).toEqual([
    [0, 8],
    [8, dataAt],
    [dataAt + 24, dataAt + 28],
  ])
})

const entry = (changes: object) => ({ x: { dtype: 'F32', shape: [2], data_offsets: [0, 8], ...changes } })
const short = { dtype: 'F32', shape: [1], data_offsets: [0, 4] }

test.each([
  ['cut before the header length', new Uint8Array(5), /5 bytes/],
  ['cut inside the header', file(entry({})).slice(0, 20), /header should be \d+ bytes/],
  ['cut inside the data', file(entry({})).slice(0, -1), /tensor x should lie at bytes 0 to 8/],
  ['a header length near 2^63', Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 127, 0), /header should be/],
  ['no JSON', file('{"x": '), /not JSON/],
  ['not UTF-8', file('{}').fill(0xff, 8, 10), /not JSON/],
  ['a list', file([]), /no object/],
  ['metadata that are no texts', file({ ...entry({}), __metadata__: { format: 1 } }), /__metadata__ is/],
  ['metadata in a list', file({ ...entry({}), __metadata__: ['pt'] }), /__metadata__ is \["pt"\]/],
  ['a name twice', file('{"x": {"dtype": "F32"}, "\\u0078" : {}}'), /has "x" twice/],
  ['a type twice', file('{"x": {"dtype": "F32", "dtype": "F16", "shape": [2]}}'), /has "dtype" twice/],
  ['a type that is no text', file(entry({ dtype: 32 })), /type 32/],
  ['a negative shape', file(entry({ shape: [-2] })), /shape \[-2\]/],
  ['no offsets', file(entry({ data_offsets: null })), /data_offsets null/],
  ['offsets reversed', file(entry({ data_offsets: [8, 0] })), /bytes 8 to 0/],
  ['offsets beyond the file', file(entry({ data_offsets: [8, 16] })), /bytes 8 to 16, but there are 8/],
  ['a shape too big for its bytes', file(entry({ shape: [3] })), /needs 12 bytes, but has 8/],
  ['a shape that overflows', file(entry({ shape: [2 ** 40, 2 ** 40] })), /too many numbers/],
  ['a type that is not used with a wrong size', file(entry({ dtype: 'I64', shape: [2] })), /needs 16 bytes/],
  ['null for a tensor', file({ x: null }), /tensor x/],
  ['tensors over one another', file({ ...entry({}), y: { ...short, data_offsets: [4, 8] } }), /x and y lie over/],
  ['bytes before the first tensor', file({ x: { ...short, data_offsets: [4, 8] } }), /bytes 0 to 4 .* no tensor/],
  ['bytes after the last tensor', file({ x: short }), /bytes 4 to 8 .* no tensor/],
])('refuses %s', async (_, bytes, message) => {
  const opening = openSafetensors(fileOf(bytes))
  await expect(opening).rejects.toMatchObject({
    code: 'model/broken-weights',
    message: expect.stringMatching(message),
  })
})

test('a huge header is refused before it is read', async () => {
  const start = new Uint8Array(8)
  new DataView(start.buffer).setBigUint64(0, 50_000_000n, true)
  const ranges: [number, number][] = []
  const read = async (from: number, to: number) => {
    ranges.push([from, to])
    return start.slice(from, to)
  }
  await expect(openSafetensors({ size: 60_000_000, read })).rejects.toMatchObject({ code: 'model/broken-weights' })
  expect(ranges).toEqual([[0, 8]])
})

test('bytes that go missing after the header was read are noticed', async () => {
  const bytes = writeSafetensors(tensors, 'F32')
  const cut = { size: bytes.length, read: fileOf(bytes.slice(0, -2)).read }
  const opened = await openSafetensors(cut)
  await expect(opened.read('b')).rejects.toMatchObject({ code: 'model/broken-weights' })
  await expect(opened.read('a.weight')).resolves.toBeDefined()
})

test.each(['I64', 'U8', 'BOOL', 'F8_E4M3', 'toString', 'F7'])(
  'type %s is named when it is read, not before',
  async (dtype) => {
    const size = dtype === 'I64' ? 8 : 1
    const bytes = file({ x: { dtype, shape: [8 / size], data_offsets: [0, 8] } })
    const opened = await openSafetensors(fileOf(bytes))
    expect(opened.entries.get('x')).toEqual({ dtype, shape: [8 / size], bytes: 8 })
    await expect(opened.read('x')).rejects.toMatchObject({
      code: 'model/unsupported-dtype',
      message: expect.stringContaining(`Tensor x of model.safetensors has type "${dtype}"`),
    })
  },
)

test('a number too large for half precision is refused, not made infinite', () => {
  const large = new Map([['x', { shape: [2], values: Float32Array.of(1, 70_000) }]])
  expect(() => writeSafetensors(large, 'F16')).toThrow(expect.objectContaining({ code: 'model/unsupported-dtype' }))
  expect(() => writeSafetensors(large, 'F16')).toThrow(/Tensor x has the number 70000/)
  expect(() => writeSafetensors(large, 'BF16')).not.toThrow()
})

test('any bytes at all are read or refused by code', async () => {
  const sound = writeSafetensors(tensors, 'F32')
  const damaged = fc
    .array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
    .map((edits) => {
      const bytes = sound.slice()
      for (const [at, value] of edits) bytes[at] = value
      return bytes
    })
  // JSON of every kind where the format has counts, names and types.
  const headers = fc
    .dictionary(
      fc.oneof(fc.constantFrom('x', '__metadata__', '__proto__'), fc.string()),
      fc.oneof(
        fc.record(
          {
            dtype: fc.oneof(fc.constantFrom('F32', 'F16', 'I8'), fc.jsonValue()),
            shape: fc.oneof(fc.array(fc.maxSafeNat(), { maxLength: 3 }), fc.jsonValue()),
            data_offsets: fc.oneof(fc.tuple(fc.nat(16), fc.nat(16)), fc.jsonValue()),
          },
          { requiredKeys: [] },
        ),
        fc.jsonValue(),
      ),
      { maxKeys: 3 },
    )
    .map((header) => file(header))
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 64 }), damaged, headers), async (bytes) => {
      try {
        await tensorsOf(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(AppError)
        expect((error as AppError).code).toMatch(/^model\/(broken-weights|unsupported-dtype)$/)
      }
    }),
    { seed: 1, numRuns: 500 },
  )
})
