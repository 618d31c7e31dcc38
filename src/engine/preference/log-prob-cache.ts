/**
 * @file Log-probs of pairs under one fixed model: the base, or a stage's reference. Only these numbers are kept of a
 * reference, never its logits. They are asked for a batch ahead of their first use, so that nobody waits.
 */
import type { Decoder, Parameters } from '../model/decoder'
import { collatePairs } from './collate'
import { sumByRow } from './row-sums'
import type { TokenizedPair } from './tokenize-pairs'

/** Sums over completion tokens, in nats. */
export interface PairLogProbSums {
  chosen: number
  rejected: number
}

/** Pairs in one forward pass; enough to keep the device busy, few enough to fit. */
const PAIRS_PER_PASS = 8

export class LogProbCache {
  private readonly known = new Map<TokenizedPair, PairLogProbSums>()
  private readonly requested = new Map<TokenizedPair, Promise<void>>()

  constructor(
    private readonly decoder: Decoder,
    private readonly parameters: Parameters,
    private readonly padId: number,
  ) {}

  /** Enqueues what is missing; the promise settles when all the pairs are known. */
  request(pairs: TokenizedPair[]): Promise<void> {
    const missing = pairs.filter((pair) => !this.requested.has(pair))
    for (let start = 0; start < missing.length; start += PAIRS_PER_PASS) {
      const part = missing.slice(start, start + PAIRS_PER_PASS)
      const done = this.compute(part)
      for (const pair of part) this.requested.set(pair, done)
    }
    return Promise.all(pairs.map((pair) => this.requested.get(pair))).then(() => undefined)
  }

  get(pair: TokenizedPair): PairLogProbSums {
    const sums = this.known.get(pair)
    if (!sums) throw new Error(`log-probs of row ${pair.row} of ${pair.source} were not requested`)
    return sums
  }

  private async compute(pairs: TokenizedPair[]): Promise<void> {
    const batch = collatePairs(pairs, this.padId, this.decoder.config.context)
    const tokenLogProbs = this.decoder.logProbs(this.parameters, batch)
    const sums = sumByRow(tokenLogProbs, batch)
    tokenLogProbs.dispose()
    const values = await sums.data()
    sums.dispose()
    pairs.forEach((pair, i) => {
      this.known.set(pair, { chosen: values[i]!, rejected: values[pairs.length + i]! })
    })
  }
}
