/** @file The transpose of a matrix, by a way that does not thrash the processor's cache. */
import * as tf from '@tensorflow/tfjs-core'

/** Rows in one strip; wide enough to fill cache lines, narrow enough to stay in the cache. */
const STRIP = 16

/**
 * xᵀ of [rows, columns]. On wasm a column's entries land `4 * rows` bytes apart; where that is a multiple of 1 KiB they
 * all fall into the same few cache sets and the transpose is ten times slower than it need be. Seen as
 * [rows / strip, strip, columns] the same numbers are written in short runs instead.
 */
export function transpose(x: tf.Tensor2D): tf.Tensor2D {
  const [rows, columns] = x.shape
  if (tf.getBackend() !== 'wasm' || rows % 256 !== 0) return tf.transpose(x)
  const strips = tf.reshape(x, [rows / STRIP, STRIP, columns])
  const turned = tf.transpose(strips, [2, 0, 1])
  const result = tf.reshape(turned, [columns, rows]) as tf.Tensor2D
  strips.dispose()
  turned.dispose()
  return result
}
