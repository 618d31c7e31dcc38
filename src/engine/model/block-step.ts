/** @file One block for one new token per row, with the keys and values of earlier tokens from a cache. */
import type * as tf from '@tensorflow/tfjs-core'
import { attentionStep, type CacheView, type KvCache } from '../ops/kv-cache'
import { projectHeads } from './block'
import type { BlockContext } from './block-context'
import type { BlockNames } from './config'
import { feedForward } from './feed-forward'
import { normHeads } from './head-norm'
import { applyLinear } from './linear-map'
import { applyNorm } from './norm'
import type { Parameters } from './parameters'

/** x [rows, width] in and out. Uses up the cache. */
export function blockStep(
  params: Parameters,
  names: BlockNames,
  context: BlockContext,
  x: tf.Tensor2D,
  cache: KvCache,
  view: CacheView,
): { y: tf.Tensor2D; cache: KvCache } {
  const { config, attention } = context
  const qkv = projectHeads(params, names, applyNorm(params, names.attentionNorm, config, x).y, context)
  const mixed = attentionStep(normHeads(params, names, config, qkv).y, cache, attention, view)
  const middle = applyLinear(params, names.attentionOut, mixed.y, context, x)
  const { y } = feedForward(params, names, context, applyNorm(params, names.ffNorm, config, middle).y, middle)
  return { y, cache: mixed.cache }
}
