/** @file Log-prob of chosen and rejected over steps: summed, per token, or as the change since the base. */

import { useMemo } from 'react'
import { useStore } from 'zustand'
import { words } from '../../i18n/words'
import { LOG_PROB_FORMS } from '../../protocol/link-look'
import type { StepMetric } from '../../protocol/metrics'
import { type LogProbForm, plotView } from '../../store/plots/plot-view'
import { ChartSwitch } from './chart-switch'
import { Notes } from './notes-line'
import { logProbReading } from './readings'
import type { StepSeries } from './step-frame'
import { StepsChart, type StepsChartSpec } from './steps-chart'

/** Colour, dash and mark tell the sides apart; held-out values lie behind the training curves. */
function sides(name: 'logps' | 'logps_avg' | 'logps_delta'): StepSeries[] {
  const { lines } = words.charts
  const held = { dash: [2, 2], width: 1 }
  return [
    { metric: `eval_${name}/chosen`, color: 'chosen', mark: 'circle', ...held },
    { metric: `eval_${name}/rejected`, color: 'rejected', mark: 'square', ...held },
    // The question that runs are compared by: does the chosen side itself become likelier?
    { metric: `${name}/chosen`, label: lines.chosen, color: 'chosen', smoothing: 'average', main: true },
    { metric: `${name}/rejected`, label: lines.rejected, color: 'rejected', smoothing: 'average', dash: [7, 3] },
  ]
}

const METRICS: Record<LogProbForm, StepMetric> = {
  sum: 'logps/chosen',
  token: 'logps_avg/chosen',
  change: 'logps_delta/chosen',
}

function logProbSpec(form: LogProbForm): StepsChartSpec {
  const { logProb: text } = words.charts
  const common = { title: text.title, emptyText: text.empty, meaning: text.meaning[form], howTo: text.howTo[form] }
  if (form === 'sum') return { ...common, unit: 'nats', series: sides('logps') }
  if (form === 'token') return { ...common, unit: 'nats/token', series: sides('logps_avg') }
  return {
    ...common,
    unit: 'nats',
    series: sides('logps_delta'),
    targets: () => [{ value: 0, label: '', color: 'base', solid: true, include: true }],
  }
}

export function LogProbChart() {
  const form = useStore(plotView, (view) => view.logProbForm)
  const spec = useMemo(() => logProbSpec(form), [form])
  const { logProb: text } = words.charts
  return (
    <StepsChart
      key={METRICS[form]}
      spec={spec}
      control={
        <ChartSwitch
          label={text.form}
          options={LOG_PROB_FORMS.map((value) => ({ value, label: text.forms[value] }))}
          value={form}
          onChange={(logProbForm) => plotView.setState({ logProbForm })}
        />
      }
      reading={logProbReading}
      notes={<Notes plot="logProb" howTo={spec.howTo} />}
    />
  )
}
