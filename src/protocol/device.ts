/** @file Where the numbers are computed, and why there. */

export type BackendName = 'webgpu' | 'wasm' | 'cpu'

export interface DeviceReport {
  backend: BackendName
  /** Name to show: the GPU's, or the processor's part in it. */
  name: string
  /** A WebGPU adapter that runs on the processor. */
  software: boolean
  /** One sentence: why this backend and not another. */
  reason: string
  /** What a person can do to get a GPU; empty on a GPU. */
  remedy: string
  features: string[]
  limits: Record<string, number>
  /** How matrix products are cut up on this GPU, as a trial found best; the same name spares the next trial. */
  tile?: string
}
