/** @file Matrices side by side, and apart again, on the processor: row by row, where stock operations copy number by number. */
import type * as tf from '@tensorflow/tfjs-core'
import { hostTensor, hostValues } from './memory'

/** [n, aᵢ] each, as [n, Σ aᵢ]. */
export function joinColumns(parts: tf.Tensor2D[]): tf.Tensor2D {
  const rows = parts[0]!.shape[0]
  const width = parts.reduce((sum, part) => sum + part.shape[1], 0)
  return hostTensor([rows, width], (joined) => {
    let start = 0
    for (const part of parts) {
      const columns = part.shape[1]
      const values = hostValues(part)!
      for (let r = 0; r < rows; r++) joined.set(values.subarray(r * columns, (r + 1) * columns), r * width + start)
      start += columns
    }
  })
}

/** Some neighbouring columns of a matrix. */
export interface ColumnsOf {
  start: number
  columns: number
}

/** They, as a matrix of their own: [n, columns]. */
export function takeColumns(x: tf.Tensor2D, { start, columns }: ColumnsOf): tf.Tensor2D {
  const [rows, width] = x.shape
  return hostTensor([rows, columns], (part) => {
    const values = hostValues(x)!
    for (let r = 0; r < rows; r++) {
      const from = r * width + start
      part.set(values.subarray(from, from + columns), r * columns)
    }
  })
}

/** [n, Σ widths] as [n, widthᵢ] each. */
export function splitColumns(x: tf.Tensor2D, widths: number[]): tf.Tensor2D[] {
  let start = 0
  return widths.map((columns) => {
    start += columns
    return takeColumns(x, { start: start - columns, columns })
  })
}
