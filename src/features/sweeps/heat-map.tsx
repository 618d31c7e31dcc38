/** @file The median figure over two fields of choice, as a table whose cells are shaded. */
import { useState } from 'react'
import { formatSetting } from '../../components/format'
import { PictureMenu } from '../../components/plot/picture-menu'
import { words } from '../../i18n/words'
import type { KeptSweep } from '../../protocol/sweep-kept'
import { figureText } from '../../store/runs/run-metrics'
import { aboutSweep } from './about-sweep'
import { Choice } from './choice'
import { type Bin, type HeatCell, heatTable } from './heat-cells'
import styles from './heat-map.module.css'
import { fieldName, metricName } from './names'
import { goodness } from './scale'

const binText = ({ from, to }: Bin): string =>
  from === to
    ? formatSetting(from)
    : `${formatSetting(Number(from.toPrecision(2)))}–${formatSetting(Number(to.toPrecision(2)))}`

export function HeatMap({ sweep }: { sweep: KeptSweep }) {
  const { heat } = words.sweeps
  const paths = sweep.sweep.fields.map(({ path }) => path)
  const [chosen, setChosen] = useState<{ rows?: string; columns?: string }>({})
  const { metric, fields } = sweep.sweep
  const fieldAt = (path: string) => fields.find((field) => field.path === path)!
  const rows = chosen.rows ?? paths[0]!
  const columns = chosen.columns ?? paths[1]
  if (columns === undefined) {
    return (
      <section className={styles.frame} aria-label={heat.title}>
        <h3 className={styles.title}>{heat.title}</h3>
        <p className={styles.none}>{heat.none}</p>
      </section>
    )
  }
  const table = heatTable(sweep.trials, sweep.results, metric, [fieldAt(rows), fieldAt(columns)])
  const figures = table.cells.flat().flatMap(({ spread }) => spread?.median ?? [])
  const names = Object.fromEntries(paths.map((path) => [path, fieldName(path)]))
  // The other one gives way, so that the two stay two.
  const choose = (side: 'rows' | 'columns', path: string) => {
    const other = side === 'rows' ? columns : rows
    const former = side === 'rows' ? rows : columns
    const swapped = other === path ? former : other
    setChosen(side === 'rows' ? { rows: path, columns: swapped } : { rows: swapped, columns: path })
  }
  const shade = ({ spread }: HeatCell) => {
    if (!spread) return undefined
    const share = Math.round(goodness(spread.median, figures, metric.goal) * 100)
    return { background: `color-mix(in oklab, var(--cell-high) ${share}%, var(--cell-low))` }
  }
  return (
    <section className={styles.frame} aria-label={heat.title} data-picture>
      <div className={styles.head}>
        <h3 className={styles.title}>{heat.title}</h3>
        <span className={styles.quiet}>{heat.rows}</span>
        <Choice label={heat.rows} value={rows} options={names} onChange={(path) => choose('rows', path)} />
        <span className={styles.quiet}>{heat.columns}</span>
        <Choice label={heat.columns} value={columns} options={names} onChange={(path) => choose('columns', path)} />
        <span className={styles.menu}>
          <PictureMenu title={heat.title} about={() => aboutSweep(sweep)} />
        </span>
      </div>
      <div className={styles.box}>
        <table className={styles.table} data-drawn>
          <caption className={styles.caption}>
            <span className={styles.captionText}>
              {heat.caption(metricName(metric.key), fieldName(rows), fieldName(columns))}
            </span>
          </caption>
          <thead>
            <tr>
              <td />
              {table.columns.map((bin) => (
                <th key={bin.from} scope="col">
                  {binText(bin)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((bin, i) => (
              <tr key={bin.from}>
                <th scope="row">{binText(bin)}</th>
                {table.cells[i]!.map((cell, j) => (
                  <td key={table.columns[j]!.from} className={styles.cell} style={shade(cell)}>
                    {cell.spread ? figureText(metric.key, cell.spread.median) : cell.ended > 0 ? heat.failed : '–'}
                    {cell.spread && <small>{heat.cell(cell.spread.n)}</small>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
