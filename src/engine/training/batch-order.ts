/** @file Which pairs each step of a stage takes: shuffled passes, laid end to end, cut into equal batches. */
import type { Random } from '../../protocol/random'

/** Optimizer steps of a stage of `pairs` pairs. `maxSteps`, when set, replaces the passes. */
export function stageSteps(pairs: number, batchSize: number, epochs: number, maxSteps: number | null): number {
  return maxSteps ?? Math.max(1, Math.ceil((pairs * epochs) / batchSize))
}

/**
 * Indices of each step's pairs. Every pass is shuffled anew; a batch may span two passes, so that all are full.
 * With fewer pairs than a batch, a batch holds each pair once.
 *
 * @returns [steps][min(batchSize, pairs)]
 */
export function batchOrder(pairs: number, batchSize: number, steps: number, random: Random): number[][] {
  const size = Math.min(batchSize, pairs)
  const indices = Array.from({ length: pairs }, (_, index) => index)
  let queue: number[] = []
  return Array.from({ length: steps }, () => {
    if (queue.length < size) {
      const waiting = new Set(queue)
      // A pair left over from the last pass must not come twice in this batch.
      const next = random.shuffle(indices)
      queue = [...queue, ...next.filter((i) => !waiting.has(i)), ...next.filter((i) => waiting.has(i))]
    }
    const batch = queue.slice(0, size)
    queue = queue.slice(size)
    return batch
  })
}
