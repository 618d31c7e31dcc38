/** @file The stages of a run: which pairs, how many steps, with which objective and learning rate. */
import type { ObjectiveOptions } from '../../protocol/objectives'
import type { Random } from '../../protocol/random'
import type { OptimizerConfig, RunConfig } from '../../protocol/run-config'
import type { PairEase } from '../preference/stages'
import { splitIntoStages } from '../preference/stages'
import type { TokenizedPair } from '../preference/tokenize-pairs'
import { stageSteps } from './batch-order'

export interface StagePlan {
  /** 0 is the SFT warm-up; preference stages count from 1. */
  stage: number
  kind: 'sft' | 'preference'
  pairs: TokenizedPair[]
  steps: number
  /** Counted from 1 over the whole run. */
  firstStep: number
  objective: ObjectiveOptions
  optimizer: OptimizerConfig
  /** Mean gap of log-prob per token under the base; null when the split did not rank. */
  ease: number | null
}

/** Does the split need the base's log-probs of every pair before the first step? */
export const needsEase = ({ stages }: RunConfig): boolean =>
  stages.split === 'by-source' || (stages.split === 'easy-to-hard' && stages.count > 1)

/** @param easeOf Log-probs per token under the base; asked for only when `needsEase`. */
export function planStages(
  config: RunConfig,
  pairs: TokenizedPair[],
  easeOf: (pair: TokenizedPair) => PairEase,
  random: Random,
): StagePlan[] {
  const { training, warmup, optimizer } = config
  const ranked = needsEase(config)
  const plans: StagePlan[] = []
  const add = (plan: Omit<StagePlan, 'firstStep'>) => {
    const last = plans.at(-1)
    plans.push({ ...plan, firstStep: last ? last.firstStep + last.steps : 1 })
  }
  if (warmup.enabled)
    add({
      stage: 0,
      kind: 'sft',
      pairs,
      steps: stageSteps(pairs.length, training.batchSize, warmup.epochs, null),
      objective: { name: 'sft' },
      optimizer: { ...optimizer, learningRate: warmup.learningRate },
      ease: null,
    })
  const chunks = splitIntoStages(pairs, config.stages, easeOf, random)
  chunks.forEach((chunk, index) => {
    const override = config.stages.overrides[index] ?? {}
    const epochs = override.epochs ?? training.epochs
    const { objective } = config
    add({
      stage: index + 1,
      kind: 'preference',
      pairs: chunk,
      steps: stageSteps(chunk.length, training.batchSize, epochs, override.epochs ? null : training.maxSteps),
      objective: override.beta !== undefined && 'beta' in objective ? { ...objective, beta: override.beta } : objective,
      optimizer: { ...optimizer, learningRate: override.learningRate ?? optimizer.learningRate },
      ease: ranked ? mean(chunk.map(easeOf).map(({ avgChosen, avgRejected }) => avgChosen - avgRejected)) : null,
    })
  })
  return plans
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
