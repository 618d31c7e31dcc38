/** @file A worker of the page: runs one contender, whose use of WebGPU is counted from the start. */
import { answer, type Request } from '../answer-calls'
import { createCalls } from '../calls'
import { GpuCounters } from '../counters'
import { WASM_PATHS } from './wasm-paths'

const counters = new GpuCounters()
counters.install()
const calls = createCalls(counters, { wasmPaths: WASM_PATHS })

const scope = self as unknown as DedicatedWorkerGlobalScope
scope.onmessage = async ({ data }: MessageEvent<Request>) => scope.postMessage(await answer(calls, data))
