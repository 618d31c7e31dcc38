/** @file Training pairs by what the policy came to think of them, smallest margin first: wrong labels surface there. */
import type { Text } from '../../protocol/preference'
import type { RankedPair } from '../../protocol/train-events'
import type { LogProbCache } from '../preference/log-prob-cache'
import type { TokenizedPair } from '../preference/tokenize-pairs'

/** Pairs that are shown; the order of the rest says little. */
const SHOWN = 100
/** Pairs that are scored: a large set is looked at in even steps, or the end of a run would take as long as the run. */
const SCORED = 256

export interface RankInput {
  /** Under the base. Its log-probs are asked for as needed. */
  baseLogProbs: LogProbCache
  policyLogProbs: LogProbCache
  pairs: TokenizedPair[]
}

/**
 * The margin is the change of the log-prob gap since the base, in nats: the same for every objective, so that runs
 * can be compared pair by pair.
 */
export async function rankPairs(input: RankInput): Promise<RankedPair[]> {
  const { baseLogProbs, policyLogProbs } = input
  const every = Math.ceil(input.pairs.length / SCORED)
  const pairs = input.pairs.filter((_, i) => i % every === 0)
  await Promise.all([baseLogProbs.requestAll(pairs), policyLogProbs.requestAll(pairs)])
  const ranked = pairs.map((pair) => {
    const policy = policyLogProbs.get(pair)
    const base = baseLogProbs.get(pair)
    return { pair, margin: policy.chosen - policy.rejected - (base.chosen - base.rejected) }
  })
  return ranked
    .sort((a, b) => a.margin - b.margin)
    .slice(0, SHOWN)
    .map(({ pair: { source, row, pair }, margin }) => ({
      source,
      row,
      margin,
      prompt: asText(pair.prompt),
      chosen: asText(pair.chosen),
      rejected: asText(pair.rejected),
    }))
}

/** For people to read; the template that the model sees is not theirs. */
const asText = (text: Text): string =>
  typeof text === 'string' ? text : text.map(({ role, content }) => `${role}: ${content}`).join('\n')
