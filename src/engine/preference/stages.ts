/** @file The chunks of sDPO (stepwise DPO, Kim et al. 2024): which pairs are trained on in which stage. */
import type { Random } from '../../protocol/random'
import type { RunConfig } from '../../protocol/run-config'

/** Log-probs per token under the base model. Easy is a pair whose chosen side the base already finds likelier. */
export interface PairEase {
  avgChosen: number
  avgRejected: number
}

/**
 * Every pair is in exactly one stage, and no stage is empty.
 *
 * The paper ranks sources by reward accuracy under the base. The base's implicit reward against itself is zero, so
 * the score here needs no reference: a source's share of pairs whose chosen has the higher log-prob per token.
 *
 * @param easeOf Asked for by `by-source` and by `easy-to-hard` with more than one stage.
 */
export function splitIntoStages<Pair extends { source: string }>(
  pairs: readonly Pair[],
  { count, split }: Pick<RunConfig['stages'], 'count' | 'split'>,
  easeOf: (pair: Pair) => PairEase,
  random: Random,
): Pair[][] {
  if (split === 'by-source') return rankSources(pairs, easeOf)
  if (count === 1) return cutEqually(pairs, 1)
  if (split === 'in-order') return cutEqually(pairs, count)
  if (split === 'random') return cutEqually(random.shuffle(pairs), count)
  // Several sources: easy sources first, and within each the easy pairs first.
  const sorted = rankSources(pairs, easeOf).flatMap((source) => easyFirst(source, easeOf))
  return cutEqually(sorted, count)
}

/** One list per source, the easiest source first; equally easy ones in order of appearance. */
function rankSources<Pair extends { source: string }>(
  pairs: readonly Pair[],
  easeOf: (pair: Pair) => PairEase,
): Pair[][] {
  const bySource = new Map<string, Pair[]>()
  for (const pair of pairs) {
    const known = bySource.get(pair.source)
    if (known) known.push(pair)
    else bySource.set(pair.source, [pair])
  }
  const share = (source: Pair[]) => source.filter((pair) => gap(easeOf(pair)) > 0).length / source.length
  return stableSort([...bySource.values()], share)
}

const easyFirst = <Pair>(pairs: Pair[], easeOf: (pair: Pair) => PairEase): Pair[] =>
  stableSort(pairs, (pair) => gap(easeOf(pair)))

const gap = ({ avgChosen, avgRejected }: PairEase): number => avgChosen - avgRejected

/** Largest first; each score is computed once. */
function stableSort<Item>(items: readonly Item[], scoreOf: (item: Item) => number): Item[] {
  return items
    .map((item) => ({ item, score: scoreOf(item) }))
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item)
}

/** Sizes differ by one at most; fewer pairs than stages give fewer stages. */
function cutEqually<Pair>(pairs: readonly Pair[], count: number): Pair[][] {
  const parts = Math.min(count, pairs.length)
  return Array.from({ length: parts }, (_, part) =>
    pairs.slice(Math.round((part * pairs.length) / parts), Math.round(((part + 1) * pairs.length) / parts)),
  )
}
