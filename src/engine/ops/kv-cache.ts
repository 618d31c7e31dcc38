/**
 * @file Attention of one new token per row to the keys and values of earlier tokens, which lie in a cache.
 *
 * All rows write their new token to the same column. A row sees the columns of its own prompt, and those from the end
 * of the longest prompt on. In stock operations a cache is added to, which keeps its shape; kernels of ours write it in
 * place.
 */
import * as tf from '@tensorflow/tfjs-core'
import {
  type AttentionContext,
  type AttentionKept,
  attend,
  headsApart,
  isFused,
  joinHeads,
  keysAndValues,
} from './attention'
import { tidy } from './memory'
import { gatherRows } from './rows'
import * as wasm from './wasm/kv-cache'
import { onWasm, output as outputOnWasm } from './wasm/module'
import * as webgpu from './webgpu/kv-cache'
import { output } from './webgpu/run-kernel'

/** `kv` [rows * columns, 2 · kvHeads · D], keys before values; or each [rows, kvHeads, columns, D]. */
export type KvCache = { kv: tf.Tensor2D } | { k: tf.Tensor4D; v: tf.Tensor4D }

/** What the rows see in one step, and where they write. */
export interface CacheView {
  columns: number
  /** Columns of the longest prompt. */
  promptColumns: number
  /** Tokens of each row's prompt, int32 [rows]. */
  promptLengths: tf.Tensor1D
  /** Where the new tokens' keys and values go. */
  at: number
  /** In stock operations: 0 where a row may look, else -1e9, [rows, 1, 1, columns]; 1 at column `at`, [columns, 1]. */
  mask?: tf.Tensor4D
  column?: tf.Tensor2D
}

/** Large enough that its exponential is zero, small enough that adding a score to it stays finite. */
const HIDDEN = -1e9

const fused = () => (onWasm() ? { ...wasm, output: outputOnWasm } : { ...webgpu, output })

/** The view of one step. */
export function cacheView(lengths: Int32Array, promptColumns: number, at: number, columns: number, headDim: number) {
  const view: CacheView = { columns, promptColumns, at, promptLengths: tf.tensor1d(lengths, 'int32') }
  if (isFused(headDim)) return view
  const mask = new Float32Array(lengths.length * columns)
  lengths.forEach((length, r) => {
    for (let c = 0; c < columns; c++) {
      const visible = c < length || (c >= promptColumns && c <= at)
      if (!visible) mask[r * columns + c] = HIDDEN
    }
  })
  const column = Float32Array.from({ length: columns }, (_, c) => (c === at ? 1 : 0))
  return {
    ...view,
    mask: tf.tensor4d(mask, [lengths.length, 1, 1, columns]),
    column: tf.tensor2d(column, [columns, 1]),
  }
}

/** A cache of `columns` that begins with what a pass over the prompts kept; the rest is empty. */
export function cacheFrom(kept: AttentionKept, context: AttentionContext, columns: number): KvCache {
  const { rows, tokens, kvHeads, headDim } = context
  if ('qkv' in kept) {
    const kv = fused().output<tf.Tensor2D>([rows * columns, 2 * kvHeads * headDim])
    fused().storeInCache(kept.qkv, kv, { rows, tokens, columns, at: 0 })
    return { kv }
  }
  return tidy(() => {
    const { k, v } = keysAndValues(kept)
    const room: [number, number][] = [
      [0, 0],
      [0, 0],
      [0, columns - tokens],
      [0, 0],
    ]
    return { k: tf.pad(k, room), v: tf.pad(v, room) }
  })
}

/** qkv [rows, (heads + 2 · kvHeads) · D] is used up, as is the cache. Returns the heads side by side, [rows, heads · D]. */
export function attentionStep(
  qkv: tf.Tensor2D,
  cache: KvCache,
  context: AttentionContext,
  view: CacheView,
): { y: tf.Tensor2D; cache: KvCache } {
  if ('kv' in cache) return { y: fused().attendCached(qkv, cache.kv, context, view), cache }
  const result = tidy(() => {
    const heads = headsApart(qkv, context)
    const k = tf.add(cache.k, tf.mul(heads.k, view.column!)) as tf.Tensor4D
    const v = tf.add(cache.v, tf.mul(heads.v, view.column!)) as tf.Tensor4D
    return { y: joinHeads(attend(heads.q, k, v, view.mask!).y), cache: { k, v } }
  })
  disposeCache(cache)
  return result
}

/** The cache of some rows alone, in the given order. Frees the old one. */
export function keepCacheRows(cache: KvCache, rows: number, kept: Int32Array): KvCache {
  const pick = <T extends tf.Tensor>(x: T): T =>
    tidy(() => {
      const flat = tf.reshape(x, [rows, x.size / rows]) as tf.Tensor2D
      const shape = [(x.shape[0]! / rows) * kept.length, ...x.shape.slice(1)]
      return tf.reshape(gatherRows(flat, kept), shape) as T
    })
  const picked = 'kv' in cache ? { kv: pick(cache.kv) } : { k: pick(cache.k), v: pick(cache.v) }
  disposeCache(cache)
  return picked
}

export function disposeCache(cache: KvCache): void {
  tf.dispose(cache as unknown as tf.TensorContainer)
}
