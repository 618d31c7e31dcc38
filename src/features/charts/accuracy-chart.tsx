/** @file Reward accuracy, as a mean over recent pairs, and the judge's win rate beside it. */
import { metricInfo } from '../../protocol/metrics'
import { Notes } from './notes-line'
import { accuracyReading } from './readings'
import { StepsChart, type StepsChartSpec } from './steps-chart'

const SPEC: StepsChartSpec = {
  title: 'Accuracy, win rate',
  meaning: `${metricInfo('rewards/accuracies').meaning} Training: mean of the last 100 pairs or so. Win rate: ${metricInfo('eval_win_rate').meaning}`,
  howTo: '50% is chance; a judge decides the wins.',
  numbers: 'share',
  limits: [0, 1],
  series: [
    { metric: 'rewards/accuracies', label: 'train', color: 'policy', smoothing: 'recent', perStage: true },
    {
      metric: 'eval_rewards/accuracies',
      label: 'held out',
      color: 'policy',
      mark: 'circle',
      dash: [2, 2],
      width: 1,
      perStage: true,
    },
    { metric: 'eval_win_rate', label: 'win rate', color: 'accent', mark: 'square', dash: [6, 3] },
  ],
  targets: () => [{ value: 0.5, label: '', color: 'rule-strong', solid: true, include: true }],
  emptyText: 'Share of pairs ranked rightly, and how often the judge prefers the tuned model.',
}

export function AccuracyChart() {
  return <StepsChart spec={SPEC} reading={accuracyReading} notes={<Notes plot="accuracy" howTo={SPEC.howTo} />} />
}
