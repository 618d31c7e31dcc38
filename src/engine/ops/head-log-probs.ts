/**
 * @file From hidden rows to log-probs of given tokens: head product, log-softmax and choice in one operation.
 *
 * The logits of a whole batch are never kept: they exist for one chunk of tokens at a time, and backward computes them
 * again. (Where all tokens fit into one chunk, their probabilities may be kept, which spares backward a fourth of its
 * work here.) WebGPU and wasm have kernels of ours. In stock operations log-sum-exp is taken from softmax: the largest
 * probability is exp(0) / Σ exp(z - max), hence lse(z) = max(z) - log(max(softmax(z))).
 */
import * as tf from '@tensorflow/tfjs-core'
import { asTensor, type Matrix } from './half'
import { multiply, multiplyByTranspose, multiplyTransposed } from './matmul'
import { hostValues, onGpu, tidy } from './memory'
import { gatherRowsBackward, type Target } from './rows'
import * as wasm from './wasm/head-log-probs'
import { onWasm } from './wasm/module'
import * as webgpu from './webgpu/head-log-probs'

/** Logits that exist at a time: 16 MiB. */
export const CHUNK_ENTRIES = 1 << 22

/** Rows whose logits exist at a time. */
const chunkRowsFor = (vocab: number) => Math.max(1, Math.floor(CHUNK_ENTRIES / vocab))

/** Calls `work` for one run of rows after another. */
function eachChunk(rows: number, chunkRows: number, work: (from: number, length: number) => void): void {
  for (let from = 0; from < rows; from += chunkRows) work(from, Math.min(chunkRows, rows - from))
}

const rowsOf = (x: tf.Tensor2D, from: number, length: number): tf.Tensor2D =>
  from === 0 && length === x.shape[0] ? x : tf.slice(x, [from, 0], [length, x.shape[1]])

const joined = <T extends tf.Tensor>(parts: T[]): T => (parts.length === 1 ? parts[0]! : (tf.concat(parts, 0) as T))

/** log Σ exp of each row of logits [n, vocab], given their softmax; [n]. */
function logSumExp(logits: tf.Tensor2D, probs: tf.Tensor2D): tf.Tensor1D {
  return tf.sub(tf.max(logits, -1), tf.log(tf.max(probs, -1)))
}

/** The logit of each row's target; [n]. */
function chosen(logits: tf.Tensor2D, targets: Int32Array): tf.Tensor1D {
  const vocab = logits.shape[1]
  const places = Int32Array.from(targets, (target, k) => k * vocab + target)
  return tf.gather(tf.reshape(logits, [-1]), tf.tensor1d(places, 'int32'))
}

/** probs - onehot(targets), [n, vocab]. Uses up `probs`, which nothing else may hold. */
function lessOneAtTarget(probs: tf.Tensor2D, targets: Int32Array): tf.Tensor2D {
  // In place: n numbers change, out of n * vocab. (And tfjs's wasm one-hot writes integers, whatever type is asked.)
  const vocab = probs.shape[1]
  const values = hostValues(probs)!
  for (let k = 0; k < targets.length; k++) values[k * vocab + targets[k]!]! -= 1
  return tf.getBackend() === 'wasm' ? probs : tf.tensor2d(values, probs.shape)
}

export interface HeadForward {
  /** log p(target) per row, in nats; [n]. */
  logProbs: tf.Tensor1D
  kept?: HeadKept
}

/** For backward: softmax(logits), [n, vocab], where it is small; on WebGPU what its kernels want. */
export type HeadKept = { probs: tf.Tensor2D } | webgpu.HeadKept

/** hidden [n, width], head [vocab, width], targets [n]; returns log p(target) per row, [n], in nats. */
export function headLogProbs(hidden: tf.Tensor2D, head: Matrix, targets: Int32Array): tf.Tensor1D {
  return headForward(hidden, head, targets, { keep: false }).logProbs
}

/** The same, keeping the probabilities for backward where they are small. */
export function headForward(
  hidden: tf.Tensor2D,
  head: Matrix,
  targets: Int32Array,
  { keep = true, chunkRows = chunkRowsFor(head.shape[0]) } = {},
): HeadForward {
  if (targets.length === 0) return { logProbs: tf.tensor1d([]) }
  if (onGpu()) return webgpu.headForward(hidden, head, targets, { keep, chunkRows })
  const held = asTensor(head)
  if (onWasm()) return wasm.headForward(hidden, held, targets, { keep, chunkRows })
  const keepProbs = keep && targets.length <= chunkRows
  return tidy(() => {
    const parts: { logProbs: tf.Tensor1D; probs?: tf.Tensor2D }[] = []
    eachChunk(hidden.shape[0], chunkRows, (from, length) => {
      parts.push(
        tidy(() => {
          const logits = multiplyByTranspose(rowsOf(hidden, from, length), held)
          const probs = tf.softmax(logits)
          const wanted = chosen(logits, targets.subarray(from, from + length))
          const logProbs: tf.Tensor1D = tf.sub(wanted, logSumExp(logits, probs))
          return keepProbs ? { logProbs, probs } : { logProbs }
        }),
      )
    })
    const { logProbs, probs } = parts[0]!
    return probs ? { logProbs, kept: { probs } } : { logProbs: joined(parts.map((part) => part.logProbs)) }
  })
}

