/** @file Layer norm, y = (x - mean) / sqrt(variance + eps) · w + b (Ba et al. 2016, eq. 4), and its gradient. */
import * as tf from '@tensorflow/tfjs-core'
import { sumRows } from './linear'
import { tidy } from './memory'

/** What backward needs besides the weight: the normalised rows [n, width] and 1 / standard deviation [n, 1]. */
export interface LayerNormForward {
  y: tf.Tensor2D
  normal: tf.Tensor2D
  inverse: tf.Tensor2D
}

/** x [n, width], weight and bias [width]. */
export function layerNorm(x: tf.Tensor2D, weight: tf.Tensor1D, bias: tf.Tensor1D, eps: number): LayerNormForward {
  return tidy(() => {
    const centred = tf.sub(x, tf.mean(x, -1, true))
    const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), eps)) as tf.Tensor2D
    const normal = tf.mul(centred, inverse) as tf.Tensor2D
    return { y: tf.add(tf.mul(normal, weight), bias), normal, inverse }
  })
}

/**
 * With x̂ the normalised rows and g = dy·w: dx = (g - mean(g) - x̂ · mean(g · x̂)) / deviation, dw = Σ dy · x̂, db = Σ dy.
 * dy [n, width].
 */
export function layerNormBackward(
  normal: tf.Tensor2D,
  inverse: tf.Tensor2D,
  weight: tf.Tensor1D,
  dy: tf.Tensor2D,
): { dx: tf.Tensor2D; dWeight: tf.Tensor1D; dBias: tf.Tensor1D } {
  return tidy(() => {
    const dWeight = sumRows(tf.mul(dy, normal))
    const dBias = sumRows(dy)
    const g = tf.mul(dy, weight)
    const along = tf.mean(tf.mul(g, normal), -1, true)
    const centred = tf.sub(tf.sub(g, tf.mean(g, -1, true)), tf.mul(normal, along))
    return { dx: tf.mul(centred, inverse) as tf.Tensor2D, dWeight, dBias }
  })
}
