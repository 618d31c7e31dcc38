import { expect, test } from 'vitest'
import { AppError } from '../../protocol/errors'
import { BufferPool } from './buffer-pool'

interface FakeBuffer {
  size: number
  usage: number
  destroyed: boolean
  destroy(): void
}

/** @param memory Bytes that the device has; what is destroyed does not count. */
function pool(memory = Number.POSITIVE_INFINITY) {
  const made: FakeBuffer[] = []
  const scopes: (object | null)[] = []
  const device = {
    pushErrorScope: () => void scopes.push(null),
    popErrorScope: async () => scopes.pop()!,
    createBuffer({ size, usage }: { size: number; usage: number }) {
      const buffer: FakeBuffer = {
        size,
        usage,
        destroyed: false,
        destroy() {
          buffer.destroyed = true
        },
      }
      const held = made.reduce((sum, { size, destroyed }) => sum + (destroyed ? 0 : size), 0)
      if (held + size > memory && scopes.length > 0) scopes[scopes.length - 1] = { message: 'out of memory' }
      made.push(buffer)
      return buffer as unknown as GPUBuffer
    },
  }
  return { made, pool: new BufferPool(device) }
}

const USAGE = 128
const MIB = 1024 * 1024

test('a released buffer serves the next request of its size and usage, and no other', () => {
  const { pool: buffers } = pool()
  const first = buffers.acquireBuffer(256, USAGE)
  buffers.releaseBuffer(first)
  expect(buffers.acquireBuffer(512, USAGE)).not.toBe(first)
  expect(buffers.acquireBuffer(256, USAGE + 1)).not.toBe(first)
  expect(buffers.acquireBuffer(256, USAGE)).toBe(first)
})

test('the processor never writes to a buffer that recorded commands may still read', () => {
  const { pool: buffers } = pool()
  const first = buffers.acquireBuffer(256, USAGE)
  buffers.releaseBuffer(first)
  const second = buffers.acquireForWrite(256, USAGE)
  expect(second).not.toBe(first)
  buffers.submitted()
  expect(buffers.acquireForWrite(256, USAGE)).toBe(first)
})

test('counts what is used and what is allocated', () => {
  const { pool: buffers } = pool()
  const one = buffers.acquireBuffer(100, USAGE)
  buffers.acquireBuffer(50, USAGE)
  buffers.releaseBuffer(one)
  expect([buffers.numBytesUsed, buffers.numBytesAllocated]).toEqual([50, 150])
  expect([buffers.getNumUsedBuffers(), buffers.getNumFreeBuffers()]).toEqual([1, 1])
})

test('free memory beyond what was in use at once goes back, longest unused first, and only after a submit', () => {
  const { pool: buffers, made } = pool()
  // A hundred lengths, as a data set without length buckets would ask for.
  for (let i = 1; i <= 100; i++) buffers.releaseBuffer(buffers.acquireBuffer(i * MIB, USAGE))
  expect(made.some(({ destroyed }) => destroyed)).toBe(false)
  buffers.submitted()
  expect(buffers.numBytesAllocated).toBeLessThanOrEqual((100 + 32) * MIB)
  expect(made.filter(({ destroyed }) => !destroyed).reduce((sum, { size }) => sum + size, 0)).toBe(
    buffers.numBytesAllocated,
  )
  expect(made[0]!.destroyed).toBe(true)
})

/** One step of a model: so many buffers of each size at once, one kind after the other. */
function takeTurns(buffers: BufferPool, sizes: number[], count: number): void {
  for (const size of sizes) {
    const held = Array.from({ length: count }, () => buffers.acquireBuffer(size, USAGE))
    for (const buffer of held) buffers.releaseBuffer(buffer)
    buffers.submitted()
  }
}

test('what lies free never adds more to the peak than a fixed amount, whatever sizes follow each other', () => {
  const { pool: buffers } = pool()
  let peak = 0
  for (let step = 0; step < 5; step++) {
    for (let size = 1; size <= 8; size++) {
      takeTurns(buffers, [size * MIB], Math.floor(400 / size))
      peak = Math.max(peak, buffers.numBytesAllocated)
    }
  }
  expect(peak).toBeLessThanOrEqual((400 + 32) * MIB)
})

test('a step whose free memory is small makes no buffer anew', () => {
  const { pool: buffers, made } = pool()
  takeTurns(buffers, [1 * MIB, 2 * MIB, 3 * MIB], 5)
  const before = made.length
  for (let step = 0; step < 50; step++) takeTurns(buffers, [1 * MIB, 2 * MIB, 3 * MIB], 5)
  expect(made.length).toBe(before)
})

test('what a large model held goes back once a small one is at work', () => {
  const { pool: buffers } = pool()
  takeTurns(buffers, [10 * MIB], 100)
  expect(buffers.numBytesAllocated).toBe(1000 * MIB)
  for (let step = 0; step < 400; step++) takeTurns(buffers, [MIB], 4)
  expect(buffers.numBytesAllocated).toBeLessThan(48 * MIB)
})

test('a large buffer without memory behind it is told at the next request, once, and never handed out again', async () => {
  const { pool: buffers, made } = pool(300 * MIB)
  const first = buffers.acquireBuffer(200 * MIB, USAGE)
  const second = buffers.acquireBuffer(150 * MIB, USAGE)
  await Promise.resolve()
  const failure = (() => {
    try {
      buffers.acquireBuffer(256, USAGE)
    } catch (error) {
      return error
    }
  })()
  expect(failure).toBeInstanceOf(AppError)
  expect(failure).toMatchObject({
    code: 'device/out-of-memory',
    message: 'The GPU has no memory for another 158 MB; 210 MB are held already.',
  })
  expect(() => buffers.check()).not.toThrow()
  expect(buffers.hasMissed).toBe(true)
  buffers.releaseBuffer(second)
  expect(made[1]!.destroyed).toBe(true)
  expect(buffers.numBytesAllocated).toBe(first.size)
  buffers.releaseBuffer(first)
  expect(buffers.acquireBuffer(150 * MIB, USAGE)).not.toBe(second)
})

test('a buffer that was already given back when its failure became known is not handed out either', async () => {
  const { pool: buffers } = pool(100 * MIB)
  const missing = buffers.acquireBuffer(150 * MIB, USAGE)
  buffers.releaseBuffer(missing)
  await Promise.resolve()
  expect(() => buffers.check()).toThrow('no memory for another 158 MB')
  expect(buffers.getNumFreeBuffers()).toBe(0)
  expect(buffers.numBytesAllocated).toBe(0)
})

test('a buffer that is not to be used again is destroyed at once', () => {
  const { pool: buffers, made } = pool()
  buffers.releaseBuffer(buffers.acquireBuffer(64, USAGE), false)
  expect(made[0]!.destroyed).toBe(true)
  expect(buffers.numBytesAllocated).toBe(0)
})
