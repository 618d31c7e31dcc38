/** @file Reward margin over steps: training, held out, and what the objective aims at. */

import type { PlotTarget } from '../../components/plot/plot-types'
import { words } from '../../i18n/words'
import { metricInfo } from '../../protocol/metrics'
import { simpoGamma } from '../../protocol/objectives'
import type { RunConfig } from '../../protocol/run-config'
import { useChartRun } from './chart-context'
import { Notes } from './notes-line'
import { marginReading } from './readings'
import type { StepSeries } from './step-frame'
import { StepsChart, type StepsChartSpec } from './steps-chart'

const { margin: text, lines, targets } = words.charts

const TRAIN: StepSeries = {
  metric: 'rewards/margins',
  label: lines.train,
  color: 'policy',
  smoothing: 'average',
  perStage: true,
}
const HELD_OUT: StepSeries = {
  metric: 'eval_rewards/margins',
  label: lines.heldOut,
  color: 'policy',
  mark: 'circle',
  dash: [2, 2],
  width: 1,
  perStage: true,
}
const CUMULATIVE: StepSeries = {
  metric: 'eval_rewards/cumulative_margin',
  label: lines.sinceBase,
  color: 'policy',
  mark: 'square',
  dash: [6, 3],
  width: 1.5,
}

const SPEC: StepsChartSpec = {
  title: text.title,
  meaning: metricInfo('rewards/margins').meaning,
  unit: 'reward',
  howTo: text.howTo,
  series: [TRAIN, HELD_OUT],
  targets: marginTargets,
  emptyText: text.empty,
}

const STAGED: StepsChartSpec = {
  ...SPEC,
  howTo: text.howToStaged,
  series: [TRAIN, HELD_OUT, CUMULATIVE],
}

/** Where the objective wants the margin to be. */
export function marginTargets(config: RunConfig | null): PlotTarget[] {
  const zero: PlotTarget = { value: 0, label: '', color: 'rule-strong', solid: true }
  const objective = config?.objective
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

/** `by-source` takes its stages from the sources. */
export function isStaged(config: RunConfig | null): boolean {
  if (!config) return false
  return config.stages.split === 'by-source' ? config.sources.length > 1 : config.stages.count > 1
}

export function MarginChart() {
  const { config } = useChartRun()
  const spec = isStaged(config) ? STAGED : SPEC
  return <StepsChart spec={spec} reading={marginReading} notes={<Notes plot="margin" howTo={spec.howTo} />} />
}
