/** @file The table behind a plot, in the plot's own place. */

import { useCallback, useEffect, useReducer } from 'react'
import { words } from '../../i18n/words'
import { ScrollRegion } from '../scroll-region'
import { colorVar } from '../theme'
import { follow } from './live-text'
import { formatPlace, type NumberStyle } from './number-format'
import classes from './plot.module.css'
import { cell, columnsOf, plotRows } from './plot-rows'
import type { PlotFrame, PlotLine, PlotSource } from './plot-types'

/** More rows than this help nobody; copying the values takes them all. */
const MOST_ROWS = 100

export interface PlotTableProps {
  source: PlotSource
  title: string
  lines: readonly PlotLine[]
  frame: () => PlotFrame
  xName: string
  numbers?: NumberStyle | undefined
}

export function PlotTable({ source, title, lines, frame, xName, numbers }: PlotTableProps) {
  const [, render] = useReducer((count: number) => count + 1, 0)
  const refresh = useCallback(() => render(), [])
  useEffect(() => follow(source, 1000, refresh), [source, refresh])
  const rows = plotRows(lines, frame(), MOST_ROWS).reverse()
  return (
    <ScrollRegion className={classes.tableBox} label={words.charts.table.label(title)}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{xName}</th>
            {columnsOf(lines).map(({ line, values }) => (
              <th scope="col" key={values} style={{ color: colorVar(line.color) }}>
                {line.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            // A scatter has several rows with the same x.
            <tr key={i}>
              <th scope="row">{formatPlace(row.x)}</th>
              {row.values.map((value, j) => (
                <td key={j}>{cell(value, numbers)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className={classes.empty}>{words.charts.table.empty}</p>}
    </ScrollRegion>
  )
}
