/** @file Softmax over the last axis, for any number of rows. */
import * as tf from '@tensorflow/tfjs-core'
import { onGpu, tidy } from './memory'

/** tfjs's WebGPU softmax writes wrong numbers beyond this many rows: it gives each row one workgroup of the x axis. */
const ROWS = 65_535

/** x [n, m]. */
export function softmax(x: tf.Tensor2D): tf.Tensor2D {
  const [n, m] = x.shape
  if (!onGpu() || n <= ROWS) return tf.softmax(x)
  return tidy(() => {
    const parts: tf.Tensor2D[] = []
    for (let from = 0; from < n; from += ROWS) {
      parts.push(tf.softmax(tf.slice(x, [from, 0], [Math.min(ROWS, n - from), m])))
    }
    return tf.concat(parts, 0)
  })
}
