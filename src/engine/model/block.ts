/**
 * @file One transformer block, forward and backward: x + attention(norm(x)), then x + feedForward(norm(x)).
 *
 * Forward returns what backward will need; backward frees it. Backward reads bottom to top beside forward.
 */
import * as tf from '@tensorflow/tfjs-core'
import { attention, attentionBackward, joinHeads, splitHeads } from '../ops/attention'
import { tidy } from '../ops/memory'
import { type RotaryTables, rotary, rotaryBackward } from '../ops/rotary'
import type { BlockNames, DecoderConfig } from './config'
import { type FeedForwardSaved, feedForward, feedForwardBackward } from './feed-forward'
import type { Gradients } from './gradients'
import { applyLinear, applyLinearBackward } from './gradients'
import { applyNorm, applyNormBackward, type NormSaved } from './norm'
import type { Parameters } from './parameters'

/** What all blocks of one pass share. */
export interface BlockContext {
  config: DecoderConfig
  rows: number
  /** Added to scores; see ops/attention. */
  mask: tf.Tensor
  /** Absent where positions are learned. */
  rotary?: RotaryTables
}

export interface BlockSaved {
  attentionNorm: NormSaved
  /** After the rotation: [rows, heads, tokens, D] and [rows, kvHeads, tokens, D]. */
  q: tf.Tensor4D
  k: tf.Tensor4D
  v: tf.Tensor4D
  /** Attention probabilities, [rows * kvHeads, group * tokens, tokens]. */
  probs: tf.Tensor3D
  /** Heads joined, before the output map: [n, heads * D]. */
  joined: tf.Tensor2D
  ffNorm: NormSaved
  feedForward: FeedForwardSaved
}

/** x [rows * tokens, width] in and out. The caller keeps owning x. */
export function blockForward(
  params: Parameters,
  names: BlockNames,
  context: BlockContext,
  x: tf.Tensor2D,
): { y: tf.Tensor2D; saved: BlockSaved } {
  return tidy(() => {
    const { config, mask } = context
    const attentionNorm = applyNorm(params, names.attentionNorm, config, x)
    const { q, k, v } = projectHeads(params, names, context, attentionNorm.y)
    const { y: mixed, probs } = attention(q, k, v, mask)
    const joined = joinHeads(mixed)
    const middle = tf.add(x, applyLinear(params, names.attentionOut, joined)) as tf.Tensor2D
    const ffNorm = applyNorm(params, names.ffNorm, config, middle)
    const ff = feedForward(params, names, config, ffNorm.y)
    const y = tf.add(middle, ff.y) as tf.Tensor2D
    return { y, saved: { attentionNorm, q, k, v, probs, joined, ffNorm, feedForward: ff.saved } }
  })
}

/** dy [n, width]; returns dx, adds to `gradients`, frees `saved`. */
export function blockBackward(
  params: Parameters,
  names: BlockNames,
  context: BlockContext,
  saved: BlockSaved,
  dy: tf.Tensor2D,
  gradients: Gradients,
): tf.Tensor2D {
  const dx = tidy(() => {
    const dFfNorm = feedForwardBackward(params, names, context.config, saved.ffNorm.y, saved.feedForward, dy, gradients)
    const dMiddle = tf.add(dy, applyNormBackward(params, names.ffNorm, saved.ffNorm, dFfNorm, gradients)) as tf.Tensor2D
    const dJoined = applyLinearBackward(params, names.attentionOut, saved.joined, dMiddle, gradients)
    const { q, k, v, probs } = saved
    const dHeads = attentionBackward(q, k, v, probs, splitHeads(dJoined, context.rows, context.config.heads))
    const dNorm = projectHeadsBackward(params, names, context, saved.attentionNorm.y, dHeads, gradients)
    return tf.add(dMiddle, applyNormBackward(params, names.attentionNorm, saved.attentionNorm, dNorm, gradients))
  })
  tf.dispose(saved as unknown as tf.TensorContainer)
  return dx as tf.Tensor2D
}

interface Heads {
  q: tf.Tensor4D
  k: tf.Tensor4D
  v: tf.Tensor4D
}

/** Queries, keys and values of x [rows * tokens, width], by head, turned to their positions. */
export function projectHeads(params: Parameters, names: BlockNames, context: BlockContext, x: tf.Tensor2D): Heads {
  return tidy(() => {
    const { rows, config, rotary: tables } = context
    let q: tf.Tensor2D
    let k: tf.Tensor2D
    let v: tf.Tensor2D
    if ('weight' in names.qkv) [q, k, v] = tf.split(applyLinear(params, names.qkv, x), 3, 1) as tf.Tensor2D[] as Three
    else {
      q = applyLinear(params, names.qkv.q, x)
      k = applyLinear(params, names.qkv.k, x)
      v = applyLinear(params, names.qkv.v, x)
    }
    const qHeads = splitHeads(q, rows, config.heads)
    const kHeads = splitHeads(k, rows, config.kvHeads)
    const vHeads = splitHeads(v, rows, config.kvHeads)
    if (!tables) return { q: qHeads, k: kHeads, v: vHeads }
    return { q: rotary(qHeads, tables), k: rotary(kHeads, tables), v: vHeads }
  })
}

type Three = [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D]

function projectHeadsBackward(
  params: Parameters,
  names: BlockNames,
  context: BlockContext,
  x: tf.Tensor2D,
  { dq, dk, dv }: { dq: tf.Tensor4D; dk: tf.Tensor4D; dv: tf.Tensor4D },
  gradients: Gradients,
): tf.Tensor2D {
  return tidy(() => {
    const tables = context.rotary
    const q = joinHeads(tables ? rotaryBackward(dq, tables) : dq)
    const k = joinHeads(tables ? rotaryBackward(dk, tables) : dk)
    const v = joinHeads(dv)
    if ('weight' in names.qkv) return applyLinearBackward(params, names.qkv, x, tf.concat([q, k, v], 1), gradients)
    return tf.addN([
      applyLinearBackward(params, names.qkv.q, x, q, gradients),
      applyLinearBackward(params, names.qkv.k, x, k, gradients),
      applyLinearBackward(params, names.qkv.v, x, v, gradients),
    ])
  })
}
