/** @file Where the numbers are computed, and why there. */

export type BackendName = 'webgpu' | 'wasm' | 'cpu'

/** Why a backend was taken, for those who say it in words of their own. */
export type DeviceCause =
  | 'offered'
  | 'webgpu-asked'
  | 'wasm-asked'
  | 'cpu-asked'
  /** WebGPU has an adapter, but one that runs on the processor. */
  | 'software-only'
  /** No secure context, where browsers offer no WebGPU. */
  | 'insecure'
  | 'no-webgpu'
  | 'no-adapter'

export interface DeviceReport {
  backend: BackendName
  /** Name to show: the GPU's, or the processor's part in it. */
  name: string
  /** A WebGPU adapter that runs on the processor. */
  software: boolean
  /** One sentence: why this backend and not another. */
  reason: string
  /** The same as a code; absent in recordings of older versions. */
  cause?: DeviceCause
  /** What a person can do to get a GPU; empty on a GPU. */
  remedy: string
  features: string[]
  limits: Record<string, number>
  /** How matrix products are cut up on this GPU, as a trial found best; the same name spares the next trial. */
  tile?: string
}
