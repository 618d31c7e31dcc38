import * as tf from '@tensorflow/tfjs-core'
import { afterEach, expect, test, vi } from 'vitest'
import { useNodeBackend } from '../../../tests/support/node-backend'
import type { AdapterLike, GpuLike } from './adapter'
import { initBackend } from './init-backend'

afterEach(() => vi.unstubAllGlobals())

const adapter = (info: Partial<AdapterLike['info']>, requestDevice?: AdapterLike['requestDevice']): AdapterLike => ({
  features: new Set<string>(),
  limits: {},
  info: { vendor: '', architecture: '', device: '', description: '', ...info },
  requestDevice: requestDevice ?? (() => Promise.reject(new Error('device refused'))),
})
const gpu = (found: AdapterLike | null): GpuLike => ({ requestAdapter: () => Promise.resolve(found) })

/** `auto`, with the wasm files of Node in place. */
async function auto(given?: GpuLike) {
  await useNodeBackend('wasm')
  return initBackend({ backend: 'auto', gpu: given })
}

test('cpu and wasm start on request and say so', async () => {
  expect(await useNodeBackend('cpu')).toMatchObject({
    backend: 'cpu',
    cause: 'cpu-asked',
    reason: expect.stringContaining('asked'),
  })
  expect(tf.getBackend()).toBe('cpu')
  expect(await useNodeBackend('wasm')).toMatchObject({ backend: 'wasm', software: false })
  expect(tf.getBackend()).toBe('wasm')
})

test.each([
  ['no WebGPU', undefined, /no navigator\.gpu/, /Chrome/],
  ['no adapter', gpu(null), /no adapter/, /hardware acceleration/],
  ['a software adapter', gpu(adapter({ vendor: 'google', architecture: 'swiftshader' })), /software adapter/, /driver/],
  [
    'a fallback adapter',
    gpu(adapter({ description: 'X', isFallbackAdapter: true })),
    /software adapter \(X\)/,
    /driver/,
  ],
])('auto with %s takes wasm, says why, and what to do', async (_, given, reason, remedy) => {
  const report = await auto(given)
  expect(report.backend).toBe('wasm')
  expect(report.reason).toMatch(reason)
  expect(report.remedy).toMatch(remedy)
})

test('a page over plain http is told so', async () => {
  vi.stubGlobal('isSecureContext', false)
  expect((await auto()).reason).toMatch(/secure context/)
})

test('webgpu on request fails by code where there is none', async () => {
  for (const given of [gpu(null), gpu(adapter({ description: 'GeForce' }))]) {
    await expect(initBackend({ backend: 'webgpu', gpu: given })).rejects.toMatchObject({ code: 'device/no-webgpu' })
  }
})
