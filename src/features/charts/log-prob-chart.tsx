/** @file Log-prob of chosen and rejected over steps: summed, per token, or as the change since the base. */
import { useState } from 'react'
import type { StepMetric } from '../../protocol/metrics'
import { ChartSwitch } from './chart-switch'
import { Notes } from './notes-line'
import { logProbReading } from './readings'
import type { StepSeries } from './step-frame'
import { StepsChart, type StepsChartSpec } from './steps-chart'

type Form = 'sum' | 'token' | 'change'

const FORMS = [
  { value: 'sum', label: 'sum' },
  { value: 'token', label: 'per token' },
  { value: 'change', label: 'since base' },
] as const

/** Colour, dash and mark tell the sides apart; held-out values lie behind the training curves. */
function sides(name: 'logps' | 'logps_avg' | 'logps_delta'): StepSeries[] {
  const held = { dash: [2, 2], width: 1 }
  return [
    { metric: `eval_${name}/chosen`, color: 'chosen', mark: 'circle', ...held },
    { metric: `eval_${name}/rejected`, color: 'rejected', mark: 'square', ...held },
    { metric: `${name}/chosen`, label: 'chosen', color: 'chosen', smoothing: 'average' },
    { metric: `${name}/rejected`, label: 'rejected', color: 'rejected', smoothing: 'average', dash: [7, 3] },
  ]
}

const COMMON = {
  title: 'Log-prob',
  emptyText: 'How likely the model finds chosen and rejected completions appears here.',
}

const SPECS: Record<Form, StepsChartSpec> = {
  sum: {
    ...COMMON,
    meaning: 'Log-probability of a whole completion, summed over its tokens: mean over pairs.',
    unit: 'nats',
    howTo: 'Nearer 0 is likelier; the gap is trained.',
    series: sides('logps'),
  },
  token: {
    ...COMMON,
    meaning: 'Log-probability of a completion divided by its tokens: mean over pairs.',
    unit: 'nats/token',
    howTo: 'Nearer 0 is likelier, whatever the length.',
    series: sides('logps_avg'),
  },
  change: {
    ...COMMON,
    meaning: 'Log-probability now minus that of the model before the run: mean over pairs.',
    unit: 'nats',
    howTo: 'Above 0: likelier than under the base.',
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
      control={<ChartSwitch label="Form of the log-prob" options={FORMS} value={form} onChange={setForm} />}
      reading={logProbReading}
      notes={<Notes plot="logProb" howTo={SPECS[form].howTo} />}
    />
  )
}
