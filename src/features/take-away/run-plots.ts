/** @file The plots of a run for its report and its zip, from what it told: whether it is on the page or not. */
import type { SvgPlot } from '../../components/plot/export-svg'
import type { NumberStyle } from '../../components/plot/number-format'
import type { PlotBand, PlotFrame, PlotLine, PlotTarget, PlotValues } from '../../components/plot/plot-types'
import type { ColorName } from '../../components/theme'
import { words } from '../../i18n/words'
import type { KeptRun } from '../../protocol/kept-run'
import type { MetricKey } from '../../protocol/metrics'
import { simpoGamma } from '../../protocol/objectives'
import type { RunConfig } from '../../protocol/run-config'
import { stagesIn } from '../../protocol/sweep-trials'
import type { EvalEvent, StepEvent, TrainEvent } from '../../protocol/train-events'

interface Series {
  metric: MetricKey
  color: ColorName
  dash?: number[]
  mark?: PlotLine['mark']
  /** It begins anew with every stage. */
  perStage?: boolean
}

interface Spec {
  title: string
  unit?: string
  series: Series[]
  numbers?: NumberStyle
  limits?: [number, number]
  targets?: PlotTarget[]
}

const line = (metric: MetricKey, color: ColorName, more: Partial<Series> = {}): Series => ({ metric, color, ...more })
/** Held-out values are marks joined by a fine dash, as on the page. */
const held = (metric: MetricKey, color: ColorName, mark: PlotLine['mark'] = 'circle'): Series =>
  line(metric, color, { dash: [2, 2], mark })

const sides = (name: 'logps' | 'logps_avg' | 'logps_delta'): Series[] => [
  line(`${name}/chosen`, 'chosen'),
  line(`${name}/rejected`, 'rejected', { dash: [7, 3] }),
  held(`eval_${name}/chosen`, 'chosen'),
  held(`eval_${name}/rejected`, 'rejected', 'square'),
]

const besideBase = (policy: MetricKey, base: MetricKey): Series[] => [
  held(policy, 'policy'),
  line(base, 'base', { dash: [6, 3] }),
]

const zero: PlotTarget = { value: 0, label: '', color: 'rule-strong', solid: true }

function marginTargets({ objective }: RunConfig): PlotTarget[] {
  if (objective.name !== 'simpo' || objective.gammaBetaRatio === 0) return [zero]
  const gamma = simpoGamma(objective)
  return [zero, { value: gamma, label: words.charts.targets.gamma(String(Number(gamma.toFixed(2)))), include: true }]
}

function specsFor(config: RunConfig): Spec[] {
  const { charts } = words
  const { small, logProb } = charts
  const form = (name: 'sum' | 'token' | 'change') => `${logProb.title}, ${logProb.forms[name]}`
  const perStage = { perStage: true }
  return [
    {
      title: charts.margin.title,
      unit: 'reward',
      series: [
        line('rewards/margins', 'policy', perStage),
        { ...held('eval_rewards/margins', 'policy'), ...perStage },
        ...(stagesIn(config) > 1
          ? [line('eval_rewards/cumulative_margin', 'policy', { dash: [6, 3], mark: 'square' })]
          : []),
      ],
      targets: marginTargets(config),
    },
    { title: form('sum'), unit: 'nats', series: sides('logps') },
    { title: form('token'), unit: 'nats/token', series: sides('logps_avg') },
    { title: form('change'), unit: 'nats', series: sides('logps_delta'), targets: [{ ...zero, include: true }] },
    {
      title: charts.accuracy.title,
      numbers: 'share',
      limits: [0, 1],
      series: [
        held('eval_rewards/accuracies', 'policy'),
        line('eval_win_rate', 'accent', { dash: [6, 3], mark: 'square' }),
      ],
      targets: [{ ...zero, value: 0.5, include: true }],
    },
    {
      title: charts.length.title,
      unit: 'ρ',
      limits: [-1, 1],
      series: [
        held('eval_length/spearman_within', 'policy'),
        line('eval_length/spearman', 'policy', { dash: [2, 3] }),
        line('eval_length/spearman_within_base', 'base', { dash: [8, 3] }),
      ],
      targets: [{ ...zero, include: true }],
    },
    { title: small.loss.title, unit: 'nats', series: [line('loss', 'policy'), held('eval_loss', 'policy')] },
    { title: small.gradNorm.title, series: [line('grad_norm', 'policy')] },
    { title: small.learningRate.title, series: [line('learning_rate', 'policy')] },
    { title: small.kl.title, unit: 'nats/token', series: [held('eval_kl/chosen', 'policy')] },
    { title: small.judge.title, limits: [0, 1], series: besideBase('eval_judge/policy', 'eval_judge/base') },
    {
      title: small.sampleLength.title,
      unit: charts.x.tokens,
      series: besideBase('eval_samples/length', 'eval_samples/length_base'),
    },
    {
      title: small.repetition.title,
      numbers: 'share',
      limits: [0, 1],
      series: besideBase('eval_samples/repetition', 'eval_samples/repetition_base'),
    },
    {
      title: small.ended.title,
      numbers: 'share',
      limits: [0, 1],
      series: besideBase('eval_samples/eos_rate', 'eval_samples/eos_rate_base'),
    },
    { title: small.entropy.title, unit: 'nats/token', series: [held('eval_entropy', 'policy')] },
  ]
}

type Row = Partial<Record<MetricKey, number | null>>

/** Both kinds by step; of a step that is evaluated twice, the later one counts. */
function rowsOf(events: readonly TrainEvent[]): Map<number, Row> {
  const measured = events.filter(
    (event): event is StepEvent | EvalEvent => event.type === 'step' || event.type === 'eval',
  )
  const rows = new Map<number, Row>()
  for (const { step, metrics } of [...measured].sort((a, b) => a.step - b.step)) {
    rows.set(step, { ...rows.get(step), ...metrics })
  }
  return rows
}

function bandsOf(events: readonly TrainEvent[]): PlotBand[] {
  return events.flatMap((event) => {
    if (event.type !== 'stage') return []
    const { firstStep, steps, kind, stage } = event
    const label = kind === 'sft' ? words.charts.sft : words.charts.stage(stage)
    return [{ from: firstStep - 0.5, to: firstStep + steps - 0.5, label }]
  })
}

function lineOf({ metric, color, dash, mark, perStage }: Series): PlotLine {
  const named: PlotLine = { id: metric, name: words.told.metric.label(metric), color }
  if (dash) named.dash = dash
  if (mark) {
    named.mark = mark
    named.width = 1
  }
  if (perStage) named.breaks = true
  return named
}

/** Those that have a value at all. */
export function runPlots({ info, events }: KeptRun): SvgPlot[] {
  const rows = rowsOf(events)
  const x = [...rows.keys()]
  const bands = bandsOf(events)
  return specsFor(info.config).flatMap(({ title, unit, series, numbers, limits, targets }) => {
    const valuesOf = ({ metric }: Series): PlotValues => [...rows.values()].map((row) => row[metric])
    const there = series.filter((each) => valuesOf(each).some((value) => typeof value === 'number'))
    if (there.length === 0) return []
    const frame: PlotFrame = { x, ys: there.map(valuesOf) }
    if (targets) frame.targets = targets
    if (bands.length > 1) frame.bands = bands
    return [{ title, unit, xName: words.charts.x.step, lines: there.map(lineOf), frame, numbers, limits }]
  })
}
