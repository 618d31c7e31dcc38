/** @file Does the model's liking follow length? The correlation over steps, and the pairs behind it as they are now. */
import { metricInfo } from '../../protocol/metrics'
import { LengthScatter } from './length-scatter'
import { Notes } from './notes-line'
import { lengthReading } from './readings'
import { StepsChart, type StepsChartSpec } from './steps-chart'

const SPEC: StepsChartSpec = {
  title: 'Length correlation',
  meaning: `${metricInfo('eval_length/spearman_within').meaning} Pooled: ${metricInfo('eval_length/spearman').meaning}`,
  unit: 'ρ',
  howTo: 'Near 0: length is ignored. Right: now.',
  limits: [-1, 1],
  series: [
    { metric: 'eval_length/spearman_within', label: 'within', color: 'policy', mark: 'circle' },
    { metric: 'eval_length/spearman', label: 'pooled', color: 'policy', dash: [2, 3], width: 1.25 },
    { metric: 'eval_length/spearman_within_base', label: 'base', color: 'base', dash: [8, 3] },
  ],
  targets: () => [{ value: 0, label: '', color: 'rule-strong', solid: true, include: true }],
  emptyText: 'Whether log-prob follows length.',
}

export function LengthChart() {
  return (
    <StepsChart
      spec={SPEC}
      reading={lengthReading}
      notes={<Notes plot="length" howTo={SPEC.howTo} />}
      beside={<LengthScatter />}
    />
  )
}
