/**
 * @file The three products of training, A·B, A·Bᵀ and Aᵀ·B, each in the form that the backend runs fast.
 *
 * WebGPU has kernels of ours for each. tfjs's wasm multiplies A·B at 45 GFLOP/s through XNNPACK, but takes a plain loop of 3
 * GFLOP/s as soon as a factor is transposed by flag or there is more than one matrix: so there we transpose first, and
 * multiply a batch matrix by matrix.
 */
import * as tf from '@tensorflow/tfjs-core'
import { multiplyEachOnWasm } from './matmul-wasm'
import { onGpu, tidy } from './memory'
import { transpose } from './transpose'
import { product } from './webgpu/product'

const onWasm = () => tf.getBackend() === 'wasm'

// Measured on wasm, nanoseconds per number.
const TRANSPOSE = 0.9
const REPACK = 2.5

/** A·B of [m, k] and [k, n]. */
export function multiply(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return onGpu() ? product('nn', { tensor: a }, { tensor: b }) : tf.matMul(a, b)
}

/** A·Bᵀ of [m, k] and [n, k]. */
export function multiplyByTranspose(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  if (onGpu()) return product('nt', { tensor: a }, { tensor: b })
  return onWasm() ? tidy(() => tf.matMul(a, transpose(b))) : tf.matMul(a, b, false, true)
}

/** Aᵀ·B of [k, m] and [k, n]: the gradient of a weight, summed over k rows of activations. */
export function multiplyTransposed(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  if (onGpu()) return product('tn', { tensor: a }, { tensor: b })
  if (!onWasm()) return tf.matMul(a, b, true, false)
  return tidy(() => {
    // Aᵀ·B = (Bᵀ·A)ᵀ. XNNPACK repacks the right factor, which costs more per number than a transpose does.
    const result = a.shape[1] * b.shape[1]
    const straight = TRANSPOSE * a.size + REPACK * b.size
    const turned = TRANSPOSE * (b.size + result) + REPACK * a.size
    if (straight <= turned) return tf.matMul(transpose(a), b)
    return transpose(tf.matMul(transpose(b), a))
  })
}

/** a ↦ A·Bᵀ for one B and many A: where B has to be transposed at all, it is transposed once. Use inside a tidy. */
export function transposedFactor(b: tf.Tensor2D): (a: tf.Tensor2D) => tf.Tensor2D {
  if (!onWasm()) return (a) => multiplyByTranspose(a, b)
  const turned = transpose(b)
  return (a) => tf.matMul(a, turned)
}

// Below this many rows per matrix, setting XNNPACK up for each costs more than the plain loop does.
const ROWS_WORTH_IT = 6

/** A·B for each of a batch: [batch, m, k] and [batch, k, n]. */
export function multiplyEach(a: tf.Tensor3D, b: tf.Tensor3D): tf.Tensor3D {
  if (!onWasm() || a.shape[1] < ROWS_WORTH_IT) return tf.matMul(a, b)
  return multiplyEachOnWasm(a, b)
}

/** A·Bᵀ for each of a batch: [batch, m, k] and [batch, n, k]. */
export function multiplyEachByTranspose(a: tf.Tensor3D, b: tf.Tensor3D): tf.Tensor3D {
  if (!onWasm() || a.shape[1] < ROWS_WORTH_IT) return tf.matMul(a, b, false, true)
  return tidy(() => multiplyEachOnWasm(a, tf.transpose(b, [0, 2, 1])))
}

/** Aᵀ·B for each of a batch: [batch, k, m] and [batch, k, n]. */
export function multiplyEachTransposed(a: tf.Tensor3D, b: tf.Tensor3D): tf.Tensor3D {
  if (!onWasm() || a.shape[2] < ROWS_WORTH_IT) return tf.matMul(a, b, true, false)
  return tidy(() => multiplyEachOnWasm(tf.transpose(a, [0, 2, 1]), b))
}
