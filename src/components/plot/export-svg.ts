/** @file A plot as a drawing of its own: title, axes, lines and legend on white, from what the plot on the page shows. */
import { type Axis, xAxis, yAxis } from './export-axes'
import { formatTicks, type NumberStyle } from './number-format'
import type { PlotFrame, PlotLine } from './plot-types'
import { PRINT_COLORS } from './print-colors'
import { escapeXml, FONT, px, rule, text, wrapped } from './svg-parts'

export interface SvgPlot {
  title: string
  /** Of the y axis. */
  unit?: string | undefined
  xName: string
  lines: readonly PlotLine[]
  frame: PlotFrame
  numbers?: NumberStyle | undefined
  scale?: 'linear' | 'asinh' | undefined
  limits?: [number, number] | undefined
  /** In small print: which run, with which settings. */
  caption?: string | undefined
  /** Said in the place of lines where there is no value. */
  emptyText?: string | undefined
}

/** How faint the raw curve behind a smoothed one is. */
const SHADOW = 0.28
const TEXT = 12
/** Width of a letter, about. */
const LETTER = 6.3
const LEFT = 64
const RIGHT = 20
const LEGEND_LINE = 18
/** Marks on the very edge are drawn whole. */
const EDGE = 4

interface Place {
  left: number
  right: number
  top: number
  bottom: number
}

