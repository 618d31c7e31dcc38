/**
 * @file Causal attention with grouped heads (Vaswani et al. 2017, eq. 1; Ainslie et al. 2023), and its gradient.
 *
 * Queries, keys and values come as columns of one matrix, all heads of each side by side. Kernels of ours read them as
 * they lie; in stock operations heads are laid apart first.
 *
 * The G query heads that share a key head are laid one after another as one longer run of queries, so keys and values
 * are never repeated, and their gradients sum over the group inside the product. Rows padded on the right need no mask
 * beyond causality: no real token looks at what follows it.
 */
import * as tf from '@tensorflow/tfjs-core'
import { joinColumns, splitColumns } from './columns'
import { multiplyEach, multiplyEachByTranspose, multiplyEachTransposed } from './matmul'
import { onGpu, tidy } from './memory'
import { type RotaryTables, rotary, rotaryBackward } from './rotary'
import { softmax } from './softmax'
import * as wasm from './wasm/attention'
import { onWasm } from './wasm/module'
import * as webgpu from './webgpu/attention'
import { rotateInPlace } from './webgpu/elementwise'

/** Large enough that its exponential is zero, small enough that adding a score to it stays finite. */
const HIDDEN = -1e9

/** 0 where token i may look at token j (j <= i), else -1e9: [tokens, tokens], to be added to scores. */
export function causalMask(tokens: number): tf.Tensor2D {
  const mask = new Float32Array(tokens * tokens)
  for (let i = 0; i < tokens; i++) mask.fill(HIDDEN, i * tokens + i + 1, (i + 1) * tokens)
  return tf.tensor2d(mask, [tokens, tokens])
}

/** The sizes that an attention works on. */
export interface AttentionShape {
  rows: number
  tokens: number
  heads: number
  kvHeads: number
  headDim: number
}

/** What goes into it besides numbers. */
export interface AttentionContext extends AttentionShape {
  /** [tokens, tokens]; not there where the fused form needs none. */
  mask?: tf.Tensor
  /** Absent where positions are learned. */
  rotary?: RotaryTables
}

/** What backward needs: of the fused form the rotated columns and log-sum-exp, else heads apart, and probabilities. */
export type AttentionKept =
  | { qkv: tf.Tensor2D; lse: tf.Tensor2D }
  | { q: tf.Tensor4D; k: tf.Tensor4D; v: tf.Tensor4D; probs: tf.Tensor3D }

/** The fused form of WebGPU loads numbers four at a time. */
export const isFused = (headDim: number): boolean => (onGpu() && headDim % 4 === 0) || onWasm()

const fused = () => (onWasm() ? wasm : { ...webgpu, rotateInPlace })

/**
 * qkv [rows * tokens, (heads + 2 · kvHeads) · D], which is used up: it may be changed, and kept. Query head h reads key
 * head floor(h / group). Returns the heads' results side by side, [rows * tokens, heads · D].
 */
export function attention(qkv: tf.Tensor2D, context: AttentionContext): { y: tf.Tensor2D; kept: AttentionKept } {
  if (isFused(context.headDim)) {
    rotate(qkv, context, 1)
    const { y, lse } = fused().attentionForward(qkv, context)
    return { y, kept: { qkv, lse } }
  }
  return tidy(() => {
    const { q, k, v } = headsApart(qkv, context)
    const { y, probs } = attend(q, k, v, context.mask!)
    return { y: joinHeads(y), kept: { q, k, v, probs } }
  })
}

/** y as forward returned it, dy like y; returns dqkv, like qkv. */
export function attentionBackward(
  kept: AttentionKept,
  y: tf.Tensor2D,
  dy: tf.Tensor2D,
  context: AttentionContext,
): tf.Tensor2D {
  if ('qkv' in kept) {
    const dqkv = fused().attentionBackward(kept.qkv, kept.lse, y, dy, context)
    rotate(dqkv, context, -1)
    return dqkv
  }
  const { q, k, v, probs } = kept
  return tidy(() => {
    const { dq, dk, dv } = attendBackward(q, k, v, probs, splitHeads(dy, context.rows, context.heads))
    const tables = context.rotary
    const parts = [tables ? rotaryBackward(dq, tables) : dq, tables ? rotaryBackward(dk, tables) : dk, dv]
    const columns = parts.map((part) => joinHeads(part as tf.Tensor4D))
    return onGpu() ? tf.concat2d(columns, 1) : joinColumns(columns)
  })
}

