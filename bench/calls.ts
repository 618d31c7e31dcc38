/** @file The calls that a contender answers where it runs, in a worker of the page or in a process of Node. */
import type { KernelTime } from '../src/engine/ops/webgpu/profile'
import type { Contender, ContenderName, CreateContender, Setup } from './contenders/contender'
import type { MemoryPlan, MemoryRun } from './contenders/memory-run'
import type { GpuCounters, GpuCounts } from './counters'
import { createBatch, createWeights, type Shape } from './network'

const LOADERS: Record<ContenderName, () => Promise<{ create: CreateContender }>> = {
  ours: () => import('./contenders/ours'),
  'stock-tfjs': () => import('./contenders/stock-tfjs'),
  'jax-js': () => import('./contenders/jax-js'),
}

export interface StepResult extends GpuCounts {
  ms: number
  loss: number
  peakBytes: number
  liveBytes: number
}

export interface MemoryLook {
  step: number
  /** Of tensors. */
  bytes: number
  tensors: number
  /** Of GPU buffers, pooled ones included. */
  gpuBytes: number
}

export type OpenOptions = { shape: Shape } & Partial<Omit<Setup, 'shape' | 'weights' | 'batch' | 'backend'>>

/** Arguments and results are plain data. */
export type Calls = ReturnType<typeof createCalls>

/** One contender, as the driver sees it. */
export interface Arm {
  readonly key: string
  readonly facts: Contender['facts']
  call<Name extends keyof Calls>(name: Name, ...args: Parameters<Calls[Name]>): ReturnType<Calls[Name]>
  close(): Promise<void>
}

/** @param place What depends on where the contender runs. */
export function createCalls(counters: GpuCounters, place: Pick<Setup, 'wasmPaths' | 'gpu'>) {
  let contender: Contender

  const extras = () => {
    if (!contender.extras) throw new Error('only ours can do this')
    return contender.extras
  }

  const measured = async <T>(work: () => Promise<T>): Promise<{ counts: GpuCounts; ms: number; value: T }> => {
    counters.begin()
    const start = performance.now()
    const value = await work()
    return { ms: performance.now() - start, counts: counters.take(), value }
  }

  return {
    async open(name: ContenderName, backend: Setup['backend'], options: OpenOptions): Promise<Contender['facts']> {
      const { create } = await LOADERS[name]()
      const { shape, model } = options
      contender = await create({
        objective: 'dpo',
        embedding: 'gather',
        ...place,
        ...options,
        backend,
        weights: model ? new Map() : createWeights(shape),
        batch: createBatch(shape),
      })
      return contender.facts
    },

    async step(): Promise<StepResult> {
      const { counts, ms, value } = await measured(() => contender.step())
      return { ...counts, ms, loss: value, peakBytes: counters.peakBytes, liveBytes: counters.liveBytes }
    },

    /** Best rate of `rounds`, in GFLOP/s, each round about `roundMs` long. */
    async matrixRate(size: [number, number, number], rounds = 3, roundMs = 200): Promise<number> {
      const [m, k, n] = size
      const products = contender.products(m, k, n)
      const time = async (count: number) => {
        const start = performance.now()
        for (let i = 0; i < count; i++) products.queue()
        await products.wait()
        return (performance.now() - start) / count
      }
      await time(1)
      const count = Math.min(64, Math.max(1, Math.ceil(roundMs / (await time(1)))))
      let best = Number.POSITIVE_INFINITY
      for (let i = 0; i < rounds; i++) best = Math.min(best, await time(count))
      products.dispose()
      return (2 * m * k * n) / best / 1e6
    },

    referencePass: async (): Promise<number> => (await measured(() => extras().referencePass())).ms,

    optimizer: async (): Promise<GpuCounts> => (await measured(() => extras().optimizer())).counts,

    profile: (): Promise<KernelTime[]> => extras().profile(),

    async generate(prompts: number, newTokens: number): Promise<{ ms: number; tokens: number }> {
      const { ms, value } = await measured(() => extras().generate(prompts, newTokens))
      return { ms, tokens: value }
    },

    /** A run of one step, in a worker that has opened no contender. */
    memoryRun: async (plan: MemoryPlan): Promise<MemoryRun> =>
      (await import('./contenders/memory-run')).memoryRun(plan, counters, place),

    /** Many steps without coming back in between: their times, and the memory after each of `looks` steps. */
    async manySteps(count: number, looks: number[]): Promise<{ ms: number[]; memory: MemoryLook[] }> {
      const ms: number[] = []
      const memory: MemoryLook[] = []
      for (let step = 1; step <= count; step++) {
        const start = performance.now()
        await contender.step()
        ms.push(performance.now() - start)
        if (looks.includes(step)) memory.push({ step, ...extras().memory(), gpuBytes: counters.liveBytes })
      }
      return { ms, memory }
    },
  }
}
