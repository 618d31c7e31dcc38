/**
 * @file Chooses where the numbers are computed and sets tfjs up for it: a GPU if there is a real one, else wasm.
 *
 * A software WebGPU adapter is thirty times slower than wasm on the same processor, so it is taken only on request.
 */
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import type { BackendName, DeviceCause, DeviceReport } from '../../protocol/device'
import { AppError } from '../../protocol/errors'
import { findBestTile } from '../ops/webgpu/tile-choice'
import { tileName } from '../ops/webgpu/tiles'
import { type AdapterLike, adapterName, type GpuLike, isSoftware, readLimits, requestDevice, traitsOf } from './adapter'
import { describeWasm, setUpWasm, type WasmPaths } from './wasm'
import { EngineWebGPUBackend } from './webgpu-backend'

export interface BackendOptions {
  backend: 'auto' | BackendName
  wasmPaths?: WasmPaths
  /** The tiles of matrix products that earlier starts found best, by the adapter's name: spares the trial. */
  tiles?: Record<string, string>
  /** Instead of `navigator.gpu`. */
  gpu?: GpuLike
  /** The GPU is gone, with all tensors on it; `initBackend` may be called again. */
  onLost?: (message: string) => void
  /** A GPU error that no operation reported. */
  onError?: (message: string) => void
}

export async function initBackend(options: BackendOptions): Promise<DeviceReport> {
  // Spares tfjs's own checks and its greeting in Node.
  tf.enableProdMode()
  switch (options.backend) {
    case 'auto': {
      const found = await findAdapter(options)
      if ('adapter' in found && !isSoftware(found.adapter)) {
        return useWebgpu(
          found.adapter,
          { cause: 'offered', reason: 'The browser offers a GPU through WebGPU.' },
          options,
        )
      }
      if ('adapter' in found) {
        const reason = `WebGPU has no graphics processor here, only a software adapter (${adapterName(found.adapter)}), which is slower than WebAssembly.`
        return useWasm({ cause: 'software-only', reason, remedy: GET_HARDWARE }, options)
      }
      return useWasm(found, options)
    }
    case 'webgpu': {
      const found = await findAdapter(options)
      if ('adapter' in found) {
        return useWebgpu(found.adapter, { cause: 'webgpu-asked', reason: 'WebGPU was asked for.' }, options)
      }
      throw new AppError('device/no-webgpu', found.reason, `${found.remedy} Or choose the wasm backend.`)
    }
    case 'wasm':
      return useWasm({ cause: 'wasm-asked', reason: 'WebAssembly was asked for.', remedy: CHOOSE_AUTO }, options)
    case 'cpu':
      await use('cpu')
      return {
        backend: 'cpu',
        name: 'Processor (plain JavaScript)',
        software: false,
        cause: 'cpu-asked',
        reason: 'The cpu backend was asked for.',
        remedy: CHOOSE_AUTO,
        features: [],
        limits: {},
      }
  }
}

/** Bytes that tensors hold: on the GPU where there is one, else in memory. */
export function memoryBytes(): number {
  const memory = tf.memory() as { numBytes: number; numBytesInGPU?: number }
  return memory.numBytesInGPU ?? memory.numBytes
}

const GET_HARDWARE =
  'Turn on hardware acceleration in the browser’s settings, update the graphics driver, and see what chrome://gpu says about WebGPU.'

const CHOOSE_AUTO = 'Choose the automatic backend to use a GPU.'

/** Why a backend is taken, and what would give a GPU. */
type Why = { cause: DeviceCause; reason: string; remedy: string }

type Found = { adapter: AdapterLike } | Why

