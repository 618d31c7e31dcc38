/** @file The helpers of the wasm kernels: workers that see the same memory, and take parts of a call. */
import { ATTENTION_SCRATCH } from './attention-kernels'
import { BOARD_BYTES, Board, type Run } from './board'
import type { Place } from './helper'
import { Worth } from './worth'

/** Nanoseconds of work that are worth a part of their own: waking a helper takes about as long. */
const PART = 30_000
/** Parts for each thread, where there is work enough: who is held up by other programs leaves parts to the others. */
const PARTS_EACH = 2
const MOST_PARTS = 128

export class Crew {
  private readonly board: Board
  private readonly worth = new Worth()
  private kernels = 0
  /** Whether this thread may sleep; the page's own may not. */
  private readonly mayWait = 'WorkerGlobalScope' in globalThis

  /**
   * @param allocate Takes bytes of the memory, for good.
   * @param threads How many may work, this one included: as many are started as may at first.
   */
  constructor(
    private readonly memory: WebAssembly.Memory,
    private readonly allocate: (bytes: number) => number,
    private readonly threads: () => number,
  ) {
    const board = this.allocateZeros(BOARD_BYTES)
    this.board = new Board(memory, board)
    try {
      for (let i = 1; i < threads(); i++) {
        const worker = new Worker(new URL('./helper.ts', import.meta.url), { type: 'module' })
        worker.postMessage({ memory, board, scratch: allocate(ATTENTION_SCRATCH) } satisfies Place)
      }
    } catch (error) {
      // A server's policy may forbid workers; the results are the same without.
      console.warn(error)
    }
  }

  /** A kernel as a function of its arguments and about how many nanoseconds they take. */
  shares(code: Uint8Array, run: Run, bounds: { from: number; to: number; step: number }) {
    const place = this.allocate(code.length)
    new Uint8Array(this.memory.buffer, place, code.length).set(code)
    const kernel = this.kernels++
    return (values: number[], work: number): void => {
      const threads = Math.min(this.threads(), 1 + this.board.helpers)
      const parts = Math.min(PARTS_EACH * threads, Math.floor(work / PART), MOST_PARTS)
      if (threads < 2 || parts < 2 || !this.worth.isGiven) {
        run(...values)
        return
      }
      const size = values[bounds.to]! - values[bounds.from]!
      const step = bounds.step * Math.ceil(size / bounds.step / parts)
      const job = { kernel, code: place, codeBytes: code.length, fromAt: bounds.from, toAt: bounds.to, step, values }
      const shared = this.board.share(job, run, this.mayWait)
      this.worth.add((work * 1e-6 * shared.byHelpers) / shared.parts, shared.waitedMs)
    }
  }

  private allocateZeros(bytes: number): number {
    // Atomics want whole numbers of four bytes, and doubles of eight.
    const place = Math.ceil(this.allocate(bytes + 8) / 8) * 8
    new Uint8Array(this.memory.buffer, place, bytes).fill(0)
    return place
  }
}
