/**
 * @file Batches of whole documents. A row begins with a prompt, as it will in use, so that what a completion takes up
 * from its prompt is always in view; only completions are scored, as the `sft` objective has it.
 */
import type { SequenceBatch } from '../../src/engine/model/batch'
import { bucketLength } from '../../src/engine/preference/collate'

export interface EncodedDocument {
  prompt: number[]
  /** Ends with EOS. */
  completion: number[]
}

const size = ({ prompt, completion }: EncodedDocument) => prompt.length + completion.length

/**
 * Rows of one document each. Documents of a pool are batched by length, which spares padding; batches come in turn
 * from all lengths. (Preference batches are never sorted by length; here nothing is measured against length.)
 */
export function* singleBatches(documents: Iterator<EncodedDocument>, rows: number, batches: number, padId: number) {
  for (;;) {
    const pool = take(documents, rows * batches).sort((a, b) => size(a) - size(b))
    const cuts = Array.from({ length: batches }, (_, i) => pool.slice(i * rows, (i + 1) * rows))
    // A stride that visits all: short and long batches alternate.
    for (let i = 0; i < batches; i++) {
      const cut = cuts[(i * 5) % batches]!
      yield collateRows(
        cut.map((document) => [document]),
        bucketLength(Math.max(...cut.map(size))),
        padId,
      )
    }
  }
}

/** Rows of `tokens`, filled with as many whole documents as fit: trains the far end of the context. */
export function* longBatches(documents: Iterator<EncodedDocument>, rows: number, tokens: number, padId: number) {
  for (;;) {
    const filled = Array.from({ length: rows }, () => {
      const row: EncodedDocument[] = []
      let used = 0
      for (let next = take(documents, 1)[0]!; used + size(next) <= tokens; next = take(documents, 1)[0]!) {
        row.push(next)
        used += size(next)
      }
      return row
    })
    yield collateRows(filled, tokens, padId)
  }
}

function take(documents: Iterator<EncodedDocument>, count: number): EncodedDocument[] {
  return Array.from({ length: count }, () => documents.next().value as EncodedDocument)
}

function collateRows(rows: EncodedDocument[][], tokens: number, padId: number): SequenceBatch {
  const ids = new Int32Array(rows.length * tokens).fill(padId)
  const positions: number[] = []
  const targets: number[] = []
  const rowOf: number[] = []
  rows.forEach((documents, row) => {
    let at = row * tokens
    for (const { prompt, completion } of documents) {
      ids.set(prompt, at)
      ids.set(completion, at + prompt.length)
      completion.forEach((id, k) => {
        positions.push(at + prompt.length + k - 1)
        targets.push(id)
        rowOf.push(row)
      })
      at += prompt.length + completion.length
    }
  })
  const lengths = new Int32Array(rows.length)
  for (const row of rowOf) lengths[row]! += 1
  const [p, t, r] = [positions, targets, rowOf].map((values) => Int32Array.from(values)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ]
  return { ids, rows: rows.length, tokens, positions: p, targets: t, rowOf: r, lengths }
}
