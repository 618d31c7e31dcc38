import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { useNodeBackend } from '../../../tests/support/node-backend'
import type { BackendName, DeviceReport } from '../../protocol/device'
import { AppError } from '../../protocol/errors'
import { output } from '../ops/wasm/module'
import { guardAllocations, memoryLimits } from './memory-limits'

const MIB = 2 ** 20

const report = (backend: BackendName, limits: Record<string, number> = {}): DeviceReport => ({
  backend,
  name: '',
  software: false,
  reason: '',
  remedy: '',
  features: [],
  limits,
})

test.each([
  [256, 128, 256, 128],
  [1024, 1024, 1024, 1024],
  [4096, 2048, 1024, 2048],
])('a GPU whose buffers may take %i MiB, %i of them bound: %i in all, %i each', (buffer, binding, total, tensor) => {
  const limits = { maxBufferSize: buffer * MIB, maxStorageBufferBindingSize: binding * MIB }
  expect(memoryLimits(report('webgpu', limits))).toEqual({ total: total * MIB, tensor: tensor * MIB })
})

test('a GPU that names no limits has those of the standard', () => {
  expect(memoryLimits(report('webgpu'))).toEqual({ total: 256 * MIB, tensor: 128 * MIB })
})

test('plain JavaScript has no limit to speak of', () => {
  expect(memoryLimits(report('cpu'))).toBeNull()
})

test('wasm grows to its limit and no further; then there is a named error, and what was there is whole', async () => {
  await useNodeBackend('wasm')
  const { wasm } = tf.backend() as unknown as { wasm: object }
  guardAllocations(wasm)
  guardAllocations(wasm)
  const small = tf.tensor1d([1, 2, 3])
  const before = tf.memory().numTensors
  const tensors: tf.Tensor[] = []
  const fill = () => {
    for (;;) tensors.push(output([64 * MIB]))
  }
  expect(fill).toThrow(AppError)
  expect(fill).toThrow(/^WebAssembly has no memory for another 269 MB; 4,\d\d\d MB are held already/)
  // The last of sixteen does not fit beside tfjs's own data.
  expect(tensors.length).toBe(15)
  expect(16 * 256 * MIB).toBeGreaterThan(memoryLimits(report('wasm'))!.total)
  expect(15 * 256 * MIB).toBeLessThan(memoryLimits(report('wasm'))!.total)
  expect([...(await small.data())]).toEqual([1, 2, 3])
  tf.dispose(tensors)
  expect(tf.memory().numTensors).toBe(before)
  expect([...(await tf.add(small, 1).data())]).toEqual([2, 3, 4])
})
