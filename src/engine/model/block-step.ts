/** @file One block for one new token per row, with the keys and values of earlier tokens from a cache. */
import * as tf from '@tensorflow/tfjs-core'
import { attention, joinHeads } from '../ops/attention'
import { tidy } from '../ops/memory'
import { type BlockContext, projectHeads } from './block'
import type { BlockNames } from './config'
import { feedForward } from './feed-forward'
import { applyLinear } from './gradients'
import { applyNorm } from './norm'
import type { Parameters } from './parameters'

/** Keys (rotated) and values of one block, [rows, kvHeads, columns, D] each; columns not yet used are zero. */
export interface LayerCache {
  k: tf.Tensor4D
  v: tf.Tensor4D
}

/**
 * x [rows, width] in and out. `column` [columns, 1] is 1 where this token's key and value go, else 0: adding keeps the
 * cache's shape, so a GPU reuses its buffers, where appending would make a new size each step. Frees the old cache.
 */
export function blockStep(
  params: Parameters,
  names: BlockNames,
  context: BlockContext,
  x: tf.Tensor2D,
  cache: LayerCache,
  column: tf.Tensor2D,
): { y: tf.Tensor2D; cache: LayerCache } {
  const result = tidy(() => {
    const { config, mask } = context
    const heads = projectHeads(params, names, context, applyNorm(params, names.attentionNorm, config, x).y)
    const k = tf.add(cache.k, tf.mul(heads.k, column)) as tf.Tensor4D
    const v = tf.add(cache.v, tf.mul(heads.v, column)) as tf.Tensor4D
    const joined = joinHeads(attention(heads.q, k, v, mask).y)
    const middle = tf.add(x, applyLinear(params, names.attentionOut, joined)) as tf.Tensor2D
    const ff = feedForward(params, names, config, applyNorm(params, names.ffNorm, config, middle).y)
    return { y: tf.add(middle, ff.y) as tf.Tensor2D, cache: { k, v } }
  })
  tf.dispose([cache.k, cache.v])
  return result
}