/** Rotated keys, and values, by head: what a cache begins with. [rows, kvHeads, tokens, D] each. */
export const keysAndValues = ({ k, v }: Extract<AttentionKept, { k: tf.Tensor4D }>) => ({ k, v })

/** qkv as queries, keys (both turned to their positions) and values by head. */
export function headsApart(qkv: tf.Tensor2D, { rows, heads, kvHeads, headDim, rotary: tables }: AttentionContext) {
  return tidy(() => {
    const widths = [heads, kvHeads, kvHeads].map((n) => n * headDim)
    const parts = onGpu() ? (tf.split(qkv, widths, 1) as tf.Tensor2D[]) : splitColumns(qkv, widths)
    const [q, k, v] = parts.map((part, i) => splitHeads(part, rows, i === 0 ? heads : kvHeads)) as Three
    if (!tables) return { q, k, v }
    return { q: rotary(q, tables), k: rotary(k, tables), v }
  })
}

type Three = [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D]

function rotate(
  qkv: tf.Tensor2D,
  { rotary: tables, tokens, heads, kvHeads, headDim }: AttentionContext,
  direction: 1 | -1,
) {
  if (!tables) return
  fused().rotateInPlace(qkv, tables.cos, tables.sin, {
    columns: (heads + kvHeads) * headDim,
    tokens,
    headDim,
    direction,
  })
}

/**
 * In stock operations: q [rows, heads, queries, D]; k and v [rows, kvHeads, keys, D]; `mask` broadcasts against
 * [rows, heads, queries, keys]. y is like q, probs [rows * kvHeads, group * queries, keys].
 */
export function attend(q: tf.Tensor4D, k: tf.Tensor4D, v: tf.Tensor4D, mask: tf.Tensor) {
  return tidy(() => {
    const [rows, heads, queries, dim] = q.shape
    const keys = k.shape[2]
    const scaled = tf.mul(grouped(q, k.shape[1]), 1 / Math.sqrt(dim)) as tf.Tensor3D
    const scores = tf.reshape(multiplyEachByTranspose(scaled, flat(k)), [rows, heads, queries, keys])
    const rowsOfScores = tf.reshape(tf.add(scores, mask), [-1, keys]) as tf.Tensor2D
    const probs = tf.reshape(softmax(rowsOfScores), [rows * k.shape[1], -1, keys]) as tf.Tensor3D
    return { y: tf.reshape(multiplyEach(probs, flat(v)), q.shape) as tf.Tensor4D, probs }
  })
}

/**
 * With P the probabilities and dP = dy·vᵀ: dv = Pᵀ·dy, dS = P · (dP - Σ dP · P), dq = dS·k / √D, dk = dSᵀ·q / √D.
 * dy like q.
 */
function attendBackward(q: tf.Tensor4D, k: tf.Tensor4D, v: tf.Tensor4D, probs: tf.Tensor3D, dy: tf.Tensor4D) {
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
function splitHeads(x: tf.Tensor2D, rows: number, heads: number): tf.Tensor4D {
  const [n, width] = x.shape
  return tidy(() => tf.transpose(tf.reshape(x, [rows, n / rows, heads, width / heads]), [0, 2, 1, 3]))
}

/** The way back: [rows, heads, tokens, D] as [rows * tokens, heads * D]. */
export function joinHeads(x: tf.Tensor4D): tf.Tensor2D {
  const [rows, heads, tokens, dim] = x.shape
  return tidy(() => tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [rows * tokens, heads * dim]))
}
