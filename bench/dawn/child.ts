/** @file The process of one contender: answers calls, as a worker of the page does. */
import type { GpuLike } from '../../src/engine/backend/adapter'
import { answer, type Request } from '../answer-calls'
import { type Calls, createCalls } from '../calls'
import { GpuCounters } from '../counters'
import { adapterFacts } from '../page/adapter-facts'

export function runChild(): void {
  const counters = new GpuCounters()
  counters.install()
  const calls = createCalls(counters, { gpu: navigator.gpu as unknown as GpuLike })
  const open: Calls['open'] = async (...args) => {
    const facts = await calls.open(...args)
    return { ...facts, adapter: JSON.stringify(await adapterFacts()) }
  }
  process.on('message', async (request: Request) => process.send!(await answer({ ...calls, open }, request)))
}
