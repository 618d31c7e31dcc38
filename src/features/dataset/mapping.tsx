/** @file Which column is what, per file: the guess, other choices, and the swap of chosen and rejected. */
import { words } from '../../i18n/words'
import type { DatasetReport } from '../../protocol/dataset-report'
import { useSession } from '../../store/playground'
import { hasColumns } from './mapped-source'
import { MappingForm } from './mapping-form'
import styles from './table.module.css'

export function Mapping({ report }: { report: DatasetReport }) {
  const sources = useSession((s) => s.dataSources)
  const files = report.sources.flatMap((source, i) => {
    // A data set of the Hub is one source, however many files it was read from.
    const index = sources.length === 1 ? 0 : i
    const from = sources[index]
    return from && hasColumns(from) ? [{ source, index, from }] : []
  })
  if (files.length === 0) return <p className={styles.lead}>{words.data.sheet.noColumns}</p>
  return files.map(({ source, index, from }) => (
    <MappingForm
      key={`${source.source} ${JSON.stringify(source.mapping)} ${from.swap}`}
      report={source}
      index={index}
      swapped={from.swap ?? false}
    />
  ))
}
