/**
 * @file tfjs's wasm backend in memory that threads can share, and how many threads may work there.
 *
 * tfjs's own threads stay out of it: each would do a fixed part of every operation, so that one of them that is held up
 * holds up all (a step took four times as long on a busy machine). The kernels share out their work themselves.
 */
import { BackendWasm, setThreadsCount } from '@tensorflow/tfjs-backend-wasm'
import createModule from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js'

/** Emscripten's module, as far as it is used here. */
type WasmModule = ConstructorParameters<typeof BackendWasm>[0] & {
  cwrap(name: string, returns: 'number' | null, takes: string[]): (...numbers: number[]) => number
}

/** More than this get too little of a small model's work. */
const MOST = 4

/**
 * Threads that are worth starting: one for every two processors that the browser names, since those two often share a
 * core and the page needs one, too; but two threads where there are just two.
 */
export function usefulThreads(processors = globalThis.navigator?.hardwareConcurrency ?? 1): number {
  return Math.min(MOST, Math.max(Math.min(processors, 2), Math.floor(processors / 2)))
}

/**
 * @param wasm Address of tfjs-backend-wasm-threaded-simd.wasm.
 * @param threads What the backend says of itself: so many may work in its memory.
 */
export async function startShared(wasm: string, threads: number): Promise<BackendWasm> {
  const module = await startModule(wasm)
  module.tfjs = {
    init: module.cwrap('init', null, []),
    initWithThreadsCount: module.cwrap('init_with_threads_count', null, ['number']),
    getThreadsCount: () => threads,
    registerTensor: module.cwrap('register_tensor', null, ['number', 'number', 'number']),
    disposeData: module.cwrap('dispose_data', null, ['number']),
    dispose: module.cwrap('dispose', null, []),
  }
  setThreadsCount(1)
  return new BackendWasm(module)
}

function startModule(wasm: string): Promise<WasmModule> {
  const scope = globalThis as { Worker: unknown }
  const { Worker } = scope
  // While it starts, and before it first waits, the module makes eight workers whatever it is told.
  scope.Worker = NoWorker
  try {
    const locateFile = (name: string) => (name.endsWith('.wasm') ? wasm : name)
    return createModule({ locateFile }) as Promise<WasmModule>
  } finally {
    scope.Worker = Worker
  }
}

/** Stands for a thread that is ready and will never be needed. */
class NoWorker {
  onmessage: ((message: { data: { cmd: string } }) => void) | null = null

  postMessage(): void {
    queueMicrotask(() => this.onmessage?.({ data: { cmd: 'loaded' } }))
  }

  terminate(): void {}
}
