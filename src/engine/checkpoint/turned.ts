/** @file The transpose of a matrix in this computer's memory. */

/** Blocks of this many rows and columns stay in the processor's cache while they are turned. */
const BLOCK = 32

/** The transpose of [rows, columns], row by row. */
export function turned<T extends Float32Array | Uint16Array>(values: T, rows: number, columns: number): T {
  const result = new (values.constructor as new (length: number) => T)(values.length)
  for (let r0 = 0; r0 < rows; r0 += BLOCK) {
    const r1 = Math.min(rows, r0 + BLOCK)
    for (let c0 = 0; c0 < columns; c0 += BLOCK) {
      const c1 = Math.min(columns, c0 + BLOCK)
      for (let r = r0; r < r1; r++) for (let c = c0; c < c1; c++) result[c * rows + r] = values[r * columns + c]!
    }
  }
  return result
}
