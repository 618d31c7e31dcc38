/** @file How much memory the device surely has. */
import type { DeviceReport } from '../../protocol/device'

export interface MemoryLimits {
  /** Bytes in all that are surely there; on a GPU more may be. */
  total: number
  /** Bytes of one tensor, at most. */
  tensor: number
}

const GIB = 2 ** 30

/**
 * Null where there is no limit to speak of.
 *
 * WebGPU does not tell how much memory a GPU has, on purpose. What one buffer may take (256 MiB on the weakest devices,
 * then 1, 2 or 4 GiB) is as near as one gets: a driver allows no more than it could hold. But the upper two are what the
 * graphics interface can address, and stand for GPUs that share 2 GB with the processor as for those with 80 GB of their
 * own: no more than 1 GiB is taken for sure.
 */
export function memoryLimits({ backend, limits }: DeviceReport): MemoryLimits | null {
  switch (backend) {
    case 'webgpu': {
      const { maxBufferSize = GIB / 4, maxStorageBufferBindingSize = GIB / 8 } = limits
      return { total: Math.min(maxBufferSize, GIB), tensor: Math.min(maxBufferSize, maxStorageBufferBindingSize) }
    }
    case 'wasm':
      return WASM
    case 'cpu':
      return null
  }
}

const WASM: MemoryLimits = { total: 4 * GIB, tensor: 4 * GIB }
