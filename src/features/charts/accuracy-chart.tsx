/** @file Reward accuracy, as a mean over recent pairs, and the judge's win rate beside it. */
import { useMemo } from 'react'
import { words } from '../../i18n/words'
import { Notes } from './notes-line'
import { accuracyReading } from './readings'
import { StepsChart, type StepsChartSpec } from './steps-chart'

function accuracySpec(): StepsChartSpec {
  const { accuracy: text, lines } = words.charts
  const { meaning } = words.told.metric
  return {
    title: text.title,
    meaning: text.meaning(meaning('rewards/accuracies'), meaning('eval_win_rate')),
    howTo: text.howTo,
    numbers: 'share',
    limits: [0, 1],
    series: [
      {
        metric: 'rewards/accuracies',
        label: lines.train,
        color: 'policy',
        smoothing: 'recent',
        perStage: true,
        main: true,
      },
      {
        metric: 'eval_rewards/accuracies',
        label: lines.heldOut,
        color: 'policy',
        mark: 'circle',
        dash: [2, 2],
        width: 1,
        perStage: true,
      },
      { metric: 'eval_win_rate', label: lines.winRate, color: 'accent', mark: 'square', dash: [6, 3] },
    ],
    targets: () => [{ value: 0.5, label: '', color: 'rule-strong', solid: true, include: true }],
    emptyText: text.empty,
  }
}

export function AccuracyChart() {
  const spec = useMemo(accuracySpec, [])
  return <StepsChart spec={spec} reading={accuracyReading} notes={<Notes plot="accuracy" howTo={spec.howTo} />} />
}
