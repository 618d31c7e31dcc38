/** @file A worker that takes parts of the wasm kernels which another thread shares out. */
import { Board, type Job, type Run } from './board'

/** What a helper is told once. */
export interface Place {
  memory: WebAssembly.Memory
  board: number
  scratch: number
}

const scope = globalThis as unknown as DedicatedWorkerGlobalScope
scope.onmessage = ({ data: { memory, board, scratch } }: MessageEvent<Place>) => {
  const kernels = new Map<number, Run>()
  new Board(memory, board).help(({ kernel, code, codeBytes }: Job) => {
    const known = kernels.get(kernel)
    if (known) return known
    // A copy: code cannot be read from memory that is shared.
    const bytes = Uint8Array.from(new Uint8Array(memory.buffer, code, codeBytes))
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
      env: { log: Math.log, memory, scratch },
    })
    const run = exports.run as Run
    kernels.set(kernel, run)
    return run
  })
}
