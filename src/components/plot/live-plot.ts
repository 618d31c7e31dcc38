/** @file A uPlot that lives on its own: follows its source, its box, the theme, the pointer and the arrow keys. */
import uPlot from 'uplot'
import { lastValue } from './draw-layers'
import { drawNoMore, drawSoon } from './draw-queue'
import { formatPlace } from './number-format'
import { type PlotState, paddingIsStale, plotOptions } from './plot-options'
import { onSchemeChange } from './plot-theme'
import type { PlotOptions, PlotReadout, PlotSource } from './plot-types'

export interface LivePlot {
  /** Same lines, other wishes: highlight, faintness, frame. */
  update: (options: PlotOptions) => void
  /** Moves the shared cursor by so many values; to the ends with ±Infinity; null takes it away. */
  moveCursor: (by: number | null) => void
  destroy: () => void
}

/** setCursor takes a third argument, not in its types: tell the other plots. */
type SetCursor = (at: { left: number; top: number }, fire: boolean, publish: boolean) => void

export function mountPlot(holder: HTMLElement, source: PlotSource, options: PlotOptions): LivePlot {
  const state: PlotState = { options, frame: options.frame() }
  let visible = false
  let drawnVersion = -1
  let pointedAt: string | null = null

  const box = () => ({ width: Math.max(holder.clientWidth, 40), height: Math.max(holder.clientHeight, 30) })
  const built = plotOptions(state, box(), { cursor: onCursor, focus: onFocus })
  const u = new uPlot(built, data(), holder)
  const chip = u.over.appendChild(document.createElement('div'))
  chip.className = 'plot-cursor-chip'
  chip.hidden = true
  chip.setAttribute('aria-hidden', 'true')

  /** uPlot draws no axes around no values: an empty plot has two that are missing. */
  function data(): uPlot.AlignedData {
    const { x, ys } = state.frame
    if (x.length > 0) return [x as number[], ...ys]
    const range = state.frame.xRange ?? [0, 1]
    return [range, ...state.options.lines.map(() => [null, null])] as uPlot.AlignedData
  }

  function redraw(): void {
    if (!visible) return
    drawnVersion = source.version
    state.frame = state.options.frame()
    // At once: by itself it draws after the frame's other work, where nobody counts the time.
    u.batch(() => {
      u.setData(data())
      if (paddingIsStale(u, built)) u.setSize(box())
    })
    tell()
  }

  /** Drawing waits for its turn, and for the plot to be seen. */
  function request(): void {
    if (visible) drawSoon(redraw)
  }

  function tell(): void {
    const report = state.options.onReadout
    if (!report) return
    const idx = u.cursor.idx
    const away = idx === null || idx === undefined || state.frame.x.length === 0
    const readout: PlotReadout = {
      x: away ? null : state.frame.x[idx]!,
      values: state.options.lines.map((_, i) => {
        const ys = state.frame.ys[i] ?? []
        if (away) return lastValue(ys)?.value ?? null
        const at = u.cursor.idxs?.[i + 1]
        return at === null || at === undefined ? null : (ys[at] ?? null)
      }),
    }
    report(readout)
    // Of plots that share a cursor the one that is pointed at speaks for all.
    if (away || holder === document.activeElement || holder.matches(':hover')) state.options.onCursor?.(readout.x)
  }

  function onCursor(plot: uPlot): void {
    const idx = plot.cursor.idx
    const at = idx === null || idx === undefined ? undefined : state.frame.x[idx]
    chip.hidden = at === undefined || state.options.compact === true
    if (at !== undefined) {
      chip.textContent = `${state.options.xName} ${formatPlace(at)}`
      const left = plot.valToPos(at, 'x')
      const half = chip.offsetWidth / 2
      const width = plot.over.clientWidth
      chip.style.transform = `translateX(${Math.min(Math.max(left - half, 0), Math.max(width - 2 * half, 0))}px)`
    }
    tell()
  }

  function onFocus(seriesIdx: number | null): void {
    const id = seriesIdx === null ? null : (state.options.lines[seriesIdx - 1]?.id ?? null)
    if (id === pointedAt) return
    pointedAt = id
    state.options.onHighlight?.(id)
  }

  const unsubscribe = source.subscribe(request)
  const offScheme = onSchemeChange(() => u.redraw(false, true))
  const resizer = new ResizeObserver(() => {
    const size = box()
    if (size.width !== u.width || size.height !== u.height) u.setSize(size)
  })
  resizer.observe(holder)
  const watcher = new IntersectionObserver((entries) => {
    visible = entries.at(-1)?.isIntersecting ?? true
    if (visible && drawnVersion !== source.version) request()
  })
  watcher.observe(holder)

  return {
    update(next) {
      const sameFrame = next.frame === state.options.frame
      state.options = next
      if (sameFrame) u.redraw(false)
      else if (visible) request()
      else drawnVersion = -1
    },
    moveCursor(by) {
      const setCursor = u.setCursor as unknown as SetCursor
      if (by === null) return setCursor({ left: -10, top: -10 }, true, true)
      const count = state.frame.x.length
      if (count === 0) return
      const from = u.cursor.idx ?? (by > 0 && Number.isFinite(by) ? -1 : count)
      const idx = Math.min(Math.max(from + by, 0), count - 1)
      const left = u.valToPos(state.frame.x[idx]!, 'x')
      setCursor({ left, top: u.over.clientHeight / 2 }, true, true)
    },
    destroy() {
      drawNoMore(redraw)
      unsubscribe()
      offScheme()
      resizer.disconnect()
      watcher.disconnect()
      if (pointedAt !== null) state.options.onHighlight?.(null)
      u.destroy()
    },
  }
}
