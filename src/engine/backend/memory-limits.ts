/** @file How much memory the device surely has, and the error when it has no more. */
import type { DeviceReport } from '../../protocol/device'
import { AppError } from '../../protocol/errors'

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

/** tfjs's modules may grow to 4 GiB; their own data, and the gaps between tensors, take a little of it. */
const ADDRESSES = 4 * GIB - GIB / 32
const WASM: MemoryLimits = { total: ADDRESSES, tensor: ADDRESSES }

const mega = (bytes: number): string => `${Math.ceil(bytes / 1e6).toLocaleString('en')} MB`

const REMEDY =
  'Train an adapter (LoRA) on 16-bit weights, accumulate gradients over more parts, cut pairs shorter, or take a smaller model.'

/** @param held Bytes that the device had given before. */
export const outOfMemory = (where: 'The GPU' | 'WebAssembly', bytes: number, held: number): AppError =>
  new AppError(
    'device/out-of-memory',
    `${where} has no memory for another ${mega(bytes)}; ${mega(held)} are held already.`,
    REMEDY,
  )

/** The part of Emscripten's module that is used. */
interface Allocating {
  _malloc(bytes: number): number
  HEAPU8: { length: number }
}

const guarded = new WeakSet<Allocating>()

/**
 * Makes the module throw where it has no memory left. By itself it answers with place 0, where tfjs would then write
 * numbers over whatever lies there.
 *
 * @param wasm Emscripten's module; the types of tfjs leave out what is used of it.
 * @throws AppError `device/out-of-memory`, from `_malloc`.
 */
export function guardAllocations(wasm: object): void {
  const module = wasm as Allocating
  if (guarded.has(module)) return
  guarded.add(module)
  // With the first call, Emscripten puts the compiled function in the place of the one that called it.
  module._malloc(1)
  const allocate = module._malloc
  module._malloc = (bytes) => {
    const place = allocate(bytes)
    if (place === 0 && bytes > 0) throw outOfMemory('WebAssembly', bytes, module.HEAPU8.length)
    return place
  }
}
