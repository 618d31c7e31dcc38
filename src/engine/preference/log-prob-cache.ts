/**
 * @file Log-probs of pairs under one fixed model: the base, or a stage's reference. Only these numbers are kept of a
 * reference, never its logits. They are asked for a batch ahead of their first use, so that nobody waits.
 */
import type { DecoderConfig } from '../model/config'
import type { Decoder, Parameters } from '../model/decoder'
import { bucketLength, collatePairs } from './collate'
import { sumByRow } from './row-sums'
import type { TokenizedPair } from './tokenize-pairs'

/** Sums over completion tokens, in nats. */
export interface PairLogProbSums {
  chosen: number
  rejected: number
}

/** Enough to keep the device busy, few enough to wait for. */
const MOST_PAIRS = 8
/** What a block computes for a pass, at most: a pass is not to hold more memory than a training step does. */
const PASS_BYTES = 64 * 1024 * 1024

/** Bytes that one block computes for each token of a forward pass, all of them held at once. */
export function blockBytes({ width, heads, kvHeads, headDim, ffWidth, feedForward, qkNorm }: DecoderConfig): number {
  const heading = (heads + 2 * kvHeads) * headDim
  const inner = (feedForward === 'gated-silu' ? 3 : 2) * ffWidth
  // Both norms, the sum after attention, the result; queries, keys and values (normed, too); the mixed heads.
  return 4 * (4 * width + (qkNorm ? 2 : 1) * heading + heads * headDim + inner)
}

/** Pairs of so many tokens that go through a forward pass together. */
export const pairsPerPass = (config: DecoderConfig, tokens: number): number =>
  Math.min(MOST_PAIRS, Math.max(1, Math.floor(PASS_BYTES / (2 * tokens * blockBytes(config)))))

/** Lets whoever waits for the thread have it. */
export const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

const tokensOf = ({ prompt, chosen, rejected }: TokenizedPair): number =>
  bucketLength(prompt.length + Math.max(chosen.length, rejected.length))

/** The pairs in their order, as parts that each make one forward pass. */
export function splitIntoPasses(pairs: readonly TokenizedPair[], config: DecoderConfig): TokenizedPair[][] {
  const passes: TokenizedPair[][] = []
  let tokens = 0
  for (const pair of pairs) {
    const pass = passes.at(-1)
    tokens = Math.max(tokens, tokensOf(pair))
    if (pass && pass.length < pairsPerPass(config, tokens)) {
      pass.push(pair)
      continue
    }
    passes.push([pair])
    tokens = tokensOf(pair)
  }
  return passes
}

export class LogProbCache {
  private readonly known = new Map<TokenizedPair, PairLogProbSums>()
  private readonly requested = new Map<TokenizedPair, Promise<void>>()

  constructor(
    private readonly decoder: Decoder,
    private readonly parameters: Parameters,
    private readonly padId: number,
    /** Gives up what is asked for in many passes. */
    private readonly signal?: AbortSignal,
  ) {}

  /** Enqueues what is missing; the promise settles when all the pairs are known. */
  request(pairs: TokenizedPair[]): Promise<void> {
    const missing = pairs.filter((pair) => !this.requested.has(pair))
    for (const part of splitIntoPasses(missing, this.decoder.config)) {
      const done = this.compute(part)
      for (const pair of part) this.requested.set(pair, done)
    }
    return Promise.all(pairs.map((pair) => this.requested.get(pair))).then(() => undefined)
  }

  /** Many pairs, pass after pass; whoever waits for the thread is heard between two. @throws The signal's reason. */
  async requestAll(pairs: TokenizedPair[]): Promise<void> {
    const missing = pairs.filter((pair) => !this.requested.has(pair))
    for (const part of splitIntoPasses(missing, this.decoder.config)) {
      await this.request(part)
      await breathe()
      this.signal?.throwIfAborted()
    }
    return this.request(pairs)
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
