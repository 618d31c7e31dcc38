/** @file What we draw on uPlot's canvas ourselves: bands behind, targets, marks and labels at line ends in front. */
import type uPlot from 'uplot'
import { placeLabels } from './end-labels'
import { fade, plotColor } from './plot-theme'
import type { PlotBand, PlotLine, PlotTarget } from './plot-types'

export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif'

export interface LayerStyle {
  /** Canvas pixels in a CSS pixel. */
  ratio: number
  fontSize: number
  strokeOf: (line: PlotLine) => string
  /** Text is never faint: it must be read. */
  textOf: (line: PlotLine) => string
}

function setFont(ctx: CanvasRenderingContext2D, style: LayerStyle): void {
  ctx.font = `${style.fontSize * style.ratio}px ${FONT}`
}

function clipToPlot(u: uPlot, air = 0): void {
  const { left, top, width, height } = u.bbox
  u.ctx.beginPath()
  u.ctx.rect(left - air, top - air, width + 2 * air, height + 2 * air)
  u.ctx.clip()
}

/** Text with a rim of the page's colour, to be read over lines. */
function haloText(ctx: CanvasRenderingContext2D, text: string, x: number, y: number, style: LayerStyle): void {
  ctx.save()
  ctx.setLineDash([])
  ctx.lineJoin = 'round'
  ctx.lineWidth = 3 * style.ratio
  ctx.strokeStyle = plotColor('surface')
  ctx.strokeText(text, x, y)
  ctx.restore()
  ctx.fillText(text, x, y)
}

export function drawBands(u: uPlot, bands: readonly PlotBand[], style: LayerStyle): void {
  const { ctx, bbox } = u
  const right = bbox.left + bbox.width
  ctx.save()
  setFont(ctx, style)
  ctx.textAlign = 'center'
  ctx.textBaseline = 'bottom'
  for (const [i, band] of bands.entries()) {
    const from = Math.max(bbox.left, u.valToPos(band.from, 'x', true))
    const to = Math.min(right, u.valToPos(band.to, 'x', true))
    if (from >= right) continue
    ctx.fillStyle = plotColor('band')
    if (i % 2 === 1) ctx.fillRect(from, bbox.top, to - from, bbox.height)
    if (i > 0) {
      ctx.fillStyle = plotColor('rule-strong')
      ctx.fillRect(Math.round(from), bbox.top, style.ratio, bbox.height)
    }
    const room = to - from - 4 * style.ratio
    // The number alone where the word does not fit.
    const label = [band.label, band.label.replace(/^\D+/, '')].find((text) => ctx.measureText(text).width <= room)
    ctx.fillStyle = plotColor('soft')
    if (label) ctx.fillText(label, (from + to) / 2, bbox.top - 2 * style.ratio)
  }
  ctx.restore()
}

export function drawTargets(u: uPlot, targets: readonly PlotTarget[], style: LayerStyle): void {
  const { ctx, bbox } = u
  ctx.save()
  setFont(ctx, style)
  ctx.textAlign = 'left'
  for (const target of targets) {
    const vertical = target.axis === 'x'
    const at = Math.round(u.valToPos(target.value, vertical ? 'x' : 'y', true)) + 0.5
    const outside = vertical
      ? at < bbox.left || at > bbox.left + bbox.width
      : at < bbox.top - 1 || at > bbox.top + bbox.height + 1
    if (outside) continue
    ctx.strokeStyle = plotColor(target.color ?? 'target')
    ctx.lineWidth = (target.solid ? 1 : 1.25) * style.ratio
    ctx.setLineDash(target.solid ? [] : [5 * style.ratio, 4 * style.ratio])
    ctx.beginPath()
    if (vertical) {
      ctx.moveTo(at, bbox.top)
      ctx.lineTo(at, bbox.top + bbox.height)
    } else {
      ctx.moveTo(bbox.left, at)
      ctx.lineTo(bbox.left + bbox.width, at)
    }
    ctx.stroke()
    ctx.fillStyle = plotColor(target.color ?? 'target')
    const pad = 4 * style.ratio
    if (vertical) {
      ctx.textBaseline = 'top'
      // Before the line where the plot's right edge leaves no room after it.
      const fits = at + pad + ctx.measureText(target.label).width < bbox.left + bbox.width
      ctx.textAlign = fits ? 'left' : 'right'
      haloText(ctx, target.label, fits ? at + pad : at - pad, bbox.top + pad / 2, style)
    } else {
      ctx.textAlign = 'left'
      // Under the line where the plot's top edge leaves no room above it.
      const above = at - bbox.top > (style.fontSize + 4) * style.ratio
      ctx.textBaseline = above ? 'bottom' : 'top'
      haloText(ctx, target.label, bbox.left + pad, above ? at - pad / 2 : at + pad / 2, style)
    }
  }
  ctx.restore()
}

