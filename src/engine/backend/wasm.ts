/** @file How tfjs's wasm backend is set up before it starts, and how it is described once it runs. */
import { type BackendWasm, setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import * as tf from '@tensorflow/tfjs-core'
import type { DeviceReport } from '../../protocol/device'
import { guardAllocations } from './memory-limits'
import { startShared, usefulThreads } from './wasm-threads'

/** Where tfjs's .wasm files are: a folder ending in a slash, or a path for each file name. */
export type WasmPaths = string | Record<string, string>

const SHARED = 'tfjs-backend-wasm-threaded-simd.wasm'

let settingUp: Promise<void> | null = null

/** Before the first start alone: later ones reuse the module. */
export async function setUpWasm(paths: WasmPaths | undefined): Promise<void> {
  if (paths !== undefined) settingUp ??= setUp(paths)
  await settingUp
}

async function setUp(paths: WasmPaths): Promise<void> {
  setWasmPaths(paths as string)
  const threads = usefulThreads()
  // Threads take a page that is cross-origin isolated.
  const possible = await Promise.all([
    tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'),
    tf.env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT'),
  ])
  // tfjs's own start is to know one thread alone.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false)
  if (threads < 2 || possible.includes(false)) return
  const startSingle = tf.findBackendFactory('wasm')
  tf.removeBackend('wasm')
  const shared = typeof paths === 'string' ? paths + SHARED : paths[SHARED]!
  // Where a browser has not the memory to share, there is one thread, with the same numbers.
  tf.registerBackend('wasm', () => startShared(shared, threads).catch(startSingle))
}

/** The running backend, which from here on says when there is no memory left. */
export async function describeWasm(reason: string, remedy: string): Promise<DeviceReport> {
  const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')
  const { wasm } = tf.backend() as BackendWasm
  guardAllocations(wasm)
  const threads = wasm.tfjs.getThreadsCount()
  const parts = [simd ? 'SIMD' : 'no SIMD', threads > 1 ? `${threads} threads` : 'one thread']
  return {
    backend: 'wasm',
    name: `Processor (WebAssembly, ${parts.join(', ')})`,
    software: false,
    reason,
    remedy,
    features: [simd && 'simd', threads > 1 && 'threads'].filter((f) => typeof f === 'string'),
    limits: {},
  }
}
