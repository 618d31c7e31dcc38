/**
 * @file GPU time by kernel, from timestamps around every dispatch. Off unless asked for: each dispatch then gets a pass
 * of its own.
 */
import type { EngineWebGPUBackend } from '../../backend/webgpu-backend'

export interface KernelTime {
  key: string
  calls: number
  milliseconds: number
}

/** A query set holds 4096 at most: two for each dispatch. */
const DISPATCHES = 2048

interface Profile {
  keys: string[]
  queries: GPUQuerySet
}

let current: Profile | null = null

/** Records a dispatch, with its time if a profile is being taken. */
export function timed(backend: EngineWebGPUBackend, key: string, record: () => void): void {
  if (!current || current.keys.length === DISPATCHES) {
    record()
    return
  }
  const { keys, queries } = current
  backend.endComputePassEncoder()
  backend.ensureCommandEncoderReady()
  backend.computePassEncoder = backend.commandEncoder!.beginComputePass({
    timestampWrites: {
      querySet: queries,
      beginningOfPassWriteIndex: 2 * keys.length,
      endOfPassWriteIndex: 2 * keys.length + 1,
    },
  })
  keys.push(key)
  record()
  backend.endComputePassEncoder()
}

/** Our kernels within `work`, slowest first; stock operations are not seen. Needs the feature `timestamp-query`. */
export async function profileKernels(
  backend: EngineWebGPUBackend,
  work: () => Promise<unknown>,
): Promise<KernelTime[]> {
  const { device } = backend
  const queries = device.createQuerySet({ type: 'timestamp', count: 2 * DISPATCHES })
  const profile: Profile = { keys: [], queries }
  current = profile
  try {
    await work()
  } finally {
    current = null
  }
  backend.submit()
  const count = 2 * profile.keys.length
  const size = 8 * count
  const resolved = device.createBuffer({ size, usage: 0x0200 | 0x0004 })
  const staging = device.createBuffer({ size, usage: 0x0008 | 0x0001 })
  const encoder = device.createCommandEncoder()
  encoder.resolveQuerySet(queries, 0, count, resolved, 0)
  encoder.copyBufferToBuffer(resolved, 0, staging, 0, size)
  device.queue.submit([encoder.finish()])
  await staging.mapAsync(1)
  const stamps = new BigUint64Array(staging.getMappedRange().slice(0))
  for (const thing of [resolved, staging, queries]) thing.destroy()
  const byKey = new Map<string, KernelTime>()
  profile.keys.forEach((key, i) => {
    const entry = byKey.get(key) ?? { key, calls: 0, milliseconds: 0 }
    entry.calls += 1
    entry.milliseconds += Number(stamps[2 * i + 1]! - stamps[2 * i]!) / 1e6
    byKey.set(key, entry)
  })
  return [...byKey.values()].sort((a, b) => b.milliseconds - a.milliseconds)
}
