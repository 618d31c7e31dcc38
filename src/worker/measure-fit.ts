/** @file How the loaded pairs fit the loaded model: cut to its context, and how foreign they are to it. */
import { LogProbCache } from '../engine/preference/log-prob-cache'
import type { TokenizedPair, TokenizedPairs } from '../engine/preference/tokenize-pairs'
import { natsPerByte } from '../engine/training/evaluation'
import { type LanguageModel, padIdOf } from '../engine/training/language-model'
import { tokenizeFor } from '../engine/training/prepare-run'
import type { PreferencePair } from '../protocol/preference'
import type { RunConfig } from '../protocol/run-config'
import { yieldToMessages } from './yield-to-messages'

export type LengthLimits = Pick<RunConfig['data'], 'maxLength' | 'maxPromptLength'>

/** Pairs that are tokenised between two looks at waiting messages. */
const CHUNK = 50
/** Pairs that are scored: enough for one figure. */
const SCORED = 16
/** Floating-point operations that a figure which only warns may cost; a large model gets fewer pairs. */
const WORTH = 2e11

/** As tokenizeFor, but waiting messages are heard meanwhile. Null once `isStale`. */
export async function tokenizeInChunks(
  model: LanguageModel,
  pairs: PreferencePair[],
  limits: LengthLimits,
  isStale: () => boolean,
): Promise<TokenizedPairs | null> {
  const all: TokenizedPairs = { pairs: [], dropped: [] }
  for (let start = 0; start < pairs.length; start += CHUNK) {
    const part = tokenizeFor(model, pairs.slice(start, start + CHUNK), limits)
    all.pairs.push(...part.pairs)
    all.dropped.push(...part.dropped)
    await yieldToMessages()
    if (isStale()) return null
  }
  return all
}

/** Nats per byte of the first pairs under the base; null where there is no text to weigh, or once `isStale`. */
export async function measureForeignness(
  model: LanguageModel,
  tokenized: TokenizedPairs,
  isStale: () => boolean,
): Promise<number | null> {
  const perToken = 2 * [...model.parameters.values()].reduce((sum, { size }) => sum + size, 0)
  const logProbs = new LogProbCache(model.decoder, model.parameters, padIdOf(model))
  const scored: TokenizedPair[] = []
  let cost = 0
  for (const pair of tokenized.pairs.slice(0, SCORED)) {
    cost += perToken * (2 * pair.prompt.length + pair.chosen.length + pair.rejected.length)
    if (scored.length > 0 && cost > WORTH) break
    scored.push(pair)
    await logProbs.request([pair])
    await yieldToMessages()
    if (isStale()) return null
  }
  return natsPerByte(
    scored,
    scored.map((pair) => logProbs.get(pair)),
  )
}
