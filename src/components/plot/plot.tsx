/** @file The thin React component around a live uPlot; its data never passes through React. */
import { words } from '../../i18n/words'
import 'uplot/dist/uPlot.min.css'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { type LivePlot, mountPlot } from './live-plot'
import classes from './plot.module.css'
import type { PlotOptions, PlotSource } from './plot-types'
import { sayCursor } from './say-cursor'

export interface PlotProps extends PlotOptions {
  source: PlotSource
  /** Id of the sentence that says what the plot shows. */
  describedBy?: string | undefined
}

const KEYS: Record<string, number | null> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  PageUp: 10,
  PageDown: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
  Escape: null,
}

/** `lines` must stay the same array while the plot shows the same lines: a new one builds the plot anew. */
export function Plot({ source, describedBy, ...options }: PlotProps) {
  const holder = useRef<HTMLDivElement>(null)
  const plot = useRef<LivePlot | null>(null)
  const latest = useRef(options)
  latest.current = options
  const { lines, scale, compact, limits, sync, frame, faint, highlight, xAxis } = options

  const wishes = (): PlotOptions => ({
    ...latest.current,
    onReadout: (readout) => {
      sayCursor(holder.current, latest.current, readout)
      latest.current.onReadout?.(readout)
    },
  })

  // These change uPlot's own structure; the rest is updated below.
  useEffect(() => {
    const mounted = mountPlot(holder.current!, source, wishes())
    plot.current = mounted
    return () => {
      plot.current = null
      mounted.destroy()
    }
  }, [source, lines, scale, compact, limits, sync, xAxis])

  useEffect(() => {
    plot.current?.update(wishes())
  }, [frame, faint, highlight])

  const onKeyDown = (event: KeyboardEvent) => {
    const by = KEYS[event.key]
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    plot.current?.moveCursor(by === null ? null : by * (event.shiftKey ? 10 : 1))
  }

  return (
    <div
      ref={holder}
      className={classes.plot}
      role="slider"
      tabIndex={0}
      aria-label={words.charts.cursor.label(options.title)}
      aria-describedby={describedBy}
      aria-valuenow={0}
      aria-valuetext={words.charts.cursor.none}
      onKeyDown={onKeyDown}
      onBlur={() => plot.current?.moveCursor(null)}
    />
  )
}
