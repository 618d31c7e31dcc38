/** @file Which pairs a run trains on in each of its stages, and which it holds out. */
import { AppError } from '../../protocol/errors'
import { createRandom } from '../../protocol/random'
import type { RunConfig } from '../../protocol/run-config'
import { LogProbCache } from '../preference/log-prob-cache'
import { splitHeldOut, withLabelNoise } from '../preference/split'
import type { TokenizedPair, TokenizedPairs } from '../preference/tokenize-pairs'
import { type LanguageModel, padIdOf } from './language-model'
import { needsEase, planStages, type StagePlan } from './stage-plan'

export interface PlannedPairs {
  plans: StagePlan[]
  heldOut: TokenizedPair[]
}

/** A run's plan without the run: where stages go by ease, every pair is scored under the base. */
export async function planPairs(
  model: LanguageModel,
  tokenized: TokenizedPairs,
  config: RunConfig,
): Promise<PlannedPairs> {
  const { training, heldOut } = splitPairs(tokenized, config)
  const base = new LogProbCache(model.decoder, model.parameters, padIdOf(model))
  return { plans: await plansFor(config, training, base), heldOut }
}

/**
 * Held out first, then with label noise.
 *
 * @throws AppError `data/too-few-pairs` when nothing is left to train on.
 */
export function splitPairs(
  tokenized: TokenizedPairs,
  { seed, data }: Pick<RunConfig, 'seed' | 'data'>,
): { training: TokenizedPair[]; heldOut: TokenizedPair[] } {
  const split = splitHeldOut(tokenized.pairs, data, createRandom(seed, 'held-out'))
  const training = withLabelNoise(split.training, data.labelNoise, createRandom(seed, 'label-noise'))
  if (training.length === 0) throw noPairs(tokenized)
  return { training, heldOut: split.heldOut }
}

/** The stages; when the split ranks by ease, every pair is scored under the base first. */
export async function plansFor(config: RunConfig, pairs: TokenizedPair[], base: LogProbCache): Promise<StagePlan[]> {
  if (needsEase(config)) await base.requestAll(pairs)
  const easeOf = (pair: TokenizedPair) => {
    const sums = base.get(pair)
    return { avgChosen: sums.chosen / pair.chosen.length, avgRejected: sums.rejected / pair.rejected.length }
  }
  return planStages(config, pairs, easeOf, createRandom(config.seed, 'stages'))
}

/** Every row was dropped, or held out. */
export function noPairs({ pairs, dropped }: TokenizedPairs): AppError {
  const first = dropped[0]
  const why = first
    ? ` The first of ${dropped.length} dropped: row ${first.row} of ${first.source}, ${first.message}.`
    : ''
  return new AppError(
    'data/too-few-pairs',
    `Of ${pairs.length + dropped.length} pairs, none is left to compute with.${why}`,
    'Load more pairs, hold out a smaller share, or raise the length limit.',
  )
}
