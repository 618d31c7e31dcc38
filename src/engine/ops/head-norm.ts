/**
 * @file Root-mean-square norm of each head of queries and keys (Henry et al. 2020, as Qwen3 has it), and its gradients:
 * x / rms(x) · w over the numbers of one head (Zhang and Sennrich 2019, eq. 4). Values pass as they are.
 *
 * A row of qkv holds all heads side by side, so qkv is a matrix of heads too: [n · (heads + 2 · kvHeads), D].
 */
import * as tf from '@tensorflow/tfjs-core'
import type { AttentionShape } from './attention'
import { onGpu, tidy } from './memory'
import * as wasm from './wasm/head-norm'
import { onWasm, output as wasmOutput } from './wasm/module'
import * as webgpu from './webgpu/head-norm'
import { output } from './webgpu/run-kernel'

export type HeadSizes = Pick<AttentionShape, 'heads' | 'kvHeads' | 'headDim'>

/** What belongs to the norm of queries and that of keys: weights [D], or their gradients. */
export interface HeadNormWeights<T = tf.Tensor1D> {
  q: T
  k: T
}

export interface HeadNormForward {
  /** Like qkv. */
  y: tf.Tensor2D
  /** What backward needs: qkv itself. */
  kept: tf.Tensor2D
  /** 1 / rms by head, 1 for values: [n, heads + 2 · kvHeads]. */
  inverse: tf.Tensor2D
}

/** qkv [n, (heads + 2 · kvHeads) · D], before positions; `eps` is added to the mean square. */
export function headNorm(qkv: tf.Tensor2D, weights: HeadNormWeights, sizes: HeadSizes, eps: number): HeadNormForward {
  if (onGpu()) return { ...webgpu.headNormForward(qkv, weights, sizes, eps), kept: qkv }
  if (onWasm()) return { ...wasm.headNormForward(qkv, weights, sizes, eps), kept: qkv }
  return plainForward(qkv, weights, sizes, eps)
}

export interface HeadNormBackward {
  /** Like qkv. */
  dqkv: tf.Tensor2D
  /** Of the weights, [D] each, unless they are frozen. */
  d?: HeadNormWeights<tf.Tensor>
}

/**
 * dy like qkv. Of frozen weights there are no gradients; else, on WebGPU, they are written to `into`, if given.
 */
export function headNormBackward(
  { kept, inverse }: Pick<HeadNormForward, 'kept' | 'inverse'>,
  weights: HeadNormWeights,
  dy: tf.Tensor2D,
  sizes: HeadSizes,
  { into, frozen = false }: { into?: HeadNormWeights<tf.Tensor>; frozen?: boolean } = {},
): HeadNormBackward {
  const shape = [sizes.headDim]
  if (onGpu()) {
    const d = frozen ? undefined : (into ?? { q: output(shape), k: output(shape) })
    if (d) webgpu.headNormBackwardWeights(kept, inverse, dy, sizes, d)
    return { dqkv: webgpu.headNormBackwardInput(kept, inverse, weights, dy, sizes), d }
  }
  if (onWasm()) {
    const d = frozen ? undefined : { q: wasmOutput(shape), k: wasmOutput(shape) }
    if (d) wasm.headNormBackwardWeights(kept, inverse, dy, sizes, d)
    return { dqkv: wasm.headNormBackwardInput(kept, inverse, weights, dy, sizes), d }
  }
  return plainBackward(kept, inverse, weights, dy, sizes, frozen)
}

const allHeads = ({ heads, kvHeads }: HeadSizes) => heads + 2 * kvHeads

/** A row of qkv as heads: [n, heads + 2 · kvHeads, D]. */
const apart = (x: tf.Tensor2D, sizes: HeadSizes) => tf.reshape(x, [-1, allHeads(sizes), sizes.headDim]) as tf.Tensor3D

/** One number a head: `normed` for queries and keys, `other` for values; [heads + 2 · kvHeads, 1]. */
function byHead({ heads, kvHeads }: HeadSizes, normed: number, other: number): tf.Tensor2D {
  return tf.concat([tf.fill([heads + kvHeads, 1], normed), tf.fill([kvHeads, 1], other)]) as tf.Tensor2D
}

/** Each head's weight, ones for values: [heads + 2 · kvHeads, D]. */
function weightByHead({ q, k }: HeadNormWeights, { heads, kvHeads, headDim }: HeadSizes): tf.Tensor2D {
  const rows = (x: tf.Tensor1D, count: number) => tf.tile(tf.reshape(x, [1, headDim]), [count, 1])
  return tf.concat([rows(q, heads), rows(k, kvHeads), tf.ones([kvHeads, headDim])]) as tf.Tensor2D
}

function plainForward(qkv: tf.Tensor2D, weights: HeadNormWeights, sizes: HeadSizes, eps: number): HeadNormForward {
  return tidy(() => {
    const x = apart(qkv, sizes)
    const rsqrt = tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), eps))
    const inverse = tf.add(tf.mul(rsqrt, byHead(sizes, 1, 0)), byHead(sizes, 0, 1))
    const y = tf.mul(tf.mul(x, inverse), weightByHead(weights, sizes))
    return {
      y: tf.reshape(y, qkv.shape),
      kept: qkv,
      inverse: tf.reshape(inverse, [-1, allHeads(sizes)]) as tf.Tensor2D,
    }
  })
}

/** With x̂ = x / rms(x) and g = dy·w: dx = (g - x̂ · mean(g · x̂)) / rms(x), dw = Σ over rows and heads of dy · x̂. */
function plainBackward(
  kept: tf.Tensor2D,
  inverse: tf.Tensor2D,
  weights: HeadNormWeights,
  dy: tf.Tensor2D,
  sizes: HeadSizes,
  frozen: boolean,
): HeadNormBackward {
  return tidy(() => {
    const { heads, kvHeads, headDim } = sizes
    const given = apart(dy, sizes)
    const inverses = tf.reshape(inverse, [-1, allHeads(sizes), 1])
    const normal = tf.mul(apart(kept, sizes), inverses)
    const g = tf.mul(given, weightByHead(weights, sizes))
    const along = tf.mul(tf.mean(tf.mul(g, normal), -1, true), byHead(sizes, 1, 0))
    const dqkv = tf.reshape(tf.mul(tf.sub(g, tf.mul(normal, along)), inverses), dy.shape) as tf.Tensor2D
    if (frozen) return { dqkv }
    const sums = tf.sum(tf.mul(given, normal), 0)
    const over = (first: number, count: number) => tf.sum(tf.slice(sums, [first, 0], [count, headDim]), 0)
    return { dqkv, d: { q: over(0, heads), k: over(heads, kvHeads) } }
  })
}
