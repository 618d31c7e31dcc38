/**
 * @file The low-rank adapter of a linear map: y += s · (x·A)·B (Hu et al. 2021, eq. 3), and its gradients. The product
 * A·B is never made. Backward makes the small x·A again rather than keeping it.
 */
import * as tf from '@tensorflow/tfjs-core'
import { type ColumnsOf, takeColumns } from './columns'
import { type Dropout, dropout } from './dropout'
import { multiply, multiplyByTranspose, multiplyTransposed, ownProduct } from './matmul'
import { onGpu, tidy } from './memory'
import { product } from './webgpu/product'

/** A [in, rank], B [rank, out]; s is alpha / rank, or alpha / sqrt(rank). */
export interface LoraAdapter {
  a: tf.Tensor2D
  b: tf.Tensor2D
  scale: number
  /** Of the adapter's input, while training. */
  dropout?: Dropout
}

/** s · dropout(x)·A, [n, rank]. */
function innerOf(x: tf.Tensor2D, { a, scale }: LoraAdapter): tf.Tensor2D {
  if (onGpu()) return product('nn', { tensor: x }, { tensor: a }, { scale })
  return tidy(() => tf.mul(multiply(x, a), scale))
}

const dropped = (x: tf.Tensor2D, adapter: LoraAdapter): tf.Tensor2D =>
  adapter.dropout ? dropout(x, adapter.dropout) : x

/** The adapter's part of y alone: [n, out]. */
export function adapterOutput(x: tf.Tensor2D, adapter: LoraAdapter): tf.Tensor2D {
  return tidy(() => multiply(innerOf(dropped(x, adapter), adapter), adapter.b))
}

/** Adds the adapter's part to y [n, m], or to some of its columns, in place: for backends with products of ours. */
export function addAdapter(x: tf.Tensor2D, adapter: LoraAdapter, y: tf.Tensor2D, of?: ColumnsOf): void {
  tidy(() => {
    const inner = innerOf(dropped(x, adapter), adapter)
    ownProduct()!('nn', { tensor: inner }, { tensor: adapter.b }, { out: { tensor: y, ...of }, accumulate: true })
    return []
  })
}

export interface LoraBackward {
  /** dx [n, in], with `dx` as it was given. */
  dx: tf.Tensor2D
  /** [in, rank] and [rank, out]. */
  dA: tf.Tensor2D
  dB: tf.Tensor2D
}

export interface LoraBackwardOptions {
  /** The columns of dy that are this map's. */
  of?: ColumnsOf
  /** Where dA and dB go on WebGPU. */
  into?: { a?: tf.Tensor; b?: tf.Tensor }
}

/**
 * With x' = dropout(x), inner = s · x'·A and dInner = s · dy·Bᵀ: dB = innerᵀ·dy, dA = x'ᵀ·dInner, and
 * dropout(dInner·Aᵀ) is added to `dx` [n, in], in place where the backend has products of ours; it is used up.
 */
export function adapterBackward(
  x: tf.Tensor2D,
  adapter: LoraAdapter,
  dy: tf.Tensor2D,
  dx: tf.Tensor2D,
  { of, into }: LoraBackwardOptions = {},
): LoraBackward {
  const { b, scale } = adapter
  const result = tidy(() => {
    const input = dropped(x, adapter)
    const inner = innerOf(input, adapter)
    if (onGpu()) {
      const own = { tensor: dy, ...of }
      const target = (tensor?: tf.Tensor) => ({ out: tensor && { tensor: tensor as tf.Tensor2D } })
      const dInner = product('nt', own, { tensor: b }, { scale })
      const dB = product('tn', { tensor: inner }, own, target(into?.b))
      const dA = product('tn', { tensor: input }, { tensor: dInner }, target(into?.a))
      return { dx: addInput(dInner, adapter, dx), dA, dB }
    }
    const own = of && of.columns < dy.shape[1] ? takeColumns(dy, of) : dy
    const dInner = tf.mul(multiplyByTranspose(own, b), scale) as tf.Tensor2D
    return {
      dx: addInput(dInner, adapter, dx),
      dA: multiplyTransposed(input, dInner),
      dB: multiplyTransposed(inner, own),
    }
  })
  if (result.dx !== dx) dx.dispose()
  return result
}

/** dx + dropout(dInner·Aᵀ). */
function addInput(dInner: tf.Tensor2D, { a, dropout: drop }: LoraAdapter, dx: tf.Tensor2D): tf.Tensor2D {
  const own = ownProduct()
  if (drop) return dropout(multiplyByTranspose(dInner, a), drop, dx)
  if (own) return own('nt', { tensor: dInner }, { tensor: a }, { out: { tensor: dx }, accumulate: true })
  return tf.add(dx, multiplyByTranspose(dInner, a))
}
