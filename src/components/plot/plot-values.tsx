/** @file The values beside a plot's title, each with the look of its line; they follow the cursor. */

import { type RefObject, useImperativeHandle, useRef } from 'react'
import { words } from '../../i18n/words'
import { colorVar } from '../theme'
import { formatFigure, type NumberStyle } from './number-format'
import classes from './plot.module.css'
import type { PlotLine, PlotReadout } from './plot-types'

export interface PlotValuesHandle {
  show: (readout: PlotReadout) => void
}

export interface PlotValuesProps {
  handle: RefObject<PlotValuesHandle | null>
  lines: readonly PlotLine[]
  numbers?: NumberStyle | undefined
  unit?: string | undefined
  compact?: boolean
}

export function PlotValues({ handle, lines, numbers, unit, compact = false }: PlotValuesProps) {
  const row = useRef<HTMLSpanElement>(null)
  useImperativeHandle(handle, () => ({
    show({ x, values }) {
      for (const cell of row.current?.querySelectorAll<HTMLElement>('[data-line]') ?? []) {
        const value = values[Number(cell.dataset.line)]
        const text = x === null && (value === null || value === undefined) ? '–' : formatFigure(value, numbers)
        if (cell.textContent !== text) cell.textContent = text
      }
    },
  }))
  const shown = headlines(lines, compact)
  return (
    <span className={classes.values} ref={row}>
      {shown.map(({ line, index }) => (
        <span key={line.id} className={classes.value} title={line.name} style={{ color: colorVar(line.color) }}>
          {shown.length > 1 && <Swatch line={line} />}
          {/* Loose marks have no last value: their name tells which is which. */}
          {line.draw === 'marks' ? <span>{line.name}</span> : <span data-line={index}>–</span>}
        </span>
      ))}
      {unit && (
        <span className={classes.unit} title={words.charts.units[unit]}>
          {words.charts.unitNames[unit] ?? unit}
        </span>
      )}
    </span>
  )
}

/** Where several lines have names, those; a small plot has room for its main line alone, which is the last. */
function headlines(lines: readonly PlotLine[], compact: boolean) {
  const drawn = lines
    .map((line, index) => ({ line, index }))
    .filter(({ line }) => !line.shadow && !line.run && line.draw !== 'bars')
  if (drawn.length > 0 && drawn.every(({ line }) => line.draw === 'marks')) return drawn.length > 1 ? drawn : []
  const named = drawn.length > 1 ? drawn.filter(({ line }) => line.label) : drawn
  return compact ? named.slice(-1) : named
}

/** A piece of the line as it is drawn. */
function Swatch({ line }: { line: PlotLine }) {
  const apart = line.draw === 'marks'
  return (
    <svg width={apart ? 8 : 12} height="8" viewBox={apart ? '3 0 8 8' : '1 0 12 8'} role="img" aria-label={line.name}>
      {!apart && (
        <line
          x1="0"
          y1="4"
          x2="14"
          y2="4"
          stroke="currentColor"
          strokeWidth="1.75"
          strokeDasharray={line.dash?.map((part) => part * 0.8).join(' ')}
        />
      )}
      {line.mark === 'circle' && <circle cx="7" cy="4" r="2.6" className={classes.swatchMark} />}
      {line.mark === 'square' && <rect x="4.6" y="1.6" width="4.8" height="4.8" className={classes.swatchMark} />}
    </svg>
  )
}
