/** @file uPlot's options for one of our plots. */
import uPlot from 'uplot'
import { drawBands, drawEndLabels, drawMarks, drawTargets, drawXName, FONT, type LayerStyle } from './draw-layers'
import { formatTicks } from './number-format'
import { asinhTicks, yRange } from './plot-range'
import { fade, plotColor } from './plot-theme'
import type { PlotFrame, PlotLine, PlotOptions } from './plot-types'

/** Opacity of lines that are not the highlighted one, of raw curves, and of a recorded run. */
const DIMMED = 0.35
const SHADOW = 0.28
const FAINT = 0.72

/** Narrower than this, a plot spends no room on labels at line ends. */
const LABEL_WIDTH = 150

/** Room for the numbers of y, at least. */
const AXIS_WIDTH = 32

export interface PlotState {
  options: PlotOptions
  frame: PlotFrame
}

/** Held-out figures are lit with their training twins, since a term of the formula means both. */
const family = (id: string): string => id.replace(/^eval_/, '')

export function isLit(line: PlotLine, options: PlotOptions): boolean {
  const wanted = options.highlight
  if (!wanted) return true
  const lit = (other: PlotLine) => family(other.id) === family(wanted)
  return lit(line) || !options.lines.some(lit)
}

export function strokeOf(line: PlotLine, options: PlotOptions): string {
  const alpha = (line.alpha ?? 1) * (line.shadow ? SHADOW : 1) * (options.faint ? FAINT : 1)
  return fade(plotColor(line.color), isLit(line, options) ? alpha : alpha * DIMMED)
}

export function plotOptions(
  state: PlotState,
  size: { width: number; height: number },
  hooks: { cursor: (u: uPlot) => void; focus: (seriesIdx: number | null) => void },
): uPlot.Options {
  const { options } = state
  const { compact = false, scale, sync } = options
  const fontSize = compact ? 10 : 11
  const style = (): LayerStyle => ({
    ratio: uPlot.pxRatio,
    fontSize,
    strokeOf: (line) => strokeOf(line, state.options),
    textOf: (line) => strokeOf(line, { ...state.options, faint: false }),
  })
  const labels = options.lines.flatMap((line) =>
    line.draw === 'marks' || line.draw === 'bars' ? [] : [line.label ?? ''],
  )
  const labelWidth = Math.max(0, ...labels.map((label) => textWidth(label, fontSize)))
  const right = (u: uPlot) => labelRoom(u, state.frame, labelWidth)

  return {
    ...size,
    // Names of stages stand above the plot.
    padding: [() => (state.frame.bands ? fontSize + 6 : compact ? 5 : 8), right, compact ? 3 : 0, 0],
    legend: { show: false },
    // Dimming is ours, by highlight: uPlot's own would dim in one plot alone.
    focus: { alpha: 1 },
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: {
        size: 7,
        width: 1.5,
        stroke: (_u, i) => strokeOf(options.lines[i - 1]!, { ...state.options, highlight: null }),
        fill: () => plotColor('surface'),
      },
      focus: { prox: 16 },
      dataIdx: (u, i, idx) => (i === 0 ? idx : options.lines[i - 1]!.shadow ? null : valueAtOrBefore(u.data[i]!, idx)),
      ...(sync ? { sync: { key: sync, setSeries: false, scales: ['x', null] as [string, null] } } : {}),
    },
    scales: {
      x: { time: false, range: (_u, min, max) => state.frame.xRange ?? widen(min, max) },
      y: {
        // The line between linear and logarithmic lies at 1: rewards and nats are of that size.
        ...(scale === 'asinh' ? { distr: 4, asinh: 1 } : {}),
        range: (_u, min, max) => yRange(min, max, state.frame, options.limits),
      },
    },
    axes: [
      {
        show: options.xAxis ? options.xAxis !== 'hidden' : !compact,
        size: compact ? 20 : 24,
        gap: 3,
        font: `${fontSize}px ${FONT}`,
        stroke: () => plotColor('axis'),
        grid: { show: false },
        ticks: { show: true, size: 3, width: 1, stroke: () => plotColor('rule-strong') },
        space: compact ? 36 : 44,
        values: (_u, ticks) => (bare(state.frame) && !options.sync ? blank(ticks) : formatTicks(ticks)),
      },
      {
        size: (_u, values) => axisWidth(values, fontSize),
        gap: 4,
        font: `${fontSize}px ${FONT}`,
        stroke: () => plotColor('axis'),
        grid: { width: 1, stroke: () => plotColor('grid') },
        ticks: { show: false },
        space: compact ? 22 : 28,
        ...(scale === 'asinh'
          ? { splits: (u, _i, min, max) => asinhTicks(min, max, u.bbox.height / uPlot.pxRatio, compact ? 18 : 22) }
          : {}),
        values: (_u, ticks) => (bare(state.frame) ? blank(ticks) : formatTicks(ticks, options.numbers)),
      },
    ],
    series: [{}, ...options.lines.map((line) => series(line, state))],
    hooks: {
      drawClear: [(u) => drawBands(u, state.frame.bands ?? [], style())],
      draw: [
        (u) => {
          // On empty axes the text in their middle would lie over them.
          if (!bare(state.frame)) drawTargets(u, state.frame.targets ?? [], style())
          drawMarks(u, options.lines, style())
          if (options.xAxis === 'named') drawXName(u, options.xName, style())
          if (u.width >= LABEL_WIDTH) drawEndLabels(u, options.lines, style())
        },
      ],
      setCursor: [hooks.cursor],
      setSeries: [(_u, i) => hooks.focus(i)],
    },
  }
}

