/** @file The norm of each head of queries and keys, for op-cases.ts: forward and backward, and a reference head by head. */
import * as tf from '@tensorflow/tfjs-core'
import { type HeadSizes, headNorm, headNormBackward } from '../../src/engine/ops/head-norm'
import { tidy } from '../../src/engine/ops/memory'
import type { OpCase } from './op-cases'

const EPS = 1e-5

const ranked = (inputs: tf.Tensor[]) => inputs as [tf.Tensor2D, tf.Tensor1D, tf.Tensor1D]

/** n rows; 4 heads on 2, 3 on 1, as many as there are; widths in fours and not. */
export const headNormCases = (
  [
    [7, { heads: 4, kvHeads: 2, headDim: 6 }],
    [5, { heads: 3, kvHeads: 1, headDim: 8 }],
    [70, { heads: 2, kvHeads: 2, headDim: 36 }],
  ] as [number, HeadSizes][]
).map(([n, sizes]): OpCase => {
  const { heads, kvHeads, headDim } = sizes
  return {
    name: `norm of ${heads} + ${kvHeads} heads of ${headDim}, ${n} rows`,
    inputs: [[n, (heads + 2 * kvHeads) * headDim], [headDim], [headDim]],
    forward: (inputs) => {
      const [qkv, q, k] = ranked(inputs)
      return tidy(() => headNorm(qkv, { q, k }, sizes, EPS).y)
    },
    backward: (inputs, dy) =>
      tidy(() => {
        const [qkv, q, k] = ranked(inputs)
        const forward = headNorm(qkv, { q, k }, sizes, EPS)
        const { dqkv, d } = headNormBackward(forward, { q, k }, dy as tf.Tensor2D, sizes)
        return [dqkv, d!.q, d!.k]
      }),
    reference: (inputs) => {
      const [qkv, q, k] = ranked(inputs)
      const parts = tf.split(qkv, new Array(heads + 2 * kvHeads).fill(headDim), 1)
      const normed = parts.map((part, head) => {
        if (head >= heads + kvHeads) return part
        const rms = tf.sqrt(tf.add(tf.mean(tf.square(part), -1, true), EPS))
        return tf.mul(tf.div(part, rms), head < heads ? q : k)
      })
      return tf.concat(normed, 1)
    },
  }
})
