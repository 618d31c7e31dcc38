/** @file Which moment of a run is looked at: its steps, its evaluations, its stages. */
import { words } from '../../i18n/words'
import type { RunConfig } from '../../protocol/run-config'
import type { TokensEvent } from '../../protocol/train-events'
import type { StageMark } from '../../store/plots/run-figures'

/** The last of what is not later than `step`; what is there must be in the order of steps. */
export function lastUpTo<T extends { step: number }>(told: readonly T[], step: number): T | null {
  let [low, high] = [0, told.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (told[middle]!.step <= step) low = middle + 1
    else high = middle
  }
  return told[low - 1] ?? null
}

/** Name of what the run began with: its step 0, and the reference of its first stage. */
export const originName = (config: RunConfig | null): string =>
  words.inside.origin[config?.adapter ? 'adapter' : 'base']

/** The stage that a step belongs to; before the first step it is the first one's. */
export const stageAt = (marks: readonly StageMark[], step: number): StageMark | null =>
  lastUpTo(marks, step) ?? marks[0] ?? null

/**
 * The step whose model is the reference of a stage: the model that the stage began with. The control arm of sDPO keeps
 * the reference of the first preference stage, and so does whatever comes before that (the SFT warm-up) the base.
 */
export function referenceStep(marks: readonly StageMark[], stage: StageMark, { stages }: RunConfig): number {
  const from = stages.reference === 'base' && stage.kind === 'preference' ? marks.find(isPreference) : stage
  return (from ?? stage).step - 1
}

/** The step whose model is the reference of a moment. */
export function referenceStepAt(marks: readonly StageMark[], step: number, config: RunConfig | null): number {
  const stage = stageAt(marks, step)
  return stage && config ? referenceStep(marks, stage, config) : 0
}

const isPreference = ({ kind }: StageMark): boolean => kind === 'preference'

/** Tokens of exactly this step; a stage's end is always told. */
export const tokensAt = (events: readonly TokensEvent[], step: number): TokensEvent | null => {
  const found = lastUpTo(events, step)
  return found?.step === step ? found : null
}
