import { expect, test } from 'vitest'
import { BufferPool } from './buffer-pool'

interface FakeBuffer {
  size: number
  usage: number
  destroyed: boolean
  destroy(): void
}

function pool() {
  const made: FakeBuffer[] = []
  const device = {
    createBuffer({ size, usage }: { size: number; usage: number }) {
      const buffer: FakeBuffer = {
        size,
        usage,
        destroyed: false,
        destroy() {
          buffer.destroyed = true
        },
      }
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

test('free memory beyond a limit goes back, longest unused first, and only after a submit', () => {
  const { pool: buffers, made } = pool()
  // A hundred lengths, as a data set without length buckets would ask for.
  for (let i = 1; i <= 100; i++) buffers.releaseBuffer(buffers.acquireBuffer(i * MIB, USAGE))
  expect(made.some(({ destroyed }) => destroyed)).toBe(false)
  buffers.submitted()
  expect(buffers.numBytesAllocated).toBeLessThanOrEqual(32 * MIB)
  expect(made.filter(({ destroyed }) => !destroyed).reduce((sum, { size }) => sum + size, 0)).toBe(
    buffers.numBytesAllocated,
  )
  expect(made[0]!.destroyed).toBe(true)
})

test('a buffer that is not to be used again is destroyed at once', () => {
  const { pool: buffers, made } = pool()
  buffers.releaseBuffer(buffers.acquireBuffer(64, USAGE), false)
  expect(made[0]!.destroyed).toBe(true)
  expect(buffers.numBytesAllocated).toBe(0)
})
