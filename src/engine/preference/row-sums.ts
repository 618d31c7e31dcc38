/** @file From per-token log-probs to one sum per sequence, and back for the gradient. */
import * as tf from '@tensorflow/tfjs-core'
import type { SequenceBatch } from '../model/batch'

/** 0/1 matrix that says which scored token belongs to which row. Shape [rows, scored]. */
const membership = (batch: SequenceBatch): tf.Tensor2D => {
  const scored = batch.rowOf.length
  const matrix = new Float32Array(batch.rows * scored)
  batch.rowOf.forEach((row, token) => {
    matrix[row * scored + token] = 1
  })
  return tf.tensor2d(matrix, [batch.rows, scored])
}

/**
 * Sum of the token log-probs of each row, in nats. A product with a 0/1 matrix, so that the order of summation is
 * fixed on every backend.
 *
 * @param tokenLogProbs Shape [scored].
 * @returns Shape [rows].
 */
export function sumByRow(tokenLogProbs: tf.Tensor1D, batch: SequenceBatch): tf.Tensor1D {
  return tf.tidy(() => {
    const sums = tf.matMul(membership(batch), tf.reshape(tokenLogProbs, [batch.rowOf.length, 1]) as tf.Tensor2D)
    return tf.reshape(sums, [batch.rows]) as tf.Tensor1D
  })
}

/**
 * The adjoint of sumByRow: every token of a row receives the row's gradient.
 *
 * @param rowGradients Shape [rows].
 * @returns Shape [scored].
 */
export function spreadToTokens(rowGradients: tf.Tensor1D, batch: SequenceBatch): tf.Tensor1D {
  return tf.tidy(() => tf.gather(rowGradients, tf.tensor1d(batch.rowOf, 'int32')) as tf.Tensor1D)
}
