/**
 * @file From tokenised pairs to the padded batch that the decoder takes. Padding is on the right, behind everything
 * that is scored, so it cannot change a figure; batches are never sorted by length.
 */
import type { SequenceBatch } from '../model/batch'
import type { TokenizedPair } from './tokenize-pairs'

/** One sequence: the completion's tokens are scored, the prompt's are not. */
export interface ScoredSequence {
  prompt: readonly number[]
  completion: readonly number[]
}

/** Padded lengths are few, so that kernels are compiled for few shapes: steps of 16 up to 128, of 32 beyond. */
export function bucketLength(tokens: number): number {
  const step = tokens <= 128 ? 16 : 32
  return Math.max(16, Math.ceil(tokens / step) * step)
}

/**
 * Pads to the bucket of the longest sequence, or to `limit` (the model's context) where the bucket would pass it.
 * A first token without a prompt before it has nothing to be predicted from, and is not scored.
 */
export function collateSequences(sequences: readonly ScoredSequence[], padId: number, limit = Infinity): SequenceBatch {
  const longest = Math.max(1, ...sequences.map(({ prompt, completion }) => prompt.length + completion.length))
  const tokens = Math.max(longest, Math.min(bucketLength(longest), limit))
  const rows = sequences.length
  const ids = new Int32Array(rows * tokens).fill(padId)
  const lengths = new Int32Array(rows)
  const positions: number[] = []
  const targets: number[] = []
  const rowOf: number[] = []
  sequences.forEach(({ prompt, completion }, row) => {
    const start = row * tokens
    ids.set(prompt, start)
    ids.set(completion, start + prompt.length)
    completion.forEach((id, k) => {
      const place = prompt.length + k
      if (place === 0) return
      positions.push(start + place - 1)
      targets.push(id)
      rowOf.push(row)
      lengths[row]! += 1
    })
  })
  return {
    ids,
    rows,
    tokens,
    positions: Int32Array.from(positions),
    targets: Int32Array.from(targets),
    rowOf: Int32Array.from(rowOf),
    lengths,
  }
}

const side = (pair: TokenizedPair, name: 'chosen' | 'rejected'): ScoredSequence => ({
  prompt: pair.prompt,
  completion: pair[name],
})

/** Both sides of every pair: all chosen rows first, then all rejected rows. Shape [2 * pairs, tokens]. */
export function collatePairs(pairs: readonly TokenizedPair[], padId: number, limit = Infinity): SequenceBatch {
  const rows = [...pairs.map((pair) => side(pair, 'chosen')), ...pairs.map((pair) => side(pair, 'rejected'))]
  return collateSequences(rows, padId, limit)
}

/** The chosen sides alone, for SFT. Shape [pairs, tokens]. */
export function collateChosen(pairs: readonly TokenizedPair[], padId: number, limit = Infinity): SequenceBatch {
  return collateSequences(
    pairs.map((pair) => side(pair, 'chosen')),
    padId,
    limit,
  )
}
