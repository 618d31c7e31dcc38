/**
 * @file Rows of a table by index (the token embedding; the scored positions), and the gradient that adds rows back.
 *
 * The indices are known on the processor, so the gradient needs no scatter with atomics, which would add in a different
 * order each time: equal inputs give equal bits.
 */
import * as tf from '@tensorflow/tfjs-core'
import { hostValues, onGpu, tidy } from './memory'
import { gather, scatter, sumOverBatch } from './webgpu/rows'
import { output } from './webgpu/run-kernel'

/** table [n, width] by indices [m] gives [m, width]. */
export function gatherRows(table: tf.Tensor2D, indices: Int32Array): tf.Tensor2D {
  if (onGpu()) return gather(table, indices)
  const width = table.shape[1]
  const values = hostValues(table)!
  // tfjs's wasm gather copies number by number; a row at a time is forty times faster.
  const out = new Float32Array(indices.length * width)
  for (let k = 0; k < indices.length; k++) {
    const from = indices[k]! * width
    out.set(values.subarray(from, from + width), k * width)
  }
  return tf.tensor2d(out, [indices.length, width])
}

/** Where a gradient goes on WebGPU. */
export interface Target {
  into: tf.Tensor
  /** It is added to what is there. */
  accumulate: boolean
}

/** The gradient of `gatherRows`: dy [m, width] added up by index into [n, width]; other rows are zero. */
export function gatherRowsBackward(dy: tf.Tensor2D, indices: Int32Array, n: number, target?: Target): tf.Tensor2D {
  const width = dy.shape[1]
  if (onGpu()) {
    const into = (target?.into ?? output([n, width])) as tf.Tensor2D
    scatter(dy, indices, into, target?.accumulate)
    return into
  }
  const values = hostValues(dy)!
  const out = new Float32Array(n * width)
  for (let k = 0; k < indices.length; k++) {
    const to = indices[k]! * width
    const from = k * width
    for (let j = 0; j < width; j++) out[to + j]! += values[from + j]!
  }
  return tf.tensor2d(out, [n, width])
}

/** Rows of `table` by ids [rows * tokens], each plus the row of `positions` for its place among `tokens`. */
export function gatherWithPositions(
  table: tf.Tensor2D,
  positions: tf.Tensor2D,
  ids: Int32Array,
  tokens: number,
): tf.Tensor2D {
  if (onGpu()) return gather(table, ids, { table: positions, tokens })
  return tidy(() => {
    const width = table.shape[1]
    const places = tf.slice(positions, [0, 0], [tokens, width])
    const sum = tf.add(tf.reshape(gatherRows(table, ids), [-1, tokens, width]), places)
    return tf.reshape(sum, [ids.length, width])
  })
}

/** The gradient of those positions: Σ over the batch of d [rows * tokens, width]; zero beyond `tokens`; [n, width]. */
export function positionsBackward(d: tf.Tensor2D, tokens: number, n: number, into?: tf.Tensor): tf.Tensor2D {
  const width = d.shape[1]
  if (onGpu()) {
    const sums = (into ?? output([n, width])) as tf.Tensor2D
    sumOverBatch(d, tokens, sums)
    return sums
  }
  const values = hostValues(d)!
  const out = new Float32Array(n * width)
  for (let i = 0; i < values.length; i++) out[i % (tokens * width)]! += values[i]!
  return tf.tensor2d(out, [n, width])
}
