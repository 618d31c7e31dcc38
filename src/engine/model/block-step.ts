/** @file One block for one new token per row, with the keys and values of earlier tokens from a cache. */
import * as tf from '@tensorflow/tfjs-core'
import { attend, headsApart, joinHeads } from '../ops/attention'
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
    const { config } = context
    const qkv = projectHeads(params, names, applyNorm(params, names.attentionNorm, config, x).y)
    const heads = headsApart(qkv, context.attention)
    const k = tf.add(cache.k, tf.mul(heads.k, column)) as tf.Tensor4D
    const v = tf.add(cache.v, tf.mul(heads.v, column)) as tf.Tensor4D
    const mixed = joinHeads(attend(heads.q, k, v, context.attention.mask!).y)
    const middle = applyLinear(params, names.attentionOut, mixed, x)
    const { y } = feedForward(params, names, config, applyNorm(params, names.ffNorm, config, middle).y, middle)
    return { y, cache: { k, v } }
  })
  tf.dispose([cache.k, cache.v])
  return result
}
