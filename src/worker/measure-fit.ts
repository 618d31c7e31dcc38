/** @file How the loaded pairs fit the loaded model: lengths, cuts, and how foreign the text is to the base. */

import { fitReport } from '../engine/preference/fit-report'
import { LogProbCache } from '../engine/preference/log-prob-cache'
import type { TokenizedPair } from '../engine/preference/tokenize-pairs'
import { natsPerByte } from '../engine/training/evaluation'
import { type LanguageModel, padIdOf, tokenizeFor } from '../engine/training/prepare-run'
import type { FitReport } from '../protocol/dataset-report'
import type { PreferencePair } from '../protocol/preference'
import type { RunConfig } from '../protocol/run-config'
import { yieldToMessages } from './yield-to-messages'

/** Pairs that are tokenised between two looks at waiting messages. */
const CHUNK = 100
/** Pairs that are scored: enough for one figure. */
const SCORED = 16

export async function measureFit(
  model: LanguageModel,
  pairs: PreferencePair[],
  limits: Pick<RunConfig['data'], 'maxLength' | 'maxPromptLength'>,
  isStale: () => boolean,
): Promise<FitReport | null> {
  const kept: TokenizedPair[] = []
  const dropped: FitReport['dropped'] = []
  for (let start = 0; start < pairs.length; start += CHUNK) {
    const part = tokenizeFor(model, pairs.slice(start, start + CHUNK), limits)
    kept.push(...part.pairs)
    dropped.push(...part.dropped)
    await yieldToMessages()
    if (isStale()) return null
  }
  const scored = kept.slice(0, SCORED)
  const logProbs = new LogProbCache(model.decoder, model.parameters, padIdOf(model))
  await logProbs.request(scored)
  const base = scored.map((pair) => logProbs.get(pair))
  return isStale() ? null : fitReport({ pairs: kept, dropped }, natsPerByte(scored, base))
}
