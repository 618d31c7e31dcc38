/**
 * @file y = x·W + b.
 *
 * Weights are held as [in, out] whatever the file has: then the product of every forward pass is plain A·B. Llama
 * files hold [out, in]; reading and writing a model folder transposes them.
 */
import * as tf from '@tensorflow/tfjs-core'
import { multiply, multiplyByTranspose, multiplyTransposed } from './matmul'
import { onGpu, tidy } from './memory'

/** x [n, in], weight [in, out], bias [out]; returns [n, out]. */
export function linear(x: tf.Tensor2D, weight: tf.Tensor2D, bias?: tf.Tensor1D): tf.Tensor2D {
  if (!bias) return multiply(x, weight)
  return tidy(() => tf.add(multiply(x, weight), bias))
}

/** dx = dy·Wᵀ, [n, in]. */
export function linearBackwardInput(weight: tf.Tensor2D, dy: tf.Tensor2D): tf.Tensor2D {
  return multiplyByTranspose(dy, weight)
}

/** dW = xᵀ·dy, [in, out]. */
export function linearBackwardWeight(x: tf.Tensor2D, dy: tf.Tensor2D): tf.Tensor2D {
  return multiplyTransposed(x, dy)
}

/** db = Σ over rows of dy, [out]. */
export function linearBackwardBias(dy: tf.Tensor2D): tf.Tensor1D {
  return sumRows(dy)
}

/** Σ over the first axis of [n, m]. On wasm a product with ones is several times faster than tfjs's own sum. */
export function sumRows(x: tf.Tensor2D): tf.Tensor1D {
  if (onGpu()) return tf.sum(x, 0)
  return tidy(() => tf.reshape(multiply(tf.ones([1, x.shape[0]]), x), [x.shape[1]]))
}
