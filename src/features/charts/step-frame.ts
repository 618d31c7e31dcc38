/** @file From a run's figures to the lines over its steps: one x for training and held-out figures, stages as bands. */

import { stepAxisEnd } from '../../components/plot/plot-range'
import type { PlotBand, PlotFrame, PlotLine, PlotTarget, PlotValues } from '../../components/plot/plot-types'
import type { ColorName } from '../../components/theme'
import { words } from '../../i18n/words'
import type { MetricKey } from '../../protocol/metrics'
import type { RunConfig } from '../../protocol/run-config'
import type { RunFigures, StageMark } from '../../store/plots/run-figures'
import { type StepScale, stepScale, type XAxis } from '../../store/plots/x-axis'
import { runningMean, smooth } from './smoothing'

/** One figure over steps, with the look it has wherever it is drawn. */
export interface StepSeries {
  metric: MetricKey
  color: ColorName
  /** At the line's end, where there are several. */
  label?: string
  dash?: number[]
  mark?: 'circle' | 'square'
  width?: number
  /** `average`: the reader's smoothing, the raw curve behind. `recent`: always the mean of the last `recentSteps`. */
  smoothing?: 'average' | 'recent'
  /** Other runs are compared by this one; without it by the last. */
  main?: boolean
  /** Measured against the reference, so it begins anew with every stage. */
  perStage?: boolean
}

export interface FrameWishes {
  smoothing: number
  /** Steps that a recent mean covers. */
  recentSteps: number
  targets?: PlotTarget[]
  axis?: XAxis
  config?: RunConfig | null
}

export const isHeldOut = (metric: MetricKey): boolean => metric.startsWith('eval_')

/** The raw curve goes first, to lie behind. */
export function linesOf(series: readonly StepSeries[], smoothing: number): PlotLine[] {
  return series.flatMap(({ metric, color, label, dash, mark, width, smoothing: kind, perStage }) => {
    const line: PlotLine = { id: metric, name: words.told.metric.label(metric), color }
    if (label) line.label = label
    if (dash) line.dash = dash
    if (mark) line.mark = mark
    if (width) line.width = width
    if (perStage) line.breaks = true
    if (!isSmoothed(kind, smoothing)) return [line]
    return [
      {
        id: metric,
        name: words.charts.lines.raw(line.name),
        color,
        shadow: true,
        ...(perStage ? { breaks: true } : {}),
      },
      { ...line, smoothed: kind === 'recent' ? kind : smoothing },
    ]
  })
}

export const isSmoothed = (kind: StepSeries['smoothing'], smoothing: number): boolean =>
  kind === 'recent' || (kind === 'average' && smoothing > 0)

export function stepFrame(series: readonly StepSeries[], figures: RunFigures, wishes: FrameWishes): PlotFrame {
  const { x: steps, trainRow, evalRow } = joinSteps(figures.steps.steps, figures.evals.steps)
  const restarts = stageRows(figures)
  const ys = series.flatMap(({ metric, smoothing: kind, perStage }) => {
    if (isHeldOut(metric)) return [spread(figures.evals.series(metric), evalRow)]
    const raw = figures.steps.series(metric)
    if (!isSmoothed(kind, wishes.smoothing)) return [spread(raw, trainRow)]
    const starts = perStage ? restarts : []
    const smoothed =
      kind === 'recent' ? runningMean(raw, wishes.recentSteps, starts) : smooth(raw, wishes.smoothing, starts)
    return [spread(raw, trainRow), spread(smoothed, trainRow)]
  })
  const axis = wishes.axis ?? 'step'
  const scale = stepScale(axis, figures, wishes.config ?? null)
  const x = axis === 'step' ? steps : steps.map(scale)
  const end = axisEnd(axis, steps.at(-1) ?? 0, lastKnownStep(figures.stageMarks), scale)
  // A little room before 0, where the base's values stand.
  const frame: PlotFrame = { x, ys, xRange: [-end * 0.015, end] }
  if (wishes.targets) frame.targets = wishes.targets
  const bands = stageBands(figures.stageMarks, scale)
  if (bands.length > 1) frame.bands = bands
  return frame
}

/** Both ascend. A row is -1 where the step has none. */
function joinSteps(train: ArrayLike<number>, held: ArrayLike<number>) {
  const x: number[] = []
  const trainRow: number[] = []
  const evalRow: number[] = []
  let i = 0
  let j = 0
  while (i < train.length || j < held.length) {
    const step = Math.min(train[i] ?? Number.POSITIVE_INFINITY, held[j] ?? Number.POSITIVE_INFINITY)
    const inTrain = train[i] === step
    const inHeld = held[j] === step
    x.push(step)
    trainRow.push(inTrain ? i : -1)
    if (inTrain) i++
    // A step can be evaluated twice, against the old reference and the new; the line shows the later one.
    while (held[j] === step) j++
    evalRow.push(inHeld ? j - 1 : -1)
  }
  return { x, trainRow, evalRow }
}

function spread(column: ArrayLike<number>, rows: readonly number[]): PlotValues {
  return rows.map((row) => {
    if (row < 0) return undefined
    const value = column[row]!
    return Number.isFinite(value) ? value : null
  })
}

/** Rows of the training figures with which stages begin. */
export function stageRows(figures: RunFigures): number[] {
  const steps = figures.steps.steps
  return figures.stageMarks.map((mark) => {
    const row = steps.findIndex((step) => step >= mark.step)
    return row < 0 ? steps.length : row
  })
}

/** How many pairs a run will take is known; how many tokens and seconds, when it is done. */
function axisEnd(axis: XAxis, last: number, knownEnd: number, scale: StepScale): number {
  if (axis === 'step' || axis === 'pairs') return scale(stepAxisEnd(last, knownEnd))
  return last > 0 && last >= knownEnd ? scale(last) : stepAxisEnd(scale(last), 0)
}

export function stageBands(marks: readonly StageMark[], scale: StepScale = (step) => step): PlotBand[] {
  return marks.map((mark) => ({
    from: scale(mark.step - 0.5),
    to: scale(mark.step + mark.steps - 0.5),
    label: mark.kind === 'sft' ? words.charts.sft : words.charts.stage(mark.stage),
  }))
}

function lastKnownStep(marks: readonly StageMark[]): number {
  const mark = marks.at(-1)
  return mark ? mark.step + mark.steps - 1 : 0
}
