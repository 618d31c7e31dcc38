/** @file Reward margin over steps: training, held out, and what the objective aims at. */

import { useMemo } from 'react'
import { marginTargets } from '../../components/pair-plots/margin-targets'
import { words } from '../../i18n/words'
import { stagesIn } from '../../protocol/sweep-trials'
import { useChartRun } from './chart-context'
import { Notes } from './notes-line'
import { marginReading } from './readings'
import type { StepSeries } from './step-frame'
import { StepsChart, type StepsChartSpec } from './steps-chart'

function marginSpec(staged: boolean): StepsChartSpec {
  const { margin: text, lines } = words.charts
  const train: StepSeries = {
    metric: 'rewards/margins',
    label: lines.train,
    color: 'policy',
    smoothing: 'average',
    perStage: true,
    main: true,
  }
  const heldOut: StepSeries = {
    metric: 'eval_rewards/margins',
    label: lines.heldOut,
    color: 'policy',
    mark: 'circle',
    dash: [2, 2],
    width: 1,
    perStage: true,
  }
  const cumulative: StepSeries = {
    metric: 'eval_rewards/cumulative_margin',
    label: lines.sinceBase,
    color: 'policy',
    mark: 'square',
    dash: [6, 3],
    width: 1.5,
  }
  return {
    title: text.title,
    meaning: words.told.metric.meaning('rewards/margins'),
    unit: 'reward',
    units: 'margins',
    howTo: staged ? text.howToStaged : text.howTo,
    series: staged ? [train, heldOut, cumulative] : [train, heldOut],
    targets: (config) => marginTargets(config?.objective),
    emptyText: text.empty,
  }
}

export function MarginChart() {
  const { config } = useChartRun()
  const staged = config !== null && stagesIn(config) > 1
  const spec = useMemo(() => marginSpec(staged), [staged])
  return <StepsChart spec={spec} reading={marginReading} notes={<Notes plot="margin" howTo={spec.howTo} />} />
}
