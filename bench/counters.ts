/** @file Counts what a library asks of WebGPU, by wrapping the prototypes before the library sees a device. */

export interface GpuCounts {
  dispatches: number
  submits: number
  passes: number
  bufferWrites: number
  buffersCreated: number
  /** JavaScript time up to the last wait for the GPU, without the waits themselves. */
  encodeMs: number
}

const zero = (): GpuCounts => ({
  dispatches: 0,
  submits: 0,
  passes: 0,
  bufferWrites: 0,
  buffersCreated: 0,
  encodeMs: 0,
})

type Method = (this: object, ...args: never[]) => unknown

export class GpuCounters {
  liveBytes = 0
  peakBytes = 0
  private counts = zero()
  private waits = 0
  private busySince = 0
  private readonly sizes = new WeakMap<object, number>()

  /** Does nothing where there is no WebGPU. */
  install(): void {
    this.after('GPUComputePassEncoder', 'dispatchWorkgroups', () => this.counts.dispatches++)
    this.after('GPUComputePassEncoder', 'dispatchWorkgroupsIndirect', () => this.counts.dispatches++)
    this.after('GPUCommandEncoder', 'beginComputePass', () => this.counts.passes++)
    this.after('GPUQueue', 'submit', () => this.counts.submits++)
    this.after('GPUQueue', 'writeBuffer', () => this.counts.bufferWrites++)
    this.after('GPUDevice', 'createBuffer', (buffer) => {
      const { size } = buffer as { size: number }
      this.counts.buffersCreated++
      this.sizes.set(buffer as object, size)
      this.liveBytes += size
      this.peakBytes = Math.max(this.peakBytes, this.liveBytes)
    })
    this.after('GPUBuffer', 'destroy', (_, buffer) => {
      this.liveBytes -= this.sizes.get(buffer) ?? 0
      this.sizes.delete(buffer)
    })
    this.after('GPUBuffer', 'mapAsync', (promise) => this.wait(promise as Promise<unknown>))
    this.after('GPUQueue', 'onSubmittedWorkDone', (promise) => this.wait(promise as Promise<unknown>))
  }

  /** Counts of the work that begins with this call, up to the next `take`. */
  begin(): void {
    this.counts = zero()
    this.busySince = performance.now()
  }

  take(): GpuCounts {
    return this.counts
  }

  private wait(promise: Promise<unknown>): void {
    if (this.waits === 0) this.counts.encodeMs += performance.now() - this.busySince
    this.waits++
    const done = () => {
      this.waits--
      if (this.waits === 0) this.busySince = performance.now()
    }
    promise.then(done, done)
  }

  private after(type: string, name: string, note: (result: unknown, self: object) => void): void {
    const holder = (globalThis as Record<string, unknown>)[type] as { prototype: Record<string, Method> } | undefined
    const original = holder?.prototype[name]
    if (!holder || !original) return
    holder.prototype[name] = function (...args) {
      const result = original.apply(this, args)
      note(result, this)
      return result
    }
  }
}
