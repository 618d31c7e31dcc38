/**
 * @file A frozen linear map with a low-rank adapter, y = x·W + b + s · (x·A)·B (Hu et al. 2021, eq. 3), and the
 * adapter's gradients. The product W + s·A·B is never made, and the frozen map costs no gradient.
 */
import * as tf from '@tensorflow/tfjs-core'
import { asFactor, type HalfMatrix } from './half'
import { multiply, multiplyByTranspose, multiplyTransposed } from './matmul'
import { onGpu, tidy } from './memory'
import { product } from './webgpu/product'

/** W [in, out], on WebGPU in 16 bits if it was packed so; b [out]. */
export interface FrozenMap {
  weight: tf.Tensor2D | HalfMatrix
  bias?: tf.Tensor1D
}

/** A [in, rank], B [rank, out]; s is alpha / rank. */
export interface LoraAdapter {
  a: tf.Tensor2D
  b: tf.Tensor2D
  scale: number
}

export interface LoraForward {
  /** [n, out]. */
  y: tf.Tensor2D
  /** s · x·A, [n, rank]: what backward needs besides x. */
  inner: tf.Tensor2D
}

/** x [n, in]; `residual` [n, out] is added. */
export function loraLinear(
  x: tf.Tensor2D,
  { weight, bias }: FrozenMap,
  { a, b, scale }: LoraAdapter,
  residual?: tf.Tensor2D,
): LoraForward {
  if (onGpu()) {
    const inner = product('nn', { tensor: x }, { tensor: a }, { scale })
    const y = product('nn', { tensor: x }, asFactor(weight), { bias, residual })
    product('nn', { tensor: inner }, { tensor: b }, { out: { tensor: y }, accumulate: true })
    return { y, inner }
  }
  return tidy(() => {
    const inner = tf.mul(multiply(x, a), scale) as tf.Tensor2D
    const y = tf.add(multiply(x, weight as tf.Tensor2D), multiply(inner, b)) as tf.Tensor2D
    const withBias = bias ? (tf.add(y, bias) as tf.Tensor2D) : y
    return { y: residual ? tf.add(withBias, residual) : withBias, inner }
  })
}

export interface LoraBackward {
  /** [n, in]. */
  dx: tf.Tensor2D
  /** [in, rank] and [rank, out]. */
  dA: tf.Tensor2D
  dB: tf.Tensor2D
}

/**
 * With inner = s · x·A and dInner = s · dy·Bᵀ: dB = innerᵀ·dy, dA = xᵀ·dInner, dx = dy·Wᵀ + dInner·Aᵀ. dy [n, out].
 * On WebGPU dA and dB are written to `into`, if that is given.
 */
export function loraLinearBackward(
  x: tf.Tensor2D,
  { weight }: FrozenMap,
  { a, b, scale }: LoraAdapter,
  inner: tf.Tensor2D,
  dy: tf.Tensor2D,
  into?: { a: tf.Tensor2D; b: tf.Tensor2D },
): LoraBackward {
  if (onGpu()) {
    const dInner = product('nt', { tensor: dy }, { tensor: b }, { scale })
    const dB = product('tn', { tensor: inner }, { tensor: dy }, { out: into && { tensor: into.b } })
    const dA = product('tn', { tensor: x }, { tensor: dInner }, { out: into && { tensor: into.a } })
    const dx = product('nt', { tensor: dy }, asFactor(weight))
    product('nt', { tensor: dInner }, { tensor: a }, { out: { tensor: dx }, accumulate: true })
    dInner.dispose()
    return { dx, dA, dB }
  }
  return tidy(() => {
    const dInner = tf.mul(multiplyByTranspose(dy, b), scale) as tf.Tensor2D
    const dx = tf.add(multiplyByTranspose(dy, weight as tf.Tensor2D), multiplyByTranspose(dInner, a)) as tf.Tensor2D
    return { dx, dA: multiplyTransposed(x, dInner), dB: multiplyTransposed(inner, dy) }
  })
}
