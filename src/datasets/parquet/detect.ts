/** @file Tells a Parquet file by how it begins. */

/** The mark, and then a byte of a page or footer: after the same four letters a table would go on with text. */
export function isParquet(head: Uint8Array): boolean {
  if (String.fromCharCode(...head.subarray(0, 4)) !== 'PAR1') return false
  const next = head[4]
  return next === undefined || (next < 32 && next !== 9 && next !== 10 && next !== 13) || next > 126
}
