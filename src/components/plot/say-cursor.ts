/** @file What a screen reader says of a plot's cursor: its place and the values there. */
import { words } from '../../i18n/words'
import { formatFigure, formatPlace } from './number-format'
import type { PlotOptions, PlotReadout } from './plot-types'

/**
 * Written past React, ten times a second at most. A slider's value is announced when the focused one changes: so while
 * one is focused it changes with its cursor, and not with every step of a run.
 */
export function sayCursor(element: HTMLElement | null, options: PlotOptions, { x, values }: PlotReadout): void {
  if (!element) return
  const focused = element === document.activeElement
  if (focused ? x === null && element.dataset.cursor === 'away' : x !== null) return
  element.dataset.cursor = x === null ? 'away' : 'there'
  const parts = options.lines.flatMap((line, i) =>
    line.shadow || line.draw === 'nothing' ? [] : [`${line.name} ${formatFigure(values[i], options.numbers)}`],
  )
  element.setAttribute('aria-valuenow', String(x ?? 0))
  element.setAttribute(
    'aria-valuetext',
    `${x === null ? words.charts.cursor.latest : `${options.xName} ${formatPlace(x)}`}: ${parts.join(', ')}`,
  )
}
