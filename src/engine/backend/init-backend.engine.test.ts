import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { WASM_PATHS } from '../../../tests/support/browser-backends'
import { initBackend, memoryBytes } from './init-backend'

const isSoftware = async () => (await initBackend({ backend: 'webgpu' })).software

test('webgpu on request: our own device, with the adapter’s limits', async () => {
  const report = await initBackend({ backend: 'webgpu' })
  expect(report.backend).toBe('webgpu')
  expect(report.name).not.toBe('')
  expect(report.limits.maxBufferSize).toBeGreaterThan(0)
  const x = tf.ones([256, 256])
  expect((await tf.sum(x).data())[0]).toBe(65_536)
  expect(memoryBytes()).toBeGreaterThan(0)
  x.dispose()
})

test('auto takes wasm rather than a software adapter', async () => {
  const software = await isSoftware()
  const report = await initBackend({ backend: 'auto', wasmPaths: WASM_PATHS })
  expect(report.backend).toBe(software ? 'wasm' : 'webgpu')
})

test('a lost device is reported, and another can be started', async () => {
  const lost: string[] = []
  const gpu = (navigator as unknown as { gpu: import('./adapter').GpuLike }).gpu
  let destroy = () => {}
  // Destroying is the one way a test has to lose a device; it is not reported, as it is our own doing.
  await initBackend({
    backend: 'webgpu',
    onLost: (message) => lost.push(message),
    gpu: {
      async requestAdapter(options) {
        const adapter = (await gpu.requestAdapter(options))!
        const requestDevice = adapter.requestDevice.bind(adapter)
        return {
          features: adapter.features,
          limits: adapter.limits,
          info: adapter.info,
          async requestDevice(descriptor) {
            const device = await requestDevice(descriptor)
            destroy = () => device.destroy()
            return device
          },
        }
      },
    },
  })
  destroy()
  await initBackend({ backend: 'webgpu' })
  expect(lost).toEqual([])
  expect(await tf.add(tf.ones([2000]), 1).data()).toEqual(new Float32Array(2000).fill(2))
})
