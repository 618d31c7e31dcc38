/** @file Does the model's liking follow length? The correlation over steps, and the pairs behind it as they are now. */
import { useMemo } from 'react'
import { words } from '../../i18n/words'
import { LengthScatter } from './length-scatter'
import { Notes } from './notes-line'
import { lengthReading } from './readings'
import { StepsChart, type StepsChartSpec } from './steps-chart'

function lengthSpec(): StepsChartSpec {
  const { length: text, lines } = words.charts
  const { meaning } = words.told.metric
  return {
    title: text.title,
    meaning: text.meaning(meaning('eval_length/spearman_within'), meaning('eval_length/spearman')),
    unit: 'ρ',
    howTo: text.howTo,
    limits: [-1, 1],
    series: [
      { metric: 'eval_length/spearman_within', label: lines.within, color: 'policy', mark: 'circle', main: true },
      { metric: 'eval_length/spearman', label: lines.pooled, color: 'policy', dash: [2, 3], width: 1.25 },
      { metric: 'eval_length/spearman_within_base', label: lines.base, color: 'base', dash: [8, 3] },
    ],
    targets: () => [{ value: 0, label: '', color: 'rule-strong', solid: true, include: true }],
    emptyText: text.empty,
  }
}

export function LengthChart() {
  const spec = useMemo(lengthSpec, [])
  return (
    <StepsChart
      spec={spec}
      reading={lengthReading}
      notes={<Notes plot="length" howTo={spec.howTo} />}
      beside={<LengthScatter />}
    />
  )
}
