/** @file Whether step 1,000 is as fast as step 100, and step 2,000 needs no more memory. */

import type { MemoryLook } from '../calls'
import type { Shape } from '../network'
import { median } from '../statistics'
import { megabytes, table } from '../table'
import type { Context } from './context'
import { withOurs } from './measure-ours'

const TINY: Shape = { vocab: 64, layers: 1, width: 16, heads: 2, tokens: 16, prompt: 4, pairs: 1 }
const STEPS = 2000
const LOOKS = [100, 1000, 2000]

export interface FlatnessResult {
  backend: 'webgpu' | 'wasm'
  earlyMs: number
  lateMs: number
  /** Late over early. */
  ratio: number
  memory: MemoryLook[]
}

export async function runFlatness(context: Context): Promise<FlatnessResult[]> {
  const { options } = context
  const results: FlatnessResult[] = []
  for (const backend of ['webgpu', 'wasm'] as const) {
    if (options.backend && options.backend !== backend) continue
    const { ms, memory } = await withOurs(context, { shape: TINY, backend }, (arm) =>
      arm.call('manySteps', STEPS, LOOKS),
    )
    const earlyMs = median(ms.slice(49, 100))
    const lateMs = median(ms.slice(949, 1000))
    results.push({ backend, earlyMs, lateMs, ratio: lateMs / earlyMs, memory })
  }
  for (const { backend, earlyMs, lateMs, ratio, memory } of results) {
    console.log(`\nours on ${backend}, a tiny network, ${STEPS} steps`)
    console.log(
      `median ms of steps 50-100: ${earlyMs.toFixed(2)}, 950-1000: ${lateMs.toFixed(2)}, ratio ${ratio.toFixed(3)}`,
    )
    const lines = memory.map(({ step, tensors, bytes, gpuBytes }) => [
      String(step),
      tensors,
      megabytes(bytes),
      megabytes(gpuBytes),
    ])
    console.log(table(['after step', 'tensors', 'tensor MB', 'GPU buffers MB'], lines))
  }
  return results
}
