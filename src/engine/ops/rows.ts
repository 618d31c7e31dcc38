/**
 * @file Rows of a table by index (the token embedding; the scored positions), and the gradient that adds rows back.
 *
 * The indices are known on the processor, so the gradient needs no scatter with atomics, which would add in a different
 * order each time: equal inputs give equal bits.
 */
import * as tf from '@tensorflow/tfjs-core'
import { multiplyTransposed } from './matmul'
import { hostValues, tidy } from './memory'

/** table [n, width] by indices [m] gives [m, width]. */
export function gatherRows(table: tf.Tensor2D, indices: Int32Array): tf.Tensor2D {
  const width = table.shape[1]
  const values = hostValues(table)
  if (!values) return tidy(() => tf.gather(table, tf.tensor1d(indices, 'int32')))
  // tfjs's wasm gather copies number by number; a row at a time is forty times faster.
  const out = new Float32Array(indices.length * width)
  for (let k = 0; k < indices.length; k++) {
    const from = indices[k]! * width
    out.set(values.subarray(from, from + width), k * width)
  }
  return tf.tensor2d(out, [indices.length, width])
}

/** The gradient of `gatherRows`: dy [m, width] added up by index into [n, width]; other rows are zero. */
export function gatherRowsBackward(dy: tf.Tensor2D, indices: Int32Array, n: number): tf.Tensor2D {
  const width = dy.shape[1]
  const values = hostValues(dy)
  if (!values) return tidy(() => sumByIndexOnGpu(dy, indices, n))
  const out = new Float32Array(n * width)
  for (let k = 0; k < indices.length; k++) {
    const to = indices[k]! * width
    const from = k * width
    for (let j = 0; j < width; j++) out[to + j]! += values[from + j]!
  }
  return tf.tensor2d(out, [n, width])
}

/** Entries of a one-hot matrix that are made at a time. */
const ONE_HOT_ENTRIES = 1 << 22

/** Rows of equal index are summed by a one-hot product, over the distinct indices only; a gather spreads the sums. */
function sumByIndexOnGpu(dy: tf.Tensor2D, indices: Int32Array, n: number): tf.Tensor2D {
  const [m, width] = dy.shape
  const places = new Int32Array(m)
  const placeOf = new Map<number, number>()
  for (let k = 0; k < m; k++) {
    const index = indices[k]!
    if (!placeOf.has(index)) placeOf.set(index, placeOf.size)
    places[k] = placeOf.get(index)!
  }
  const distinct = placeOf.size
  let sums: tf.Tensor2D = dy
  if (distinct < m) {
    const step = Math.max(1, Math.floor(ONE_HOT_ENTRIES / distinct))
    const parts: tf.Tensor2D[] = []
    for (let from = 0; from < m; from += step) {
      const length = Math.min(step, m - from)
      const chosen = tf.tensor1d(places.subarray(from, from + length), 'int32')
      const oneHot = tf.oneHot(chosen, distinct, 1, 0, 'float32') as tf.Tensor2D
      parts.push(multiplyTransposed(oneHot, tf.slice(dy, [from, 0], [length, width])))
    }
    sums = parts.length === 1 ? parts[0]! : tf.addN(parts)
  }
  // Absent rows take the row of zeros that follows the sums.
  const source = new Int32Array(n).fill(distinct)
  for (const [index, place] of placeOf) source[index] = place
  return tf.gather(tf.concat([sums, tf.zeros([1, width])], 0), tf.tensor1d(source, 'int32'))
}
