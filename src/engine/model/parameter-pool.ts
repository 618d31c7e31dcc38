/**
 * @file Tensors by name that lie in one vector: what an optimizer changes with one kernel, whatever the model. WebGPU
 * only; on the processor a tensor cannot be a part of another.
 */
import * as tf from '@tensorflow/tfjs-core'
import { VIEW_ALIGNMENT, webgpuBackend } from '../backend/webgpu-backend'
import type { Tensors } from './parameters'

export interface ParameterPool {
  /** All of them, each padded with zeros to the alignment of a view. */
  vector: tf.Tensor1D
  /** Views of the vector, in its order. */
  tensors: Tensors
}

const padded = (size: number): number => VIEW_ALIGNMENT * Math.ceil(size / VIEW_ALIGNMENT)

/** Zeros, with a place for each of `like`. */
export function createPool(like: Tensors): ParameterPool {
  const total = [...like.values()].reduce((sum, { size }) => sum + padded(size), 0)
  return viewsOf(tf.zeros([total]), like)
}

/** Holds the values that `params` have now. */
export function poolOf(params: Tensors): ParameterPool {
  const pool = createPool(params)
  let start = 0
  for (const tensor of params.values()) {
    webgpuBackend().copyInto(pool.vector, start, tensor)
    start += padded(tensor.size)
  }
  return pool
}

/** A pool over a vector that `vectorOf` such a pool gave. */
export function viewsOf(vector: tf.Tensor1D, like: Tensors): ParameterPool {
  const backend = webgpuBackend()
  const tensors: Tensors = new Map()
  let start = 0
  for (const [name, { shape, size }] of like) {
    tensors.set(name, backend.view(vector, start, shape))
    start += padded(size)
  }
  return { vector, tensors }
}

export function disposePool({ vector, tensors }: ParameterPool): void {
  tf.dispose([vector, ...tensors.values()])
}

/** A pool's numbers, read back, without what lies between the tensors. */
export function withoutPadding(values: Float32Array, like: Tensors): Float32Array {
  const sizes = [...like.values()].map(({ size }) => size)
  const dense = new Float32Array(sizes.reduce((sum, size) => sum + size, 0))
  let from = 0
  let to = 0
  for (const size of sizes) {
    dense.set(values.subarray(from, from + size), to)
    from += padded(size)
    to += size
  }
  return dense
}

/** The way back. */
export function withPadding(dense: Float32Array, like: Tensors): Float32Array {
  const sizes = [...like.values()].map(({ size }) => size)
  const values = new Float32Array(sizes.reduce((sum, size) => sum + padded(size), 0))
  let from = 0
  let to = 0
  for (const size of sizes) {
    values.set(dense.subarray(from, from + size), to)
    from += size
    to += padded(size)
  }
  return values
}
