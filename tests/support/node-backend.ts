/** @file tfjs in Node, for unit tests: cpu, or wasm with the files of the installed package. */
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { initBackend } from '../../src/engine/backend/init-backend'

const wasmFolder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))

export function useNodeBackend(backend: 'cpu' | 'wasm') {
  return initBackend({ backend, wasmPaths: `${wasmFolder}/` })
}
