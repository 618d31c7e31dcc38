/** @file From the stages that a run planned to what its folder for TRL is made of. */
import type { ObjectiveOptions } from '../../protocol/objectives'
import type { PreferencePair } from '../../protocol/preference'
import type { TrlInput } from './input'
import { trlRow } from './rows'

interface PlannedPair {
  /** With the sides as they are trained on. */
  pair: PreferencePair
  swapped: boolean
  cutPrompt: boolean
  cutChosen: boolean
  cutRejected: boolean
}

interface PlannedStage {
  stage: number
  kind: 'sft' | 'preference'
  pairs: readonly PlannedPair[]
  steps: number
  objective: ObjectiveOptions
  optimizer: { learningRate: number }
}

type Beside = Omit<TrlInput, 'stages' | 'heldOut' | 'cutPairs'>

export function trlInput(
  { plans, heldOut }: { plans: readonly PlannedStage[]; heldOut: readonly PlannedPair[] },
  beside: Beside,
): TrlInput {
  const rowOf = ({ pair, swapped }: PlannedPair) => trlRow(pair, swapped)
  const all = new Set([...plans.flatMap(({ pairs }) => pairs), ...heldOut])
  return {
    ...beside,
    stages: plans.map(({ stage, kind, pairs, steps, objective, optimizer }) => ({
      stage,
      kind,
      rows: pairs.map(rowOf),
      steps,
      learningRate: optimizer.learningRate,
      objective,
    })),
    heldOut: heldOut.map(rowOf),
    cutPairs: [...all].filter((pair) => pair.cutPrompt || pair.cutChosen || pair.cutRejected).length,
  }
}
