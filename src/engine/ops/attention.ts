/**
 * @file Causal attention with grouped heads (Vaswani et al. 2017, eq. 1; Ainslie et al. 2023), and its gradient.
 *
 * The G query heads that share a key head are laid one after another as one longer run of queries, so keys and values
 * are never repeated, and their gradients sum over the group inside the product. Rows padded on the right need no mask
 * beyond causality: no real token looks at what follows it.
 */
import * as tf from '@tensorflow/tfjs-core'
import { multiplyEach, multiplyEachByTranspose, multiplyEachTransposed } from './matmul'
import { tidy } from './memory'
import { softmax } from './softmax'

/** Large enough that its exponential is zero, small enough that adding a score to it stays finite. */
const HIDDEN = -1e9

/** 0 where token i may look at token j (j <= i), else -1e9: [tokens, tokens], to be added to scores. */
export function causalMask(tokens: number): tf.Tensor2D {
  const mask = new Float32Array(tokens * tokens)
  for (let i = 0; i < tokens; i++) mask.fill(HIDDEN, i * tokens + i + 1, (i + 1) * tokens)
  return tf.tensor2d(mask, [tokens, tokens])
}

/** 0 where a row may look at a column of the cache, else -1e9: [rows, 1, 1, columns]. */
export function columnMask(visible: (row: number, column: number) => boolean, rows: number, columns: number) {
  const mask = new Float32Array(rows * columns)
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) if (!visible(r, c)) mask[r * columns + c] = HIDDEN
  }
  return tf.tensor4d(mask, [rows, 1, 1, columns])
}

export interface AttentionForward {
  /** [rows, heads, queries, D]. */
  y: tf.Tensor4D
  /** [rows * kvHeads, group * queries, keys]. */
  probs: tf.Tensor3D
}

/**
 * q [rows, heads, queries, D]; k and v [rows, kvHeads, keys, D]; `mask` broadcasts against
 * [rows, heads, queries, keys]. Query head h reads key head floor(h / group).
 */
export function attention(q: tf.Tensor4D, k: tf.Tensor4D, v: tf.Tensor4D, mask: tf.Tensor): AttentionForward {
  return tidy(() => {
    const [rows, heads, queries, dim] = q.shape
    const keys = k.shape[2]
    const scaled = tf.mul(grouped(q, k.shape[1]), 1 / Math.sqrt(dim)) as tf.Tensor3D
    const scores = tf.reshape(multiplyEachByTranspose(scaled, flat(k)), [rows, heads, queries, keys])
    const rowsOfScores = tf.reshape(tf.add(scores, mask), [-1, keys]) as tf.Tensor2D
    const probs = tf.reshape(softmax(rowsOfScores), [rows * k.shape[1], -1, keys]) as tf.Tensor3D
    return { y: tf.reshape(multiplyEach(probs, flat(v)), q.shape), probs }
  })
}

/**
 * With P the probabilities and dP = dy·vᵀ: dv = Pᵀ·dy, dS = P · (dP - Σ dP · P), dq = dS·k / √D, dk = dSᵀ·q / √D.
 * dy like q.
 */
export function attentionBackward(
  q: tf.Tensor4D,
  k: tf.Tensor4D,
  v: tf.Tensor4D,
  probs: tf.Tensor3D,
  dy: tf.Tensor4D,
): { dq: tf.Tensor4D; dk: tf.Tensor4D; dv: tf.Tensor4D } {
  return tidy(() => {
    const dyGrouped = grouped(dy, k.shape[1])
    const dv = multiplyEachTransposed(probs, dyGrouped)
    const dProbs = multiplyEachByTranspose(dyGrouped, flat(v))
    const weighted = tf.mul(dProbs, probs)
    const dScores = tf.sub(weighted, tf.mul(probs, tf.sum(weighted, -1, true)))
    const scaled = tf.mul(dScores, 1 / Math.sqrt(q.shape[3])) as tf.Tensor3D
    const dq = multiplyEach(scaled, flat(k))
    const dk = multiplyEachTransposed(scaled, grouped(q, k.shape[1]))
    return {
      dq: tf.reshape(dq, q.shape) as tf.Tensor4D,
      dk: tf.reshape(dk, k.shape) as tf.Tensor4D,
      dv: tf.reshape(dv, v.shape) as tf.Tensor4D,
    }
  })
}

/** [rows, heads, tokens, D] as [rows * kvHeads, group * tokens, D]. */
function grouped(x: tf.Tensor4D, kvHeads: number): tf.Tensor3D {
  const [rows, heads, tokens, dim] = x.shape
  return tf.reshape(x, [rows * kvHeads, (heads / kvHeads) * tokens, dim])
}

/** [rows, heads, tokens, D] as [rows * heads, tokens, D]. */
function flat(x: tf.Tensor4D): tf.Tensor3D {
  return grouped(x, x.shape[1])
}

/** [rows * tokens, heads * D] as [rows, heads, tokens, D]. */
export function splitHeads(x: tf.Tensor2D, rows: number, heads: number): tf.Tensor4D {
  const [n, width] = x.shape
  return tidy(() => tf.transpose(tf.reshape(x, [rows, n / rows, heads, width / heads]), [0, 2, 1, 3]))
}

/** The way back: [rows, heads, tokens, D] as [rows * tokens, heads * D]. */
export function joinHeads(x: tf.Tensor4D): tf.Tensor2D {
  const [rows, heads, tokens, dim] = x.shape
  return tidy(() => tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [rows * tokens, heads * dim]))
}
