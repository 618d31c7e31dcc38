/** @file The next token from its logits: greedy, or drawn after temperature, top-k and top-p. */
import type { Random } from '../../protocol/random'

export interface Sampling {
  /** 0 takes the likeliest token. */
  temperature: number
  /** Only the k likeliest tokens; null or 0 for all. Tokens that tie with the last stay in. */
  topK?: number | null
  /** Only the likeliest tokens that together reach this probability (Holtzman et al. 2020); null or 1 for all. */
  topP?: number | null
}

/** `logits` [vocab]. Draws exactly one random number unless greedy, so that two models stay in step. */
export function chooseToken(logits: Float32Array, { temperature, topK, topP }: Sampling, random: Random): number {
  if (temperature === 0) return argMax(logits)
  const best = logits[argMax(logits)]!
  const weights = logits.map((z) => Math.exp((z - best) / temperature))
  if (topK && topK < weights.length) dropBelow(weights, kthLargest(weights, topK))
  if (topP && topP < 1) dropBelow(weights, nucleusFloor(weights, topP))
  let total = 0
  for (const weight of weights) total += weight
  let rest = random.next() * total
  let last = 0
  for (let id = 0; id < weights.length; id++) {
    if (weights[id] === 0) continue
    last = id
    rest -= weights[id]!
    if (rest < 0) return id
  }
  // Rounding may leave a little over.
  return last
}

function argMax(values: Float32Array): number {
  let best = 0
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i
  return best
}

function dropBelow(weights: Float32Array, floor: number): void {
  for (let i = 0; i < weights.length; i++) if (weights[i]! < floor) weights[i] = 0
}

function kthLargest(weights: Float32Array, k: number): number {
  return weights.toSorted()[weights.length - k]!
}

/** The smallest weight that is needed to reach the share `p` of the total, counting from the largest. */
function nucleusFloor(weights: Float32Array, p: number): number {
  const sorted = weights.toSorted()
  let total = 0
  for (const weight of sorted) total += weight
  let sum = 0
  for (let i = sorted.length - 1; i >= 0; i--) {
    sum += sorted[i]!
    if (sum >= p * total) return sorted[i]!
  }
  return 0
}