/** Axes without values are lines without numbers: any number would be made up. */
const bare = (frame: PlotFrame): boolean => frame.x.length === 0
const blank = (ticks: readonly number[]): string[] => ticks.map(() => '')

/** From the end of a line over the gap and the label's rim to the edge. */
const LABEL_AIR = 12
const NO_LABELS = 10

/** Right of the axes, in CSS pixels: nothing while labels find room within the plot, since their lines end early. */
function labelRoom(u: uPlot, { x, xRange }: PlotFrame, labelWidth: number): number {
  const last = x[x.length - 1]
  if (u.width < LABEL_WIDTH || labelWidth === 0 || last === undefined || !xRange) return NO_LABELS
  const plotWidth = u.width - AXIS_WIDTH - NO_LABELS
  const after = (1 - (last - xRange[0]) / (xRange[1] - xRange[0])) * plotWidth
  return after + NO_LABELS >= labelWidth + LABEL_AIR ? NO_LABELS : labelWidth + LABEL_AIR
}

/** uPlot asks for paddings when a scale changes, and a line grows without that: true when it has to ask again. */
export function paddingIsStale(u: uPlot, options: uPlot.Options): boolean {
  const wanted = options.padding?.[1]
  const drawn = u.width - (u.bbox.left + u.bbox.width) / uPlot.pxRatio
  return typeof wanted === 'function' && Math.abs(wanted(u, 1, [false, false, true, true], 0) - drawn) > 2
}

const bars = uPlot.paths.bars?.({ size: [0.9, 60, 1], align: 0 })

function series(line: PlotLine, state: PlotState): uPlot.Series {
  const stroke = () => strokeOf(line, state.options)
  const common: uPlot.Series = { label: line.name, stroke, points: { show: false }, width: line.width ?? 1.75 }
  if (line.shadow) common.width = 1
  if (line.dash) common.dash = line.dash
  if (line.draw === 'marks') return { ...common, paths: () => null }
  // Nor does it stretch the axis.
  if (line.draw === 'nothing') return { ...common, paths: () => null, auto: false }
  if (line.draw === 'bars')
    return { ...common, width: 0, fill: () => fade(stroke(), 0.75), ...(bars ? { paths: bars } : {}) }
  if (!line.breaks) return common
  return {
    ...common,
    gaps: (u, i, from, to, gaps) => [...gaps, ...edgeGaps(u, i, from, to, state)].sort((a, b) => a[0] - b[0]),
  }
}

/** From the last value before each edge of a band to the first one after it. */
function edgeGaps(u: uPlot, i: number, from: number, to: number, state: PlotState): [number, number][] {
  const edges = (state.frame.bands ?? []).slice(1).map((band) => band.from)
  const [xs, ys] = [u.data[0], u.data[i]!]
  return edges.flatMap((edge) => {
    let before = -1
    let after = -1
    for (let j = from; j <= to && after < 0; j++) {
      if (ys[j] === null || ys[j] === undefined) continue
      if (xs[j]! < edge) before = j
      else after = j
    }
    if (before < 0 || after < 0) return []
    // As wide as the line is thick, or a steep step would show at the gap's edges.
    const air = 1.5 * uPlot.pxRatio
    return [[u.valToPos(xs[before]!, 'x', true) - air, u.valToPos(xs[after]!, 'x', true) + air] as [number, number]]
  })
}

export function valueAtOrBefore(values: ArrayLike<number | null | undefined>, idx: number): number | null {
  for (let i = idx; i >= 0; i--) if (values[i] !== undefined) return i
  return null
}

function widen(min: number | null, max: number | null): [number, number] {
  if (min === null || max === null) return [0, 1]
  const air = (max - min) * 0.04 || 1
  return [min - air, max + air]
}

let ruler: CanvasRenderingContext2D | null = null

function textWidth(text: string, fontSize: number): number {
  ruler ??= document.createElement('canvas').getContext('2d')
  if (!ruler) return text.length * fontSize * 0.6
  ruler.font = `${fontSize}px ${FONT}`
  return ruler.measureText(text).width
}

/** In steps of 8 pixels, so that a new digit does not make the plot shiver. */
function axisWidth(values: readonly string[] | null, fontSize: number): number {
  const widest = Math.max(0, ...(values ?? []).map((value) => textWidth(value, fontSize)))
  return Math.max(AXIS_WIDTH, Math.ceil((widest + 10) / 8) * 8)
}
