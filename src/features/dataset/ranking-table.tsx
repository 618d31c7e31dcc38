/** @file After a run: the pairs by their margin, worst first, where wrong labels surface. */
import { formatFigure } from '../../components/format'
import { words } from '../../i18n/words'
import type { RankedPair } from '../../protocol/train-events'
import styles from './table.module.css'

/** Rows drawn; the worst are what one looks for. */
const MOST = 100

export function RankingTable({ ranking, recorded }: { ranking: RankedPair[]; recorded: boolean }) {
  if (ranking.length === 0) return <p className={styles.lead}>{words.data.sheet.noRanking}</p>
  return (
    <>
      <p className={styles.lead}>
        {words.data.sheet.rankingLead} {recorded && words.data.sheet.rankingRecorded}
      </p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" className={styles.number}>
              {words.data.sheet.margin}
            </th>
            <th scope="col" className={styles.number}>
              {words.data.sheet.row}
            </th>
            <th scope="col">{words.data.prompt}</th>
            <th scope="col" data-side="chosen">
              {words.data.chosen}
            </th>
            <th scope="col" data-side="rejected">
              {words.data.rejected}
            </th>
          </tr>
        </thead>
        <tbody>
          {ranking.slice(0, MOST).map((pair) => (
            <tr key={`${pair.source} ${pair.row}`}>
              <td className={`${styles.number} ${pair.margin < 0 ? styles.negative : ''}`}>
                {formatFigure(pair.margin)}
              </td>
              <td className={styles.number} title={pair.source}>
                {pair.row}
              </td>
              <td>
                <span className={styles.text}>{pair.prompt}</span>
              </td>
              <td data-side="chosen">
                <span className={styles.text}>{pair.chosen}</span>
              </td>
              <td data-side="rejected">
                <span className={styles.text}>{pair.rejected}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
