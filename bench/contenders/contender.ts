/** @file What the bench asks of every contender. Each runs in a worker of its own, with its own device. */

import type { GpuLike } from '../../src/engine/backend/adapter'
import type { KernelTime } from '../../src/engine/ops/webgpu/profile'
import type { Batch, Shape, Weights } from '../network'

export interface Setup {
  backend: 'webgpu' | 'wasm'
  shape: Shape
  weights: Weights
  /** Of ours: another network than the standard one, with weights of its own. `shape` then tells the batch alone. */
  model?: 'smollm2-135m'
  batch: Batch
  /** Threads that stock tfjs is asked to use; undefined leaves its own choice. Ours decides as it does in the app. */
  threads?: number
  /** Where tfjs's wasm files are, by name. */
  wasmPaths?: Record<string, string>
  /** Instead of the browser's own WebGPU. */
  gpu?: GpuLike
  objective: 'dpo' | 'simpo'
  /** tfjs's wasm backend lacks the gradient of a gather. */
  embedding: 'gather' | 'one-hot'
}

/** Many products of one size, for the matrix rate. */
export interface Products {
  queue(): void
  /** Until all that is queued has been computed. */
  wait(): Promise<void>
  dispose(): void
}

export interface Contender {
  /** What the library says of itself: threads, version, device. */
  facts: Record<string, string | number>
  /** One step, begun at once; resolves to its loss when that has been read back. */
  step(): Promise<number>
  /** Plain A·B of [m, k] and [k, n]. */
  products(m: number, k: number, n: number): Products
  /** Ours alone: figures that only the engine can give. */
  extras?: Extras
}

export interface Extras {
  /** Log-probs of the batch under the current weights, as a reference pass computes them. */
  referencePass(): Promise<void>
  /** GPU time of one step, by kernel; on WebGPU alone. */
  profile(): Promise<KernelTime[]>
  /** The optimizer alone, with the gradients of the last step. */
  optimizer(): Promise<void>
  /** Tokens that were generated. */
  generate(prompts: number, newTokens: number): Promise<number>
  /** Bytes that the backend's tensors hold, and how many tensors there are. */
  memory(): { bytes: number; tensors: number }
}

export type CreateContender = (setup: Setup) => Promise<Contender>

export type ContenderName = 'ours' | 'stock-tfjs' | 'jax-js'