async function findAdapter(options: BackendOptions): Promise<Found> {
  const scope = globalThis as { navigator?: { gpu?: GpuLike }; isSecureContext?: boolean }
  const gpu = options.gpu ?? scope.navigator?.gpu
  if (!gpu && scope.isSecureContext === false) {
    return {
      cause: 'insecure',
      reason: 'The page is not a secure context, and browsers offer WebGPU (navigator.gpu) nowhere else.',
      remedy: 'Open the page over https, or from localhost.',
    }
  }
  if (!gpu) {
    return {
      cause: 'no-webgpu',
      reason: 'This browser has no WebGPU (no navigator.gpu).',
      remedy: 'Use a current Chrome, Edge, Safari or Firefox on a machine with a GPU.',
    }
  }
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null)
  if (adapter) return { adapter }
  const reason = 'WebGPU is there, but it offers no adapter for this machine.'
  return { cause: 'no-adapter', reason, remedy: GET_HARDWARE }
}

async function useWebgpu(
  adapter: AdapterLike,
  { cause, reason }: Omit<Why, 'remedy'>,
  options: BackendOptions,
): Promise<DeviceReport> {
  const device = await requestDevice(adapter).catch((error: unknown) => {
    throw new AppError(
      'device/no-webgpu',
      `The GPU (${adapterName(adapter)}) refused a device: ${error instanceof Error ? error.message : String(error)}`,
      'Close other pages that use the GPU and reload, or choose the wasm backend.',
    )
  })
  // Destroyed on purpose is not lost.
  device.lost.then(({ reason: cause, message }) => cause !== 'destroyed' && options.onLost?.(message || cause))
  device.addEventListener('uncapturederror', ({ error }) => {
    const { bufferManager } = tf.backend() as Partial<EngineWebGPUBackend>
    // What follows from a lack of memory: that is told by name, wherever the buffer was asked for.
    if (bufferManager?.hasMissed && /previous error/.test(error.message)) return
    options.onError?.(error.message)
  })
  if (options.gpu) showGpuToTfjs(options.gpu)
  type Arguments = ConstructorParameters<typeof EngineWebGPUBackend>
  if (tf.findBackendFactory('webgpu')) tf.removeBackend('webgpu')
  tf.registerBackend(
    'webgpu',
    () => new EngineWebGPUBackend(device as unknown as Arguments[0], adapter.info as unknown as Arguments[1]),
  )
  await use('webgpu')
  // Submits are ours to time: tfjs would submit after every 15 dispatches.
  tf.env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', STOCK_DISPATCHES)
  const software = isSoftware(adapter)
  const { tile } = await findBestTile(traitsOf(adapter), options.tiles?.[adapterName(adapter)])
  return {
    backend: 'webgpu',
    name: adapterName(adapter),
    software,
    cause,
    reason: software ? `${reason} This adapter is software: expect it to be very slow.` : reason,
    remedy: software ? GET_HARDWARE : '',
    features: [...device.features].sort(),
    limits: readLimits(device.limits),
    tile: tileName(tile),
  }
}

/** Dispatches of stock operations in one submit, at most. */
const STOCK_DISPATCHES = 256

/** tfjs refuses to start where `navigator.gpu` is missing, though it uses the device alone. */
function showGpuToTfjs(gpu: GpuLike): void {
  const scope = globalThis as { navigator?: { gpu?: unknown } }
  if (scope.navigator?.gpu) return
  if (scope.navigator) Object.defineProperty(scope.navigator, 'gpu', { value: gpu, configurable: true })
  else scope.navigator = { gpu }
}

async function useWasm({ cause, reason, remedy }: Why, { wasmPaths }: BackendOptions): Promise<DeviceReport> {
  await setUpWasm(wasmPaths)
  await use('wasm')
  return { ...(await describeWasm(reason, remedy)), cause }
}

async function use(name: BackendName): Promise<void> {
  const ready = await tf.setBackend(name).catch(() => false)
  if (ready) return
  throw new AppError(
    'device/no-backend',
    `The ${name} backend did not start.`,
    name === 'wasm'
      ? 'Check that the page’s .wasm files can be reached, and that the browser allows WebAssembly.'
      : 'Reload the page, or choose the wasm backend.',
  )
}
