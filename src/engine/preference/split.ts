/** @file Which pairs are held out, and which training pairs are swapped on purpose. Before any staging, by seed. */
import type { Random } from '../../protocol/random'
import type { DataConfig } from '../../protocol/run-config'
import type { TokenizedPair } from './tokenize-pairs'

export interface SplitPairs {
  training: TokenizedPair[]
  /** At most `heldOutMax`; what was held out beyond is neither trained on nor evaluated. */
  heldOut: TokenizedPair[]
}

/**
 * Holds out a share of the prompts, so that all pairs of a prompt are on one side. Both sides keep the order of the
 * data. With two prompts or more and a share above 0, each side has at least one prompt.
 */
export function splitHeldOut(
  pairs: readonly TokenizedPair[],
  { heldOutShare, heldOutMax }: Pick<DataConfig, 'heldOutShare' | 'heldOutMax'>,
  random: Random,
): SplitPairs {
  const prompts = random.shuffle([...new Set(pairs.map(promptKey))])
  const count = heldOutShare > 0 ? clamp(Math.round(heldOutShare * prompts.length), 1, prompts.length - 1) : 0
  const rank = new Map(prompts.slice(0, count).map((key, i) => [key, i]))
  const heldOut = pairs.filter((pair) => rank.has(promptKey(pair)))
  // The pairs of the first prompts in shuffled order: cutting in file order would favour the first source.
  const evaluated = new Set(
    [...heldOut].sort((a, b) => rank.get(promptKey(a))! - rank.get(promptKey(b))!).slice(0, heldOutMax),
  )
  return {
    training: pairs.filter((pair) => !rank.has(promptKey(pair))),
    heldOut: heldOut.filter((pair) => evaluated.has(pair)),
  }
}

/** Swaps chosen and rejected of `share` of the pairs (rounded), chosen by seed; held-out pairs never get here. */
export function withLabelNoise(pairs: readonly TokenizedPair[], share: number, random: Random): TokenizedPair[] {
  const indices = random.shuffle(pairs.map((_, i) => i))
  const swapped = new Set(indices.slice(0, Math.round(share * pairs.length)))
  return pairs.map((pair, i) => (swapped.has(i) ? swapSides(pair) : pair))
}

/** The same pair with the opposite label, texts included. */
export function swapSides(tokenized: TokenizedPair): TokenizedPair {
  const { pair } = tokenized
  return {
    ...tokenized,
    chosen: tokenized.rejected,
    rejected: tokenized.chosen,
    cutChosen: tokenized.cutRejected,
    cutRejected: tokenized.cutChosen,
    swapped: !tokenized.swapped,
    pair: {
      ...pair,
      chosen: pair.rejected,
      rejected: pair.chosen,
      ...(pair.ids ? { ids: { ...pair.ids, chosen: pair.ids.rejected, rejected: pair.ids.chosen } } : {}),
    },
  }
}

/** The whole prompt, not what a cut has left of it: two prompts may share their end. */
const promptKey = ({ pair }: TokenizedPair): string => JSON.stringify(pair.ids?.prompt ?? pair.prompt)

const clamp = (value: number, least: number, most: number): number =>
  Math.max(Math.min(value, most), Math.min(least, most))
