/** @file The engine's backends in Node: wasm files come from node_modules, WebGPU from Dawn where it is installed. */
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { initBackend } from '../engine/backend/init-backend'
import type { DeviceReport } from '../protocol/device'
import type { RunConfig } from '../protocol/run-config'

const require = createRequire(import.meta.url)

/** The folder of tfjs's wasm binaries, with its trailing slash. */
const wasmFolder = () => `${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`

/** @throws AppError when the backend that was asked for cannot be had. */
export function openBackend(backend: RunConfig['backend']): Promise<DeviceReport> {
  return initBackend({ backend, wasmPaths: wasmFolder() })
}
