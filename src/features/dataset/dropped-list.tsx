/** @file Rows that could not be used, under their reasons, each by its number. */
import { Disclosure } from '../../components/disclosure'
import { words } from '../../i18n/words'
import type { DroppedRow } from '../../protocol/preference'
import styles from './dropped-list.module.css'

/** Rows drawn under one reason; a file may drop a hundred thousand for the same one. */
const MOST = 50

function byReason(rows: DroppedRow[]): [string, DroppedRow[]][] {
  const groups = new Map<string, DroppedRow[]>()
  for (const row of rows) {
    const group = groups.get(row.code)
    if (group) group.push(row)
    else groups.set(row.code, [row])
  }
  return [...groups].sort(([, a], [, b]) => b.length - a.length)
}

interface Props {
  rows: DroppedRow[]
  /** Rows come from more than one source: each says which. */
  several: boolean
}

export function DroppedList({ rows, several }: Props) {
  if (rows.length === 0) return <p className={styles.none}>{words.data.sheet.noneDropped}</p>
  const groups = byReason(rows)
  return (
    <div className={styles.groups}>
      {groups.map(([code, group]) => (
        <Disclosure
          key={code}
          title={words.data.reasons[code] ?? code}
          summary={words.count.rows(group.length)}
          forced={rows.length <= MOST}
        >
          <ul className={styles.list}>
            {group.slice(0, MOST).map((row) => (
              <li key={`${row.source} ${row.row}`}>
                <span className={styles.row}>
                  {several ? `${row.source}, ` : ''}
                  {words.data.sheet.row} {row.row}
                </span>
                <span>{row.message}</span>
              </li>
            ))}
            {group.length > MOST && <li className={styles.none}>{words.data.sheet.more(group.length - MOST)}</li>}
          </ul>
        </Disclosure>
      ))}
    </div>
  )
}
