/** @file Runs a group of tests on each backend, in the browser; see the `engine` project of vitest.config.ts. */
import plainWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'
import threadedWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe } from 'vitest'
import { initBackend } from '../../src/engine/backend/init-backend'
import type { BackendName } from '../../src/protocol/device'

export const WASM_PATHS = {
  'tfjs-backend-wasm.wasm': plainWasm,
  'tfjs-backend-wasm-simd.wasm': simdWasm,
  'tfjs-backend-wasm-threaded-simd.wasm': threadedWasm,
}

/** Starts it; a GPU error that no operation reports fails the test. */
export async function startBackend(backend: BackendName): Promise<void> {
  await initBackend({
    backend,
    wasmPaths: WASM_PATHS,
    onError: (message) => {
      throw new Error(`WebGPU: ${message}`)
    },
  })
  // Small tensors too must go through the GPU's kernels, or the test would test the processor.
  if (backend === 'webgpu') tf.env().set('WEBGPU_CPU_FORWARD', false)
}

/** wasm, and WebGPU on whatever adapter there is. */
export function describeOnBackends(name: string, tests: (backend: BackendName) => void): void {
  describe.each(['wasm', 'webgpu'] as const)(`${name} on %s`, (backend) => {
    beforeAll(() => startBackend(backend))
    tests(backend)
  })
}
