/** @file Log-prob of chosen and rejected over steps: summed, per token, or as the change since the base. */

import { useState } from 'react'
import { words } from '../../i18n/words'
import type { StepMetric } from '../../protocol/metrics'
import { ChartSwitch } from './chart-switch'
import { Notes } from './notes-line'
import { logProbReading } from './readings'
import type { StepSeries } from './step-frame'
import { StepsChart, type StepsChartSpec } from './steps-chart'

type Form = 'sum' | 'token' | 'change'

const { logProb: text, lines } = words.charts

const FORMS = [
  { value: 'sum', label: text.forms.sum },
  { value: 'token', label: text.forms.token },
  { value: 'change', label: text.forms.change },
] as const

/** Colour, dash and mark tell the sides apart; held-out values lie behind the training curves. */
function sides(name: 'logps' | 'logps_avg' | 'logps_delta'): StepSeries[] {
  const held = { dash: [2, 2], width: 1 }
  return [
    { metric: `eval_${name}/chosen`, color: 'chosen', mark: 'circle', ...held },
    { metric: `eval_${name}/rejected`, color: 'rejected', mark: 'square', ...held },
    { metric: `${name}/chosen`, label: lines.chosen, color: 'chosen', smoothing: 'average' },
    { metric: `${name}/rejected`, label: lines.rejected, color: 'rejected', smoothing: 'average', dash: [7, 3] },
  ]
}

const COMMON = {
  title: text.title,
  emptyText: text.empty,
}

const SPECS: Record<Form, StepsChartSpec> = {
  sum: {
    ...COMMON,
    meaning: text.meaning.sum,
    unit: 'nats',
    howTo: text.howTo.sum,
    series: sides('logps'),
  },
  token: {
    ...COMMON,
    meaning: text.meaning.token,
    unit: 'nats/token',
    howTo: text.howTo.token,
    series: sides('logps_avg'),
  },
  change: {
    ...COMMON,
    meaning: text.meaning.change,
    unit: 'nats',
    howTo: text.howTo.change,
    series: sides('logps_delta'),
    targets: () => [{ value: 0, label: '', color: 'base', solid: true, include: true }],
  },
}

const METRICS: Record<Form, StepMetric> = {
  sum: 'logps/chosen',
  token: 'logps_avg/chosen',
  change: 'logps_delta/chosen',
}

export function LogProbChart() {
  const [form, setForm] = useState<Form>('sum')
  return (
    <StepsChart
      key={METRICS[form]}
      spec={SPECS[form]}
      control={<ChartSwitch label={text.form} options={FORMS} value={form} onChange={setForm} />}
      reading={logProbReading}
      notes={<Notes plot="logProb" howTo={SPECS[form].howTo} />}
    />
  )
}
