/**
 * @file How threads share out a kernel: a board in memory that all of them see holds the kernel, its arguments, and
 * which parts have been taken. Whoever has time takes the next part; a helper that wakes late finds nothing left.
 */

/** Places on the board, as 32-bit integers. */
const TAKEN = 0
const DONE = 1
const HELPERS = 2
const FAILED = 3
const JOB = 4
/** What follows them, in bytes: the arguments, as doubles. */
const ARGUMENTS = 64
const MOST_ARGUMENTS = 40
export const BOARD_BYTES = ARGUMENTS + 8 * MOST_ARGUMENTS

/** A kernel with its arguments, of which those at `fromAt` and `toAt` bound the work. */
export interface Job {
  kernel: number
  /** Where its code lies. */
  code: number
  codeBytes: number
  fromAt: number
  toAt: number
  /** How much a part is; no more than 255 of them. */
  step: number
  values: number[]
}

export type Run = (...values: number[]) => void

export class Board {
  private readonly integers: Int32Array
  private readonly values: Float64Array

  constructor(memory: WebAssembly.Memory, place: number) {
    this.integers = new Int32Array(memory.buffer, place, ARGUMENTS / 4)
    this.values = new Float64Array(memory.buffer, place + ARGUMENTS, MOST_ARGUMENTS)
  }

  /** Helpers that have arrived. */
  get helpers(): number {
    return Atomics.load(this.integers, HELPERS)
  }

  arrive(): void {
    Atomics.add(this.integers, HELPERS, 1)
  }

  /** Shares out a job, takes part in it, and returns when all of it is done: how, and how long that took at the end. */
  share(job: Job, run: Run, mayWait: boolean): { parts: number; byHelpers: number; waitedMs: number } {
    const { integers } = this
    const { kernel, code, codeBytes, fromAt, toAt, step, values } = job
    const parts = Math.ceil((values[toAt]! - values[fromAt]!) / step)
    integers.set([kernel, code, codeBytes, fromAt, toAt, step, values.length], JOB)
    this.values.set(values)
    Atomics.store(integers, DONE, 0)
    // No two jobs in a row have the same number, so that nobody takes the one for the other.
    const turn = ((Atomics.load(integers, TAKEN) >>> 16) + 1) & 0x7fff
    Atomics.store(integers, TAKEN, (turn << 16) | (parts << 8))
    Atomics.notify(integers, TAKEN)
    let own = 0
    for (let part = this.take(); part >= 0; part = this.take()) {
      this.finish(job, run, part)
      own++
    }
    const begun = performance.now()
    for (let turns = 0; ; turns++) {
      const done = Atomics.load(integers, DONE)
      if (done === parts) break
      if (mayWait && turns > PATIENCE) Atomics.wait(integers, DONE, done, 1)
    }
    if (Atomics.load(integers, FAILED)) throw new Error('a thread of the wasm kernels failed')
    return { parts, byHelpers: parts - own, waitedMs: performance.now() - begun }
  }

  /** As a helper, for ever. `runOf` finds the kernel of a job. */
  help(runOf: (job: Job) => Run): never {
    const { integers } = this
    this.arrive()
    for (let turns = 0; ; ) {
      const before = Atomics.load(integers, TAKEN)
      const part = this.take()
      if (part < 0) {
        if (turns++ > PATIENCE) Atomics.wait(integers, TAKEN, before)
        continue
      }
      turns = 0
      // Read after a part was taken: until that is finished, the job stays.
      const job = this.job()
      this.finish(job, runOf(job), part)
    }
  }

  /** The next part of the job, or -1. */
  private take(): number {
    for (;;) {
      const word = Atomics.load(this.integers, TAKEN)
      const part = word & 0xff
      if (part >= ((word >> 8) & 0xff)) return -1
      if (Atomics.compareExchange(this.integers, TAKEN, word, word + 1) === word) return part
    }
  }

  private job(): Job {
    const [kernel, code, codeBytes, fromAt, toAt, step, count] = this.integers.subarray(JOB) as unknown as Seven
    return { kernel, code, codeBytes, fromAt, toAt, step, values: [...this.values.subarray(0, count)] }
  }

  private finish({ values, fromAt, toAt, step }: Job, run: Run, part: number): void {
    const own = [...values]
    own[fromAt] = values[fromAt]! + part * step
    own[toAt] = Math.min(values[toAt]!, own[fromAt]! + step)
    try {
      run(...own)
    } catch (error) {
      Atomics.store(this.integers, FAILED, 1)
      console.error(error)
    }
    Atomics.add(this.integers, DONE, 1)
    Atomics.notify(this.integers, DONE)
  }
}

/** Looks at the board before a thread goes to sleep, from which it takes long to wake: some 100 microseconds. */
const PATIENCE = 10_000

type Seven = [number, number, number, number, number, number, number]