/** @param width In pixels; the height follows from the legend, beside a plot of `height`. */
export function plotSvg(plot: SvgPlot, { width = 720, height = 300 } = {}): string {
  const { title, unit, xName, lines, frame, caption } = plot
  const named = lines.filter((line) => !line.shadow && line.draw !== 'nothing')
  const legend = legendRows(named, width - LEFT - RIGHT)
  const top = frame.bands ? 62 : 46
  const place: Place = { left: LEFT, right: width - RIGHT, top, bottom: top + height }
  const x = xAxis(frame, place.left, place.right)
  const y = yAxis(lines, frame, place.bottom, place.top, plot)
  const legendTop = place.bottom + 54
  const captionTop = legendTop + legend.length * LEGEND_LINE
  const captions = caption ? wrapped(caption, Math.floor((width - LEFT - RIGHT) / 5.4)) : []
  const whole = captionTop + captions.length * 14 + 8
  const clip = `inside-${Math.abs(hash(title + (caption ?? '')))}`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${whole}" viewBox="0 0 ${width} ${whole}" role="img" aria-label="${escapeXml(title)}" font-family="${FONT}" font-size="${TEXT}">
<rect width="${width}" height="${whole}" fill="#ffffff"/>
${text(place.left, 24, title, { size: 16, weight: 600 })}
${axes(plot, x, y, place)}
${text((place.left + place.right) / 2, place.bottom + 34, xName, { anchor: 'middle', color: PRINT_COLORS.soft })}
${unit ? text(0, 0, unit, { anchor: 'middle', color: PRINT_COLORS.soft, turn: `translate(16 ${px((place.top + place.bottom) / 2)}) rotate(-90)` }) : ''}
<clipPath id="${clip}"><rect x="${place.left - EDGE}" y="${place.top - EDGE}" width="${place.right - place.left + 2 * EDGE}" height="${height + 2 * EDGE}"/></clipPath>
${bands(frame, x, place)}
${targets(frame, x, y, place)}
<g clip-path="url(#${clip})">
${lines.map((line, i) => drawLine(line, frame, i, x, y)).join('')}</g>
${frame.x.length === 0 && plot.emptyText ? text((place.left + place.right) / 2, (place.top + place.bottom) / 2, plot.emptyText, { anchor: 'middle', color: PRINT_COLORS.soft }) : ''}
${legend.map((row, i) => row.map(({ line, left }) => legendEntry(line, LEFT + left, legendTop + i * LEGEND_LINE)).join('')).join('\n')}
${captions.map((line, i) => text(place.left, captionTop + 10 + i * 14, line, { size: 10, color: PRINT_COLORS.soft })).join('')}
</svg>
`
}

function axes({ numbers }: SvgPlot, x: Axis, y: Axis, { left, right, top, bottom }: Place): string {
  const { grid, axis: color } = PRINT_COLORS
  const yTexts = formatTicks(y.ticks, numbers)
  const rows = y.ticks.map((tick, i) => {
    const at = y.at(tick)
    return rule(left, at, right, at, grid) + text(left - 8, at + 4, yTexts[i]!, { anchor: 'end', color })
  })
  const xTexts = formatTicks(x.ticks)
  const columns = x.ticks.map((tick, i) => {
    const at = x.at(tick)
    return rule(at, bottom, at, bottom + 4, color) + text(at, bottom + 17, xTexts[i]!, { anchor: 'middle', color })
  })
  const frame = rule(left, bottom, right, bottom, color) + rule(left, top, left, bottom, PRINT_COLORS['rule-strong'])
  return [...rows, frame, ...columns].join('\n')
}

function bands({ bands: list = [] }: PlotFrame, x: Axis, { left, right, top, bottom }: Place): string {
  const inside = (value: number) => Math.min(Math.max(x.at(value), left), right)
  return list
    .filter(({ from }) => x.at(from) < right)
    .map(({ from, to, label }, i) => {
      const edge = inside(from)
      const line = i === 0 ? '' : rule(edge, top, edge, bottom, PRINT_COLORS['rule-strong'])
      return (
        line + text((edge + inside(to)) / 2, top - 6, label, { anchor: 'middle', size: 11, color: PRINT_COLORS.soft })
      )
    })
    .join('\n')
}

function targets({ targets: list = [] }: PlotFrame, x: Axis, y: Axis, { left, right, top, bottom }: Place): string {
  return list
    .map(({ value, label, axis, color = 'target', solid }) => {
      const upright = axis === 'x'
      const at = upright ? x.at(value) : y.at(value)
      const isThere = upright ? at >= left - 0.5 && at <= right + 0.5 : at <= bottom + 0.5 && at >= top - 0.5
      if (!isThere) return ''
      const stroke = PRINT_COLORS[color]
      const dash = solid ? '' : ' stroke-dasharray="5 4"'
      const line = upright ? rule(at, top, at, bottom, stroke, dash) : rule(left, at, right, at, stroke, dash)
      if (!label) return line
      const [tx, ty] = upright ? [at + 4, top + 12] : [left + 6, at - 5]
      return line + text(tx, ty, label, { size: 11, color: stroke })
    })
    .join('\n')
}

interface Point {
  x: number
  y: number
}

/** Runs of joined values: null is a gap, undefined nothing at all; some lines end at the edges of bands, too. */
export function segments(line: PlotLine, { x, ys, bands: list = [] }: PlotFrame, index: number): Point[][] {
  const edges = line.breaks ? list.slice(1).map(({ from }) => from) : []
  const parts: Point[][] = []
  let part: Point[] = []
  const end = () => {
    if (part.length > 0) parts.push(part)
    part = []
  }
  const values = ys[index] ?? []
  for (let j = 0; j < x.length; j++) {
    const value = values[j]
    if (value === undefined) continue
    const last = part.at(-1)
    if (value === null || !Number.isFinite(value)) end()
    else {
      if (last && edges.some((edge) => last.x < edge && x[j]! >= edge)) end()
      part.push({ x: x[j]!, y: value })
    }
  }
  end()
  return parts
}

function drawLine(line: PlotLine, frame: PlotFrame, index: number, x: Axis, y: Axis): string {
  if (line.draw === 'nothing') return ''
  const color = PRINT_COLORS[line.color]
  const alpha = (line.alpha ?? 1) * (line.shadow ? SHADOW : 1)
  const opacity = alpha < 1 ? ` opacity="${px(alpha)}"` : ''
  const parts = segments(line, frame, index)
  const points = parts.flat()
  if (line.draw === 'bars') return bars(points, frame, x, y, `fill="${color}" fill-opacity="0.75"${opacity}`)
  const strokes = line.draw === 'marks' ? '' : parts.map((part) => path(part, x, y, line, color, opacity)).join('')
  return strokes + (line.mark ? points.map((point) => mark(line, x.at(point.x), y.at(point.y), opacity)).join('') : '')
}

const dashOf = ({ dash }: PlotLine): string => (dash ? ` stroke-dasharray="${dash.join(' ')}"` : '')

function path(part: Point[], x: Axis, y: Axis, line: PlotLine, color: string, opacity: string): string {
  const width = line.shadow ? 1 : (line.width ?? 1.75)
  const points = part.map((point) => `${px(x.at(point.x))},${px(y.at(point.y))}`).join(' ')
  return `<polyline points="${points}" fill="none" stroke="${color}" stroke-width="${width}" stroke-linejoin="round"${dashOf(line)}${opacity}/>\n`
}

function mark(line: PlotLine, cx: number, cy: number, opacity: string): string {
  const color = PRINT_COLORS[line.color]
  const look = `fill="${line.draw === 'marks' ? color : '#ffffff'}"${line.draw === 'marks' ? ' fill-opacity="0.3"' : ''} stroke="${color}" stroke-width="1.25"${opacity}`
  if (line.mark === 'square') return `<rect x="${px(cx - 2.5)}" y="${px(cy - 2.5)}" width="5" height="5" ${look}/>\n`
  return `<circle cx="${px(cx)}" cy="${px(cy)}" r="2.75" ${look}/>\n`
}

function bars(points: Point[], { x: xs }: PlotFrame, x: Axis, y: Axis, look: string): string {
  const gaps = Array.from({ length: Math.max(0, xs.length - 1) }, (_, i) => x.at(xs[i + 1]!) - x.at(xs[i]!))
  const width = Math.max(2, Math.min(40, ...gaps) * 0.9)
  return points
    .map((point) => {
      const [top, zero] = [y.at(point.y), y.at(0)]
      return `<rect x="${px(x.at(point.x) - width / 2)}" y="${px(Math.min(top, zero))}" width="${px(width)}" height="${px(Math.abs(zero - top))}" ${look}/>\n`
    })
    .join('')
}

/** Entries beside each other, as many as fit. */
function legendRows(lines: readonly PlotLine[], width: number): { line: PlotLine; left: number }[][] {
  const rows: { line: PlotLine; left: number }[][] = []
  let used = Number.POSITIVE_INFINITY
  for (const line of lines) {
    const room = 34 + line.name.length * LETTER + 20
    if (used + room > width && used > 0) {
      rows.push([])
      used = 0
    }
    rows.at(-1)!.push({ line, left: used })
    used += room
  }
  return rows
}

function legendEntry(line: PlotLine, left: number, y: number): string {
  const color = PRINT_COLORS[line.color]
  const isLoose = line.draw === 'marks' || line.draw === 'bars'
  const sample = isLoose
    ? ''
    : rule(left, y, left + 26, y, color, ` stroke-width="${line.width ?? 1.75}"${dashOf(line)}`)
  const point =
    line.draw === 'bars'
      ? mark({ ...line, mark: 'square', draw: 'marks' }, left + 13, y, '')
      : line.mark
        ? mark(line, left + 13, y, '')
        : ''
  return sample + point + text(left + 32, y + 4, line.name)
}

/** Tells drawings on one page apart. */
const hash = (words: string): number => [...words].reduce((sum, c) => (Math.imul(sum, 31) + c.codePointAt(0)!) | 0, 7)