export interface HeadBackwardOptions {
  /** Of forward; used up. */
  kept?: HeadKept
  chunkRows?: number
  /** Where dHead goes on WebGPU. */
  target?: Target
  /** No gradient of the head is wanted. */
  frozen?: boolean
}

/** dLogits = -d · (softmax(logits) - onehot(target)); dHidden = dLogits·head, dHead = dLogitsᵀ·hidden. d [n]. */
export function headLogProbsBackward(
  hidden: tf.Tensor2D,
  head: Matrix,
  targets: Int32Array,
  d: tf.Tensor1D,
  { kept, target, frozen = false, chunkRows = chunkRowsFor(head.shape[0]) }: HeadBackwardOptions = {},
): { dHidden: tf.Tensor2D; dHead?: tf.Tensor2D } {
  if (targets.length === 0) {
    const none = () => gatherRowsBackward(tf.zeros([1, head.shape[1]]), targets, head.shape[0], target)
    return { dHidden: tf.zerosLike(hidden), dHead: frozen ? undefined : none() }
  }
  if (kept && 'lse' in kept) return webgpu.headBackward(hidden, head, kept, d, { chunkRows, target, frozen })
  const held = asTensor(head)
  if (onWasm()) return wasm.headBackward(hidden, held, targets, d, { kept, chunkRows, frozen })
  return tidy(() => {
    const probsOf = (rows: tf.Tensor2D) => kept?.probs ?? tidy(() => tf.softmax(multiplyByTranspose(rows, held)))
    const minusD = tf.neg(tf.reshape(d, [-1, 1])) as tf.Tensor2D
    const parts: tf.Tensor2D[] = []
    let dHead: tf.Tensor2D | undefined
    eachChunk(hidden.shape[0], chunkRows, (from, length) => {
      const step: { dHidden: tf.Tensor2D; dHead?: tf.Tensor2D } = tidy(() => {
        const rows = rowsOf(hidden, from, length)
        const residual = lessOneAtTarget(probsOf(rows), targets.subarray(from, from + length))
        const dLogits = tf.mul(residual, rowsOf(minusD, from, length)) as tf.Tensor2D
        const dHidden = multiply(dLogits, held)
        if (frozen) return { dHidden }
        const own = multiplyTransposed(dLogits, rows)
        return { dHidden, dHead: dHead ? tf.add(dHead, own) : own }
      })
      dHead?.dispose()
      dHead = step.dHead
      parts.push(step.dHidden)
    })
    return { dHidden: joined(parts), dHead }
  })
}

export interface Comparison {
  /** log p(target) of the policy at each row, [n], in nats. */
  tokenLogProbs: tf.Tensor1D
  /** Entropy of the policy at each row, [n], in nats. */
  entropy: tf.Tensor1D
  /** KL(policy ‖ base) over the whole vocabulary at each row, [n], in nats. */
  kl: tf.Tensor1D
}

/**
 * How two models differ at the same rows: hidden [n, width] with its head [vocab, width], the base's pair, and
 * targets [n]. KL = Σ p · (z - zBase) - lse + lseBase.
 */
export function headCompare(
  hidden: tf.Tensor2D,
  head: Matrix,
  baseHidden: tf.Tensor2D,
  baseHead: Matrix,
  targets: Int32Array,
): Comparison {
  if (targets.length === 0) return { tokenLogProbs: tf.tensor1d([]), entropy: tf.tensor1d([]), kl: tf.tensor1d([]) }
  if (onGpu()) return webgpu.headCompare(hidden, head, baseHidden, baseHead, targets, chunkRowsFor(head.shape[0]))
  const [held, baseHeld] = [asTensor(head), asTensor(baseHead)]
  return tidy(() => {
    const parts: Comparison[] = []
    eachChunk(hidden.shape[0], chunkRowsFor(head.shape[0]), (from, length) => {
      parts.push(
        tidy(() => {
          const logits = multiplyByTranspose(rowsOf(hidden, from, length), held)
          const baseLogits = multiplyByTranspose(rowsOf(baseHidden, from, length), baseHeld)
          const probs = tf.softmax(logits)
          const lse = logSumExp(logits, probs)
          const tokenLogProbs = tf.sub(chosen(logits, targets.subarray(from, from + length)), lse) as tf.Tensor1D
          const entropy = tf.sub(lse, tf.sum(tf.mul(probs, logits), -1)) as tf.Tensor1D
          const gap = tf.sum(tf.mul(probs, tf.sub(logits, baseLogits)), -1)
          const kl = tf.add(tf.sub(gap, lse), logSumExp(baseLogits, tf.softmax(baseLogits))) as tf.Tensor1D
          return { tokenLogProbs, entropy, kl }
        }),
      )
    })
    return {
      tokenLogProbs: joined(parts.map((p) => p.tokenLogProbs)),
      entropy: joined(parts.map((p) => p.entropy)),
      kl: joined(parts.map((p) => p.kl)),
    }
  })
}
