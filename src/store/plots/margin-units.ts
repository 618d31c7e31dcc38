/** @file In which unit a run's margins and losses are: curves of different units must not be compared. */
import type { ObjectiveOptions } from '../../protocol/objectives'
import type { RunConfig } from '../../protocol/run-config'
import { stagesIn } from '../../protocol/sweep-trials'

/** What the reward is reckoned from. Null: the objective has no rewards. */
function rewardBasis(objective: ObjectiveOptions): string | null {
  switch (objective.name) {
    case 'dpo':
      return objective.variant === 'length-normalised' ? 'ratio per token' : 'ratio'
    case 'ipo':
      return objective.lengthNormalised ? 'ratio per token' : 'ratio'
    case 'simpo':
      return objective.lengthNormalised ? 'log-prob per token' : 'log-prob'
    case 'orpo':
      return 'log-prob per token'
    case 'sft':
      return null
  }
}

/** What it is multiplied by, stage by stage where stages set their own. */
function rewardScales(config: RunConfig): number[] {
  const { objective, stages } = config
  if (objective.name === 'sft') return []
  if (objective.name === 'orpo') return [objective.lambda]
  const { beta } = objective
  const set = Array.from({ length: stagesIn(config) }, (_, i) => stages.overrides[i]?.beta ?? beta)
  return set.every((own) => own === set[0]) ? set.slice(0, 1) : set
}

/**
 * Margins are differences of rewards. The same number means as many nats only where rewards are made from the same
 * thing (a ratio to the reference or a log-prob, whole or per token) times the same beta.
 */
export function marginUnit(config: RunConfig): string | null {
  const basis = rewardBasis(config.objective)
  return basis === null ? null : `${basis} × ${rewardScales(config).join()}`
}

/** A loss is a function of its objective's own argument: beta is inside of it and changes nothing about its unit. */
export function lossUnit({ objective }: RunConfig): string {
  switch (objective.name) {
    case 'dpo':
      return ['dpo', objective.variant, objective.labelSmoothing, objective.sftWeight].join()
    case 'ipo':
      // The square of a gap in nats that beta sets the aim of.
      return ['ipo', objective.lengthNormalised, objective.beta, objective.sftWeight].join()
    case 'simpo':
      return ['simpo', objective.variant, objective.labelSmoothing, objective.sftWeight].join()
    case 'orpo':
      return ['orpo', objective.lambda, objective.sftWeight].join()
    case 'sft':
      return 'sft'
  }
}

export interface UnitMismatch {
  margins: boolean
  losses: boolean
}

/** A run without rewards has no margins to be mistaken. */
export function unitMismatch(shown: RunConfig, other: RunConfig): UnitMismatch {
  const [a, b] = [marginUnit(shown), marginUnit(other)]
  return { margins: a !== null && b !== null && a !== b, losses: lossUnit(shown) !== lossUnit(other) }
}
