/** @file A run's last, best and at-cursor value of one figure. */
import { useStore } from 'zustand'
import { formatPlace } from '../../components/plot/number-format'
import { words } from '../../i18n/words'
import { goalOf } from '../../protocol/sweep-metrics'
import { useLibrary, useOverlays, usePlayground, useSession } from '../../store/playground'
import { plotView } from '../../store/plots/plot-view'
import { valueAt } from '../../store/plots/x-axis'
import { type ComparedMetric, figureText, hasBest } from '../../store/runs/run-metrics'
import styles from './runs-panel.module.css'
import type { RunRowData } from './use-rows'

const NONE = '–'

const text = (metric: ComparedMetric, value: number | null | undefined): string =>
  value === null || value === undefined ? NONE : figureText(metric, value)

interface Props {
  row: RunRowData
  metric: ComparedMetric
  second: boolean
}

export function RunCells({ row: { key, info }, metric, second }: Props) {
  return (
    <>
      <td className={styles.value} data-second={second || undefined}>
        {text(metric, info.last[metric])}
      </td>
      <td className={styles.value} data-column="best" data-second={second || undefined}>
        {hasBest(metric) ? text(metric, info.best?.[metric]) : NONE}
      </td>
      <td className={styles.value} data-second={second || undefined}>
        <AtCursor runKey={key} metric={metric} />
      </td>
    </>
  )
}

/** Alone in its component: the cursor moves often. */
function AtCursor({ runKey, metric }: { runKey: string; metric: ComparedMetric }) {
  const { figures } = usePlayground()
  const cursor = useStore(plotView, (view) => view.cursor)
  const axis = useStore(plotView, (view) => view.axis)
  const isShown = useLibrary((state) => state.shown === runKey)
  const overlay = useOverlays((state) => state.overlays.find(({ key }) => key === runKey))
  const config = useSession((s) => s.runConfig)
  const drawn = isShown ? { figures, config } : overlay
  if (cursor === null || !drawn) return NONE
  return text(metric, valueAt(drawn.figures, drawn.config, axis, metric, cursor))
}

/** Over the values of one figure. */
export function ValueHeads({ metric, second }: { metric: ComparedMetric; second: boolean }) {
  const { columns, bestOf, noBest, cursorAt, cursorHelp, axis: axes } = words.library
  const cursor = useStore(plotView, (view) => view.cursor)
  const axis = useStore(plotView, (view) => view.axis)
  return (
    <>
      <th scope="col" className={styles.value} data-second={second || undefined}>
        {columns.last}
      </th>
      <th
        scope="col"
        className={styles.value}
        data-column="best"
        data-second={second || undefined}
        title={hasBest(metric) ? bestOf[goalOf(metric)] : noBest}
      >
        {columns.best}
      </th>
      <th
        scope="col"
        className={styles.value}
        data-second={second || undefined}
        title={cursor === null ? cursorHelp : cursorAt(axes[axis], formatPlace(cursor))}
      >
        {columns.cursor}
      </th>
    </>
  )
}
