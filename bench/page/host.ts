/** @file The bench's page: starts a worker for each contender and passes calls on to it. */
import type { Answer } from '../answer-calls'
import { adapterFacts } from './adapter-facts'

interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
}

const workers = new Map<string, Worker>()
const waiting = new Map<number, Waiting>()
let nextId = 0

const bench = {
  environment: async () => ({
    crossOriginIsolated,
    hardwareConcurrency: navigator.hardwareConcurrency,
    userAgent: navigator.userAgent,
    adapter: await adapterFacts(),
  }),

  start(key: string): void {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
    worker.onmessage = ({ data: { id, result, error } }: MessageEvent<Answer>) => {
      const { resolve, reject } = waiting.get(id)!
      waiting.delete(id)
      if (error === undefined) resolve(result)
      else reject(new Error(error))
    }
    worker.onerror = ({ message }) => console.error(`${key}: ${message}`)
    workers.set(key, worker)
  },

  call(key: string, call: string, args: unknown[]): Promise<unknown> {
    const id = nextId++
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject })
      workers.get(key)!.postMessage({ id, call, args })
    })
  },

  stop(key: string): void {
    workers.get(key)?.terminate()
    workers.delete(key)
  },
}

export type Bench = typeof bench

Object.assign(window, { bench })
