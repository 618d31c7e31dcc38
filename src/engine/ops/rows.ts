/**
 * @file Rows of a table by index (the token embedding; the scored positions), and the gradient that adds rows back.
 *
 * The indices are known on the processor, so the gradient needs no scatter with atomics, which would add in a different
 * order each time: equal inputs give equal bits.
 */
import type * as tf from '@tensorflow/tfjs-core'
import { asTensor, type Matrix } from './half'
import { hostTensor, hostValues, onGpu } from './memory'
import { onWasm } from './wasm/module'
import * as wasm from './wasm/rows'
import { gather, scatter, sumOverBatch } from './webgpu/rows'
import { output } from './webgpu/run-kernel'

/** table [n, width] by indices [m] gives [m, width]. */
export function gatherRows(table: Matrix, indices: Int32Array): tf.Tensor2D {
  if (onGpu()) return gather(table, indices)
  const held = asTensor(table)
  if (onWasm()) return wasm.gather(held, indices)
  const width = table.shape[1]
  return hostTensor([indices.length, width], (out) => {
    const values = hostValues(held)!
    for (let k = 0; k < indices.length; k++) {
      const from = indices[k]! * width
      out.set(values.subarray(from, from + width), k * width)
    }
  })
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
  if (onWasm()) return wasm.scatter(dy, indices, n)
  return hostTensor([n, width], (out) => {
    const values = hostValues(dy)!
    for (let k = 0; k < indices.length; k++) {
      const to = indices[k]! * width
      const from = k * width
      for (let j = 0; j < width; j++) out[to + j]! += values[from + j]!
    }
  })
}

/** Rows of `table` by ids [rows * tokens], each plus the row of `positions` for its place among `tokens`. */
export function gatherWithPositions(
  table: Matrix,
  positions: tf.Tensor2D,
  ids: Int32Array,
  tokens: number,
): tf.Tensor2D {
  if (onGpu()) return gather(table, ids, { table: positions, tokens })
  const held = asTensor(table)
  if (onWasm()) return wasm.gather(held, ids, { table: positions, tokens })
  const width = table.shape[1]
  return hostTensor([ids.length, width], (out) => {
    const values = hostValues(held)!
    const places = hostValues(positions)!
    for (let k = 0; k < ids.length; k++) {
      const to = k * width
      const from = ids[k]! * width
      const place = (k % tokens) * width
      for (let j = 0; j < width; j++) out[to + j] = values[from + j]! + places[place + j]!
    }
  })
}

/** The gradient of those positions: Σ over the batch of d [rows * tokens, width]; zero beyond `tokens`; [n, width]. */
export function positionsBackward(d: tf.Tensor2D, tokens: number, n: number, into?: tf.Tensor): tf.Tensor2D {
  if (onGpu()) {
    const sums = (into ?? output([n, d.shape[1]])) as tf.Tensor2D
    sumOverBatch(d, tokens, sums)
    return sums
  }
  return gatherRowsBackward(
    d,
    Int32Array.from({ length: d.shape[0] }, (_, k) => k % tokens),
    n,
  )
}
