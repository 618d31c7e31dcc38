/** @file Training pairs by what the policy came to think of them, smallest margin first: wrong labels surface there. */
import { textOf } from '../../protocol/preference'
import type { RankedPair } from '../../protocol/train-events'
import type { Decoder } from '../model/decoder'
import { linearLayers } from '../model/lora'
import { onGpu } from '../ops/memory'
import type { LogProbCache } from '../preference/log-prob-cache'
import type { TokenizedPair } from '../preference/tokenize-pairs'

/** Pairs that are shown; the order of the rest says little. */
const SHOWN = 100
/** Pairs that are scored: a large set is looked at in even steps, or the end of a run would take as long as the run. */
const SCORED = 256
/** Fewer of a large model's: this many floating-point operations are worth the wait, and so many pairs are the least. */
const WORTH = { gpu: 2e13, processor: 1e12 }
const LEAST = 16

export interface RankInput {
  decoder: Decoder
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
  const every = Math.ceil(input.pairs.length / affordable(input))
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
      prompt: textOf(pair.prompt),
      chosen: textOf(pair.chosen),
      rejected: textOf(pair.rejected),
    }))
}

/** Under both models, two operations for each weight and token. */
function affordable({ decoder, pairs }: RankInput): number {
  const { vocab, width } = decoder.config
  const inLayers = linearLayers(decoder.config).reduce((sum, { shape: [from, to] }) => sum + from * to, 0)
  const tokens = pairs.reduce((sum, p) => sum + 2 * p.prompt.length + p.chosen.length + p.rejected.length, 0)
  const perPair = (4 * (inLayers + vocab * width) * tokens) / Math.max(1, pairs.length)
  const worth = onGpu() ? WORTH.gpu : WORTH.processor
  return Math.min(SCORED, Math.max(LEAST, Math.floor(worth / perPair)))
}
