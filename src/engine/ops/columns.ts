/** @file Matrices side by side, and apart again, on the processor: row by row, where stock operations copy number by number. */
import * as tf from '@tensorflow/tfjs-core'
import { hostValues } from './memory'

/** [n, aᵢ] each, as [n, Σ aᵢ]. */
export function joinColumns(parts: tf.Tensor2D[]): tf.Tensor2D {
  const rows = parts[0]!.shape[0]
  const width = parts.reduce((sum, part) => sum + part.shape[1], 0)
  const joined = new Float32Array(rows * width)
  let start = 0
  for (const part of parts) {
    const columns = part.shape[1]
    const values = hostValues(part)!
    for (let r = 0; r < rows; r++) joined.set(values.subarray(r * columns, (r + 1) * columns), r * width + start)
    start += columns
  }
  return tf.tensor2d(joined, [rows, width])
}

/** Some neighbouring columns of a matrix. */
export interface ColumnsOf {
  start: number
  columns: number
}

/** They, as a matrix of their own: [n, columns]. */
export function takeColumns(x: tf.Tensor2D, { start, columns }: ColumnsOf): tf.Tensor2D {
  const [rows, width] = x.shape
  const values = hostValues(x)!
  const part = new Float32Array(rows * columns)
  for (let r = 0; r < rows; r++) {
    const from = r * width + start
    part.set(values.subarray(from, from + columns), r * columns)
  }
  return tf.tensor2d(part, [rows, columns])
}

/** [n, Σ widths] as [n, widthᵢ] each. */
export function splitColumns(x: tf.Tensor2D, widths: number[]): tf.Tensor2D[] {
  let start = 0
  return widths.map((columns) => {
    start += columns
    return takeColumns(x, { start: start - columns, columns })
  })
}
