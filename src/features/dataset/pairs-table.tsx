/** @file The first pairs, as they will be trained on. */
import { words } from '../../i18n/words'
import type { DatasetReport } from '../../protocol/dataset-report'
import styles from './table.module.css'
import { TextCell } from './text-cell'

export function PairsTable({ report }: { report: DatasetReport }) {
  return (
    <>
      <p className={styles.lead}>{words.data.sheet.first(report.preview.length, report.pairs)}</p>
      <table className={styles.table}>
        <thead>
          <tr>
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
          {report.preview.map((pair) => (
            <tr key={`${pair.source} ${pair.row}`}>
              <td className={styles.number} title={pair.source}>
                {pair.row}
              </td>
              <td>
                <TextCell text={pair.prompt} />
              </td>
              <td data-side="chosen">
                <TextCell text={pair.chosen} />
              </td>
              <td data-side="rejected">
                <TextCell text={pair.rejected} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
