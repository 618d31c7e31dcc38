/** @file How the loaded pairs fit the loaded model: lengths, cuts, and how foreign the text is to the base. */
import { fitReport } from '../engine/preference/fit-report'
import { LogProbCache } from '../engine/preference/log-prob-cache'
import type { TokenizedPairs } from '../engine/preference/tokenize-pairs'
import { natsPerByte } from '../engine/training/evaluation'
import { type LanguageModel, padIdOf, tokenizeFor } from '../engine/training/prepare-run'
import type { FitReport } from '../protocol/dataset-report'
import type { PreferencePair } from '../protocol/preference'
import type { RunConfig } from '../protocol/run-config'
import { yieldToMessages } from './yield-to-messages'

export type LengthLimits = Pick<RunConfig['data'], 'maxLength' | 'maxPromptLength'>

/** Pairs that are tokenised between two looks at waiting messages. */
const CHUNK = 50
/** Pairs that are scored: enough for one figure. */
const SCORED = 16

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

export async function measureFit(model: LanguageModel, tokenized: TokenizedPairs): Promise<FitReport> {
  const scored = tokenized.pairs.slice(0, SCORED)
  const logProbs = new LogProbCache(model.decoder, model.parameters, padIdOf(model))
  await logProbs.request(scored)
  const base = scored.map((pair) => logProbs.get(pair))
  return fitReport(tokenized, natsPerByte(scored, base))
}
