/** @file The held-out pairs that belong onto the curve of a step: those that its own objective and reference measured. */
import type { RunConfig } from '../../protocol/run-config'
import type { EvalEvent } from '../../protocol/train-events'
import type { RunFigures, StageMark } from '../../store/plots/run-figures'
import { objectiveOfStage } from './objective-curve'
import { lastUpTo, referenceStep, stageAt } from './run-time'
import { rewardRule } from './token-sums'

/** The last evaluation up to a step; null where a stage before measured its margins, and measured them otherwise. */
export function heldOutAt(
  { evalEvents, stageMarks }: Pick<RunFigures, 'evalEvents' | 'stageMarks'>,
  config: RunConfig,
  step: number,
): EvalEvent | null {
  const held = lastUpTo(evalEvents, step)
  if (!held) return null
  const measureOf = (at: number) => {
    const stage = stageAt(stageMarks, at)
    return stage && measure(stageMarks, stage, config)
  }
  return measureOf(held.step) === measureOf(step) ? held : null
}

/** The same text for stages whose margins mean the same. */
function measure(marks: readonly StageMark[], stage: StageMark, config: RunConfig): string {
  const objective = objectiveOfStage(config, stage.stage)
  const reference = rewardRule(objective)?.fromReference ? referenceStep(marks, stage, config) : null
  return JSON.stringify([objective, reference])
}
