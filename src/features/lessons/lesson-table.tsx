/** @file What was measured, over seeds: a row for each run, medians above ranges. Nothing in it is typed by hand. */
import { formatFigure } from '../../components/plot/number-format'
import { words } from '../../i18n/words'
import type { LessonArm, LessonId } from '../../protocol/lesson'
import { armName } from '../../store/lessons/lesson-control'
import { LESSON_PLANS } from '../../store/lessons/lesson-plans'
import { EXHIBITS } from './exhibits'
import { armOf, atEnd, FIGURES, type FigureId } from './figures'
import styles from './lesson-table.module.css'

interface Props {
  lesson: LessonId
  arms: readonly LessonArm[]
}

/** As many as the runs of this lesson have, and the fewest where they differ. */
function seedsOf(arms: readonly LessonArm[], rows: readonly string[]): string {
  const counts = rows.flatMap((row) => armOf(arms, row)?.runs.length ?? [])
  const n = Math.min(...counts)
  return n === 1 ? words.lessons.seeds.one : words.lessons.seeds.more(Number.isFinite(n) ? n : 0)
}

export function LessonTable({ lesson, arms }: Props) {
  const { columns } = EXHIBITS[lesson]
  const { arms: all, groups } = LESSON_PLANS[lesson]
  return (
    <div data-testid="lesson-table">
      <p className={styles.caption}>{words.lessons.measuredCaption(seedsOf(arms, all))}</p>
      {groups ? (
        groups.map(({ id, arms: rows }) => (
          <Table key={id} title={words.lessons.groups[id]} columns={columns} rows={rows} arms={arms} />
        ))
      ) : (
        <Table columns={columns} rows={all} arms={arms} />
      )}
    </div>
  )
}

interface TableProps {
  /** Tells one of several tables from the others. */
  title?: string
  columns: readonly FigureId[]
  rows: readonly string[]
  arms: readonly LessonArm[]
}

function Table({ title, columns, rows, arms }: TableProps) {
  return (
    <table className={styles.table}>
      {title && <caption className={styles.group}>{title}</caption>}
      <thead>
        <tr>
          {columns.map((figure) => (
            <th key={figure} scope="col" title={words.lessons.figures[figure][1]}>
              {words.lessons.figures[figure][0]}
            </th>
          ))}
        </tr>
      </thead>
      {rows.map((row) => (
        <tbody key={row}>
          {/* Names are too long for a column beside three others. */}
          <tr>
            <th colSpan={columns.length} scope="rowgroup">
              {armName(row)}
            </th>
          </tr>
          <tr>
            {armOf(arms, row) ? (
              columns.map((figure) => <Cell key={figure} arms={arms} row={row} figure={figure} />)
            ) : (
              <td colSpan={columns.length} className={styles.missing}>
                {words.lessons.notMeasured}
              </td>
            )}
          </tr>
        </tbody>
      ))}
    </table>
  )
}

function Cell({ arms, row, figure }: { arms: readonly LessonArm[]; row: string; figure: FigureId }) {
  const spread = atEnd(arms, row, figure)
  const format = (value: number) => formatFigure(value, FIGURES[figure].style)
  const [low, high] = [format(spread?.min ?? Number.NaN), format(spread?.max ?? Number.NaN)]
  return (
    <td>
      {format(spread?.median ?? Number.NaN)}
      {low !== high && <small>{words.lessons.range(low, high)}</small>}
    </td>
  )
}
