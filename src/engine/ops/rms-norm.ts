/** @file Root-mean-square norm, y = x / rms(x) · w (Zhang and Sennrich 2019, eq. 4), and its gradient. */
import * as tf from '@tensorflow/tfjs-core'
import { sumRows } from './linear'
import { tidy } from './memory'

/** What backward needs besides x and the weight: 1 / rms per row, [n, 1]. */
export interface RmsNormForward {
  y: tf.Tensor2D
  inverse: tf.Tensor2D
}

/** x [n, width], weight [width]. */
export function rmsNorm(x: tf.Tensor2D, weight: tf.Tensor1D, eps: number): RmsNormForward {
  return tidy(() => {
    const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), eps)) as tf.Tensor2D
    return { y: tf.mul(tf.mul(x, inverse), weight), inverse }
  })
}

/**
 * With x̂ = x / rms(x) and g = dy·w: dx = (g - x̂ · mean(g · x̂)) / rms(x), dw = Σ over rows of dy · x̂.
 * dy [n, width].
 */
export function rmsNormBackward(
  x: tf.Tensor2D,
  inverse: tf.Tensor2D,
  weight: tf.Tensor1D,
  dy: tf.Tensor2D,
): { dx: tf.Tensor2D; dWeight: tf.Tensor1D } {
  return tidy(() => {
    const normal = tf.mul(x, inverse)
    const dyNormal = tf.mul(dy, normal)
    const dWeight = sumRows(dyNormal as tf.Tensor2D)
    const along = tf.mean(tf.mul(dyNormal, weight), -1, true)
    const dx = tf.mul(tf.sub(tf.mul(dy, weight), tf.mul(normal, along)), inverse) as tf.Tensor2D
    return { dx, dWeight }
  })
}
