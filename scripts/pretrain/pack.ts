/** @file Lays documents end to end and cuts them into rows of equal length, so that no token is padding. */
import type { SequenceBatch } from '../../src/engine/model/batch'

/** Rows of `tokens + 1` ids: each id but the first is a target. Never ends. */
export function* packRows(documents: Iterable<number[]>, tokens: number): Generator<Int32Array> {
  let waiting: number[] = []
  for (const ids of documents) {
    waiting.push(...ids)
    while (waiting.length > tokens) {
      yield Int32Array.from(waiting.slice(0, tokens + 1))
      waiting = waiting.slice(tokens)
    }
  }
}

/** Every token of every row is scored. */
export function packedBatch(rows: Int32Array[]): SequenceBatch {
  const tokens = rows[0]!.length - 1
  const count = rows.length * tokens
  const batch: SequenceBatch = {
    ids: new Int32Array(count),
    rows: rows.length,
    tokens,
    positions: Int32Array.from({ length: count }, (_, i) => i),
    targets: new Int32Array(count),
    rowOf: Int32Array.from({ length: count }, (_, i) => Math.floor(i / tokens)),
    lengths: new Int32Array(rows.length).fill(tokens),
  }
  rows.forEach((row, r) => {
    batch.ids.set(row.subarray(0, tokens), r * tokens)
    batch.targets.set(row.subarray(1), r * tokens)
  })
  return batch
}
