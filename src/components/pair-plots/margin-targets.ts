/** @file Where an objective wants the reward margin to be. */
import { words } from '../../i18n/words'
import { type ObjectiveOptions, simpoGamma } from '../../protocol/objectives'
import type { PlotTarget } from '../plot/plot-types'

export function marginTargets(objective: ObjectiveOptions | undefined): PlotTarget[] {
  const { targets } = words.charts
  const zero: PlotTarget = { value: 0, label: '', color: 'rule-strong', solid: true }
  if (objective?.name === 'simpo' && objective.gammaBetaRatio > 0) {
    const gamma = simpoGamma(objective)
    return [zero, { value: gamma, label: targets.gamma(round(gamma)), include: true }]
  }
  // The hinge has no more to say beyond 1; IPO pulls the gap of log-ratios to 1/(2β), a margin of one half.
  if (objective?.name === 'dpo' && objective.variant === 'hinge') return [zero, { value: 1, label: targets.hinge }]
  if (objective?.name === 'ipo') return [zero, { value: 0.5, label: targets.ipo, include: true }]
  return [zero]
}

const round = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : String(Number(value.toFixed(2))))
