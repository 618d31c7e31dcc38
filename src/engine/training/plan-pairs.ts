/** @file Which pairs a run would train on in each of its stages, and which it would hold out, without training. */
import { createRandom } from '../../protocol/random'
import type { RunConfig } from '../../protocol/run-config'
import { LogProbCache } from '../preference/log-prob-cache'
import { splitHeldOut, withLabelNoise } from '../preference/split'
import type { TokenizedPair, TokenizedPairs } from '../preference/tokenize-pairs'
import { type LanguageModel, padIdOf } from './language-model'
import { noPairs } from './prepare-run'
import { needsEase, planStages, type StagePlan } from './stage-plan'

export interface PlannedPairs {
  plans: StagePlan[]
  heldOut: TokenizedPair[]
}

/**
 * The same seeds and the same functions as a run's own: where stages go by ease, every pair is scored under the base.
 *
 * @throws AppError `data/too-few-pairs` when nothing is left to train on.
 */
export async function planPairs(
  model: LanguageModel,
  tokenized: TokenizedPairs,
  config: RunConfig,
): Promise<PlannedPairs> {
  const { seed, data } = config
  const split = splitHeldOut(tokenized.pairs, data, createRandom(seed, 'held-out'))
  const pairs = withLabelNoise(split.training, data.labelNoise, createRandom(seed, 'label-noise'))
  if (pairs.length === 0) throw noPairs(tokenized)
  const base = new LogProbCache(model.decoder, model.parameters, padIdOf(model))
  if (needsEase(config)) await base.requestAll(pairs)
  const easeOf = (pair: TokenizedPair) => {
    const sums = base.get(pair)
    return { avgChosen: sums.chosen / pair.chosen.length, avgRejected: sums.rejected / pair.rejected.length }
  }
  return { plans: planStages(config, pairs, easeOf, createRandom(seed, 'stages')), heldOut: split.heldOut }
}
