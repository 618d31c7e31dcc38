/** @file The head's log-probs on WebGPU, chunk by chunk: product, log-softmax and choice, and the way back. */
import * as tf from '@tensorflow/tfjs-core'
import { asFactor, type Matrix } from '../half'
import type { Target } from '../rows'
import { type Chunk, chooseLogProbs, compareLogits, logitsToGradient } from './head'
import { product } from './product'
import { output } from './run-kernel'

/** What backward can use: each row's log-sum-exp, and the logits themselves where they were one chunk. */
export interface HeadKept {
  targets: tf.Tensor1D
  lse: tf.Tensor1D
  logits?: tf.Tensor2D
}

/** Calls `work` for one run of rows after another. */
function eachChunk(rows: number, chunkRows: number, work: (from: number, length: number) => void): void {
  for (let from = 0; from < rows; from += chunkRows) work(from, Math.min(chunkRows, rows - from))
}

/** Logits of some rows of `hidden`, [rows, vocab padded to a multiple of four]. */
function logitsOf(hidden: tf.Tensor2D, head: Matrix, top: number, rows: number): tf.Tensor2D {
  const tensor = output<tf.Tensor2D>([rows, 4 * Math.ceil(head.shape[0] / 4)])
  return product('nt', { tensor: hidden, top, rows }, asFactor(head), { out: { tensor } })
}

/** hidden [n, width], head [vocab, width]; n is not zero. Returns log p(target) per row, [n]. */
export function headForward(
  hidden: tf.Tensor2D,
  head: Matrix,
  targetIds: Int32Array,
  { keep, chunkRows }: { keep: boolean; chunkRows: number },
): { logProbs: tf.Tensor1D; kept?: HeadKept } {
  const n = targetIds.length
  const targets = tf.tensor1d(targetIds, 'int32')
  const logProbs = output<tf.Tensor1D>([n])
  const lse = output<tf.Tensor1D>([n])
  const kept: HeadKept = { targets, lse }
  eachChunk(n, chunkRows, (first, rows) => {
    const logits = logitsOf(hidden, head, first, rows)
    chooseLogProbs({ logits, first, vocab: head.shape[0] }, targets, logProbs, lse)
    if (keep && rows === n) kept.logits = logits
    else logits.dispose()
  })
  if (keep) return { logProbs, kept }
  tf.dispose([targets, lse])
  return { logProbs }
}

/** d [n]; uses up kept logits. dHead goes to `target`, if given; a frozen head has none. */
export function headBackward(
  hidden: tf.Tensor2D,
  head: Matrix,
  kept: HeadKept,
  d: tf.Tensor1D,
  { chunkRows, target, frozen = false }: { chunkRows: number; target?: Target; frozen?: boolean },
): { dHidden: tf.Tensor2D; dHead?: tf.Tensor2D } {
  const vocab = head.shape[0]
  const dHidden = output<tf.Tensor2D>([hidden.shape[0], hidden.shape[1]])
  const dHead = frozen ? undefined : ((target?.into ?? output([vocab, head.shape[1]])) as tf.Tensor2D)
  eachChunk(hidden.shape[0], kept.logits ? hidden.shape[0] : chunkRows, (first, rows) => {
    const logits = kept.logits ?? logitsOf(hidden, head, first, rows)
    logitsToGradient({ logits, first, vocab }, kept.targets, kept.lse, d)
    const dLogits = { tensor: logits, columns: vocab }
    product('nn', dLogits, asFactor(head), { out: { tensor: dHidden, top: first, rows } })
    const accumulate = first > 0 || target?.accumulate
    if (dHead) product('tn', dLogits, { tensor: hidden, top: first, rows }, { out: { tensor: dHead }, accumulate })
    if (!kept.logits) logits.dispose()
  })
  return { dHidden, dHead }
}

/** log p(target), entropy, and KL(policy ‖ base) at each row; [n] each. */
export function headCompare(
  hidden: tf.Tensor2D,
  head: Matrix,
  baseHidden: tf.Tensor2D,
  baseHead: Matrix,
  targetIds: Int32Array,
  chunkRows: number,
) {
  const targets = tf.tensor1d(targetIds, 'int32')
  const [tokenLogProbs, entropy, kl] = [0, 1, 2].map(() => output<tf.Tensor1D>([targetIds.length])) as Three
  eachChunk(targetIds.length, chunkRows, (first, rows) => {
    const logits = logitsOf(hidden, head, first, rows)
    const baseLogits = logitsOf(baseHidden, baseHead, first, rows)
    const chunk: Chunk = { logits, first, vocab: head.shape[0] }
    compareLogits(chunk, baseLogits, targets, [tokenLogProbs, entropy, kl])
    tf.dispose([logits, baseLogits])
  })
  targets.dispose()
  return { tokenLogProbs, entropy, kl }
}

type Three = [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D]
