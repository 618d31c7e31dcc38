/** @file Does the model's liking follow length? The correlation over steps, and the pairs behind it as they are now. */
import { words } from '../../i18n/words'
import { metricInfo } from '../../protocol/metrics'
import { LengthScatter } from './length-scatter'
import { Notes } from './notes-line'
import { lengthReading } from './readings'
import { StepsChart, type StepsChartSpec } from './steps-chart'

const { length: text, lines } = words.charts

const SPEC: StepsChartSpec = {
  title: text.title,
  meaning: text.meaning(metricInfo('eval_length/spearman_within').meaning, metricInfo('eval_length/spearman').meaning),
  unit: 'ρ',
  howTo: text.howTo,
  limits: [-1, 1],
  series: [
    { metric: 'eval_length/spearman_within', label: lines.within, color: 'policy', mark: 'circle' },
    { metric: 'eval_length/spearman', label: lines.pooled, color: 'policy', dash: [2, 3], width: 1.25 },
    { metric: 'eval_length/spearman_within_base', label: lines.base, color: 'base', dash: [8, 3] },
  ],
  targets: () => [{ value: 0, label: '', color: 'rule-strong', solid: true, include: true }],
  emptyText: text.empty,
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
