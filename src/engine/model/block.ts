/**
 * @file One transformer block, forward and backward: x + attention(norm(x)), then x + feedForward(norm(x)).
 *
 * Forward returns what backward will need; backward frees it. Backward reads bottom to top beside forward.
 */

import * as tf from '@tensorflow/tfjs-core'
import { type AttentionKept, attention, attentionBackward } from '../ops/attention'
import { linearSideBySide, linearSideBySideBackwardInput } from '../ops/linear'
import { tidy } from '../ops/memory'
import type { NormForward } from '../ops/norm'
import type { BlockContext } from './block-context'
import type { BlockNames, LinearNames } from './config'
import { type FeedForwardSaved, feedForward, feedForwardBackward } from './feed-forward'
import type { Gradients } from './gradients'
import { type HeadNormSaved, normHeads, normHeadsBackward } from './head-norm'
import {
  addAdapterGradients,
  addLinearGradients,
  applyLinear,
  applyLinearBackward,
  mapOf,
  type PassOptions,
} from './linear-map'
import { applyNorm, applyNormBackward } from './norm'
import { matrix, type Parameters } from './parameters'

export interface BlockSaved {
  attentionNorm: NormForward
  headNorm?: HeadNormSaved
  attention: AttentionKept
  /** Heads side by side, before the output map: [n, heads * D]. */
  mixed: tf.Tensor2D
  ffNorm: NormForward
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
    const { config } = context
    const attentionNorm = applyNorm(params, names.attentionNorm, config, x)
    const qkv = projectHeads(params, names, attentionNorm.y, context)
    const normed = normHeads(params, names, config, qkv)
    const { y: mixed, kept } = attention(normed.y, context.attention)
    const middle = applyLinear(params, names.attentionOut, mixed, context, x)
    const ffNorm = applyNorm(params, names.ffNorm, config, middle)
    const { y, saved } = feedForward(params, names, context, ffNorm.y, middle)
    const headNorm = normed.saved && { headNorm: normed.saved }
    return { y, saved: { attentionNorm, ...headNorm, attention: kept, mixed, ffNorm, feedForward: saved } }
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
    const { config } = context
    const { attentionNorm, mixed, ffNorm } = saved
    const dFfNorm = feedForwardBackward(params, names, context, ffNorm.y, saved.feedForward, dy, gradients)
    const dMiddle = applyNormBackward(params, names.ffNorm, config, ffNorm, dFfNorm, gradients, dy)
    dFfNorm.dispose()
    const dMixed = applyLinearBackward(params, names.attentionOut, mixed, dMiddle, gradients, context)
    const dNormed = attentionBackward(saved.attention, mixed, dMixed, context.attention)
    dMixed.dispose()
    const dqkv = normHeadsBackward(params, names, config, saved.headNorm, dNormed, gradients)
    const dNorm = projectHeadsBackward(params, names, attentionNorm.y, dqkv, gradients, context)
    return applyNormBackward(params, names.attentionNorm, config, attentionNorm, dNorm, gradients, dMiddle)
  })
  tf.dispose(saved as unknown as tf.TensorContainer)
  return dx as tf.Tensor2D
}

/** One fused map, or the three that lie side by side. */
const headMaps = ({ qkv }: BlockNames): LinearNames[] => ('weight' in qkv ? [qkv] : [qkv.q, qkv.k, qkv.v])

/** Queries, keys and values of x [n, width], side by side: [n, (heads + 2 · kvHeads) · D]. */
export function projectHeads(
  params: Parameters,
  names: BlockNames,
  x: tf.Tensor2D,
  { dropout }: PassOptions,
): tf.Tensor2D {
  return linearSideBySide(
    x,
    headMaps(names).map((map) => mapOf(params, map, dropout)),
  )
}

function projectHeadsBackward(
  params: Parameters,
  names: BlockNames,
  x: tf.Tensor2D,
  dqkv: tf.Tensor2D,
  gradients: Gradients,
  pass: PassOptions,
): tf.Tensor2D {
  const maps = headMaps(names)
  const weights = maps.map(({ weight }) => matrix(params, weight))
  let dx = linearSideBySideBackwardInput(weights, dqkv)
  let start = 0
  maps.forEach((map, i) => {
    const of = { start, columns: weights[i]!.shape[1] }
    addLinearGradients(map, x, dqkv, gradients, of)
    dx = addAdapterGradients(params, map, x, dqkv, dx, gradients, pass, of)
    start += of.columns
  })
  return dx
}