export function drawMarks(u: uPlot, lines: readonly PlotLine[], style: LayerStyle): void {
  const { ctx } = u
  ctx.save()
  // Marks on the very edge are drawn whole.
  clipToPlot(u, 5 * style.ratio)
  for (const [i, line] of lines.entries()) {
    if (!line.mark) continue
    const ys = u.data[i + 1]!
    const apart = line.draw === 'marks'
    const size = (apart ? 2.5 : 2.75) * style.ratio
    ctx.strokeStyle = style.strokeOf(line)
    // Filled with the page, marks stay readable on their own line; loose ones are see-through where they crowd.
    ctx.fillStyle = apart ? fade(style.strokeOf(line), 0.3) : plotColor('surface')
    ctx.lineWidth = 1.25 * style.ratio
    ctx.setLineDash([])
    for (let j = 0; j < ys.length; j++) {
      const y = ys[j]
      if (y === null || y === undefined) continue
      const cx = u.valToPos(u.data[0][j]!, 'x', true)
      const cy = u.valToPos(y, 'y', true)
      ctx.beginPath()
      if (line.mark === 'circle') ctx.arc(cx, cy, size, 0, 2 * Math.PI)
      else ctx.rect(cx - size * 0.9, cy - size * 0.9, size * 1.8, size * 1.8)
      ctx.fill()
      ctx.stroke()
    }
  }
  ctx.restore()
}

/** The name of x in the corner: an axis title would cost a line. */
export function drawXName(u: uPlot, name: string, style: LayerStyle): void {
  const { ctx, bbox } = u
  ctx.save()
  setFont(ctx, style)
  ctx.textAlign = 'right'
  ctx.textBaseline = 'bottom'
  ctx.fillStyle = plotColor('soft')
  haloText(ctx, name, bbox.left + bbox.width - style.ratio, bbox.top + bbox.height - 2 * style.ratio, style)
  ctx.restore()
}

/** Names stand beside the last value of their line. */
export function drawEndLabels(u: uPlot, lines: readonly PlotLine[], style: LayerStyle): void {
  const { ctx, bbox } = u
  const ends = lines.flatMap((line, i) => {
    const last = line.label && line.draw !== 'marks' && line.draw !== 'bars' ? lastValue(u.data[i + 1]!) : null
    if (!last) return []
    const x = u.valToPos(u.data[0][last.index]!, 'x', true)
    return [{ line: i, x, y: u.valToPos(last.value, 'y', true) }]
  })
  if (ends.length === 0) return
  ctx.save()
  setFont(ctx, style)
  ctx.textAlign = 'left'
  ctx.textBaseline = 'middle'
  const height = (style.fontSize + 1.5) * style.ratio
  const half = height / 2
  // All labels stand in one column after the longest line, so that they can be set apart from each other.
  const x = Math.max(...ends.map((end) => end.x)) + 7 * style.ratio
  for (const label of placeLabels(ends, height, bbox.top + half, bbox.top + bbox.height - half)) {
    const line = lines[label.line]!
    ctx.fillStyle = style.textOf({ ...line, alpha: 1 })
    haloText(ctx, line.label!, x, label.y, style)
  }
  ctx.restore()
}

export function lastValue(values: ArrayLike<number | null | undefined>): { index: number; value: number } | null {
  for (let index = values.length - 1; index >= 0; index--) {
    const value = values[index]
    if (value !== null && value !== undefined) return { index, value }
  }
  return null
}
