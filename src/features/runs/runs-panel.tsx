/** @file The runs that are kept, as a table: what differs, what they reached, which ones the plots draw. */
import { X } from 'lucide-react'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import { ErrorCard } from '../../components/error-card'
import { LinkButton } from '../../components/link-button'
import { ScrollRegion } from '../../components/scroll-region'
import { words } from '../../i18n/words'
import { useLibrary, usePlayground, useSession } from '../../store/playground'
import { MOST_UNPINNED } from '../../store/runs/run-library'
import { COMPARED_METRICS, type ComparedMetric, metricHelp } from '../../store/runs/run-metrics'
import { runsView } from '../../store/runs/runs-view'
import { uiStore } from '../../store/ui-store'
import { ValueHeads } from './run-cells'
import { RunRow } from './run-row'
import styles from './runs-panel.module.css'
import { useRows } from './use-rows'

/** Overlay, name, difference; steps, when, tools. */
const OTHER_COLUMNS = 6
const VALUE_COLUMNS = 3

export default function RunsPanel() {
  const text = words.library
  const { library } = usePlayground()
  const rows = useRows()
  const empty = useSession((s) => (s.replayOnly ? text.emptyReplay : text.empty))
  const { opened, lasting, dropped, error } = useLibrary((state) => state)
  const kept = rows.filter(({ recording }) => !recording)
  const unpinned = kept.filter(({ info }) => !info.pinned).length
  const judged = rows.some(({ info }) => typeof info.last.eval_win_rate === 'number')
  const { figure, second } = useStore(runsView)
  const first = figure ?? (judged || rows.length === 0 ? 'eval_win_rate' : 'eval_rewards/accuracies')
  const metrics = useMemo(() => (second && second !== first ? [first, second] : [first]), [first, second])
  return (
    <section className={styles.panel} aria-label={text.title}>
      <div className={styles.bar}>
        <h2 className={styles.title}>{text.title}</h2>
        {kept.length > 0 && <span className={styles.count}>{text.count(kept.length)}</span>}
        {rows.length > 0 && (
          <span className={styles.figures}>
            <MetricSelect
              label={text.figure}
              value={first}
              onChange={(chosen) => runsView.setState({ figure: chosen })}
            />
            <MetricSelect
              label={text.secondFigure}
              value={second}
              none={text.noSecond}
              onChange={(chosen) => runsView.setState({ second: chosen })}
            />
          </span>
        )}
        {unpinned > 1 && (
          <LinkButton className={styles.deleteAll} onClick={() => void library.removeUnpinned()}>
            {text.deleteUnpinned}
          </LinkButton>
        )}
        <button
          type="button"
          className={styles.close}
          aria-label={text.close}
          onClick={() => uiStore.setState({ runsOpen: false })}
        >
          <X size={14} aria-hidden />
        </button>
      </div>
      {error && <ErrorCard error={error} onDismiss={library.dismissError} />}
      {!lasting && <p className={styles.note}>{text.forgotten}</p>}
      {dropped > 0 && <p className={styles.note}>{text.dropped(dropped, MOST_UNPINNED)}</p>}
      {kept.length === 0 && <p className={styles.empty}>{opened ? empty : text.opening}</p>}
      {rows.length > 0 && (
        <ScrollRegion className={styles.scroll} label={text.table}>
          <table className={styles.table}>
            <thead>
              {metrics.length > 1 && (
                <tr className={styles.groups}>
                  <td colSpan={3} />
                  {metrics.map((metric) => (
                    <th key={metric} scope="colgroup" colSpan={VALUE_COLUMNS} title={metricHelp(metric)}>
                      {words.told.metric.label(metric)}
                    </th>
                  ))}
                  <td colSpan={3} />
                </tr>
              )}
              <tr>
                <th scope="col" className={styles.overlay}>
                  {text.columns.overlay}
                </th>
                <th scope="col">{text.columns.name}</th>
                <th scope="col" className={styles.difference}>
                  {text.columns.difference}
                </th>
                {metrics.map((metric, i) => (
                  <ValueHeads key={metric} metric={metric} second={i > 0} />
                ))}
                <th scope="col" className={styles.value} data-column="steps">
                  {text.columns.steps}
                </th>
                <th scope="col" className={styles.value} data-column="when">
                  {text.columns.when}
                </th>
                <th scope="col" className={styles.tools}>
                  <span className={styles.hidden}>{text.columns.more}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <RunRow
                  key={row.key}
                  row={row}
                  metrics={metrics}
                  columns={OTHER_COLUMNS + VALUE_COLUMNS * metrics.length}
                />
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </section>
  )
}

interface MetricSelectProps<T extends ComparedMetric | null> {
  label: string
  value: T
  /** What stands for no figure, where none can be chosen. */
  none?: string
  onChange: (metric: T) => void
}

function MetricSelect<T extends ComparedMetric | null>({ label, value, none, onChange }: MetricSelectProps<T>) {
  return (
    <select
      className={styles.select}
      aria-label={label}
      title={value === null ? undefined : metricHelp(value)}
      value={value ?? ''}
      onChange={(event) => onChange((event.currentTarget.value || null) as T)}
    >
      {none && <option value="">{none}</option>}
      {COMPARED_METRICS.map((metric) => (
        <option key={metric} value={metric}>
          {words.told.metric.label(metric)}
        </option>
      ))}
    </select>
  )
}
