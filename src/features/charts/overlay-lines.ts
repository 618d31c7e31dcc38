/** @file The lines of other runs behind those of the run that is shown: one for each in each plot, its main one. */
import type { PlotFrame, PlotLine, PlotValues } from '../../components/plot/plot-types'
import { runLook } from '../../components/plot/run-look'
import { words } from '../../i18n/words'
import type { RunFigures } from '../../store/plots/run-figures'
import { stepScale, type XAxis } from '../../store/plots/x-axis'
import type { Overlay } from '../../store/runs/overlays'
import { runningMean, smooth } from './smoothing'
import { isHeldOut, isSmoothed, type StepSeries, stageRows } from './step-frame'
import { recentSteps } from './summary'

/** So many names fit at line ends; the legend above the plots has them all. */
const MOST_LABELS = 3
/** Longer names would take the plot's room. */
const LABEL_LENGTH = 15

/** Faint, and still three to one against the page. */
const ALPHA = 0.8

/** The series that other runs are compared by: the one that says so, or the last. */
export const mainSeries = (series: readonly StepSeries[]): StepSeries =>
  series.find((one) => one.main) ?? series[series.length - 1]!

const shortened = (name: string): string => (name.length > LABEL_LENGTH ? `${name.slice(0, LABEL_LENGTH - 1)}…` : name)

/** They lie behind, so they go before the lines of the run that is shown. */
export function overlayLines(
  series: readonly StepSeries[],
  overlays: readonly Overlay[],
  { smoothing, compact }: { smoothing: number; compact: boolean },
): PlotLine[] {
  const { metric, smoothing: kind } = mainSeries(series)
  const labelled = !compact && overlays.length <= MOST_LABELS
  return overlays.flatMap(({ name: given, color }) => {
    const run = words.told.recording.name(given)
    const name = words.charts.lines.ofRun(run, words.told.metric.label(metric))
    const line: PlotLine = { id: metric, name, run, width: 1.5, alpha: ALPHA, ...runLook(color) }
    const named = labelled ? { ...line, label: shortened(run) } : line
    if (!isSmoothed(kind, smoothing)) return [named]
    const smoothed = kind === 'recent' ? kind : smoothing
    return [
      { ...line, name: words.charts.lines.raw(name), shadow: true, draw: 'nothing' as const },
      { ...named, smoothed },
    ]
  })
}

interface Points {
  xs: number[]
  /** One or two lines over the same places: the raw values first, where they are smoothed. */
  ys: (number | null)[][]
}

const known = new WeakMap<RunFigures, { version: number; points: Map<string, Points> }>()

/** An overlaid run does not change: its points are reckoned once for each way of looking at it. */
function pointsOf(series: StepSeries, { figures, config }: Overlay, axis: XAxis, smoothing: number): Points {
  let entry = known.get(figures)
  if (!entry || entry.version !== figures.version) {
    entry = { version: figures.version, points: new Map() }
    known.set(figures, entry)
  }
  const key = [series.metric, axis, smoothing].join(' ')
  const found = entry.points.get(key)
  if (found) return found
  const points = makePoints(series, figures, recentSteps(config), stepScale(axis, figures, config), smoothing)
  entry.points.set(key, points)
  return points
}

function makePoints(
  { metric, smoothing: kind, perStage }: StepSeries,
  figures: RunFigures,
  recent: number,
  scale: (step: number) => number,
  smoothing: number,
): Points {
  const rows = isHeldOut(metric) ? figures.evals : figures.steps
  const raw = rows.series(metric)
  const starts = perStage && !isHeldOut(metric) ? stageRows(figures) : []
  const lines = [raw]
  if (isSmoothed(kind, smoothing))
    lines.push(kind === 'recent' ? runningMean(raw, recent, starts) : smooth(raw, smoothing, starts))
  const xs: number[] = []
  const ys: (number | null)[][] = lines.map(() => [])
  for (let row = 0; row < rows.length; row++) {
    const step = rows.steps[row]!
    // What starts anew with a stage does not run across its edge.
    if (row > 0 && starts.includes(row)) {
      xs.push(scale(step - 0.5))
      for (const line of ys) line.push(null)
    }
    // A step can be evaluated twice: the later one counts.
    const again = rows.steps[row - 1] === step
    if (!again) xs.push(scale(step))
    for (const [i, line] of ys.entries()) {
      const value = lines[i]![row]!
      if (again) line.pop()
      line.push(Number.isFinite(value) ? value : null)
    }
  }
  return { xs, ys }
}

/** The frame with the values of other runs in it, before its own, at all places of the axis that any of them has. */
export function withOverlays(
  frame: PlotFrame,
  series: readonly StepSeries[],
  overlays: readonly Overlay[],
  { axis, smoothing }: { axis: XAxis; smoothing: number },
): PlotFrame {
  if (overlays.length === 0) return frame
  const drawn = overlays.map((overlay) => pointsOf(mainSeries(series), overlay, axis, smoothing))
  const x = union([Array.from(frame.x), ...drawn.map(({ xs }) => xs)])
  const ys = [
    ...drawn.flatMap((points) => points.ys.map((line) => spreadOver(x, points.xs, line))),
    ...frame.ys.map((line) => spreadOver(x, frame.x, line)),
  ]
  const [from, to] = frame.xRange ?? [0, 1]
  const end = Math.max(to, ...drawn.map(({ xs }) => xs.at(-1) ?? 0))
  return { ...frame, x, ys, xRange: [to > 0 ? (from / to) * end : from, end] }
}

/** Ascending, each once. */
function union(lists: number[][]): number[] {
  const all = lists.flat().sort((a, b) => a - b)
  return all.filter((value, i) => i === 0 || value !== all[i - 1])
}

/** Undefined where the line has nothing to say. */
function spreadOver(x: readonly number[], xs: ArrayLike<number>, ys: ArrayLike<number | null | undefined>): PlotValues {
  const values: PlotValues = new Array(x.length).fill(undefined)
  let at = 0
  for (let i = 0; i < xs.length; i++) {
    while (x[at]! < xs[i]!) at++
    if (ys[i] !== undefined) values[at] = ys[i]
  }
  return values
}
