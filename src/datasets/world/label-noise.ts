/** @file Label noise: some pairs with chosen and rejected swapped. */
import type { PreferencePair } from '../../protocol/preference'
import { createRandom } from '../../protocol/random'

/** Swaps the sides of exactly `share` of the pairs (rounded), drawn by `seed`; the pairs given stay as they are. */
export function applyLabelNoise(pairs: readonly PreferencePair[], share: number, seed: number): PreferencePair[] {
  const count = Math.round(Math.min(1, Math.max(0, share)) * pairs.length)
  const swapped = new Set(
    createRandom(seed, 'label-noise')
      .shuffle(pairs.map((_, at) => at))
      .slice(0, count),
  )
  return pairs.map((pair, at) => (swapped.has(at) ? swapSides(pair) : pair))
}

function swapSides(pair: PreferencePair): PreferencePair {
  const swapped = { ...pair, chosen: pair.rejected, rejected: pair.chosen }
  if (pair.ids) swapped.ids = { ...pair.ids, chosen: pair.ids.rejected, rejected: pair.ids.chosen }
  return swapped
}
