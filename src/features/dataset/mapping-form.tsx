/** @file The columns of one file: read again when they are changed. */
import { ArrowLeftRight } from 'lucide-react'
import { useState } from 'react'
import { ChoiceRow } from '../../components/choice-row'
import { formatCount } from '../../components/format'
import { LinkButton } from '../../components/link-button'
import { words } from '../../i18n/words'
import type { ColumnMapping, SourceReport } from '../../protocol/dataset-report'
import { usePlayground } from '../../store/playground'
import { hasColumns } from './mapped-source'
import styles from './mapping-form.module.css'

interface Props {
  report: SourceReport
  /** Place among the loaded sources. */
  index: number
  swapped: boolean
}

/** The option for rows whose prompt is the shared beginning of both sides. */
const SHARED = ''

export function MappingForm({ report, index, swapped }: Props) {
  const { control, session } = usePlayground()
  const [mapping, setMapping] = useState<ColumnMapping>(report.mapping)
  const changed = JSON.stringify(mapping) !== JSON.stringify(report.mapping)
  const columns = Object.fromEntries(report.columns.map((column) => [column, column]))

  const readAgain = (change: { mapping?: ColumnMapping; swap?: boolean }) => {
    const sources = session.getState().dataSources
    control.loadData(
      sources.map((source, i) => (i === index && hasColumns(source) ? { ...source, ...change } : source)),
    )
  }
  return (
    <section className={styles.form} aria-label={report.source}>
      <h3 className={styles.name}>
        {report.source}
        <span className={styles.facts}>
          {words.data.kinds[report.kind]} · {formatCount(report.rows)} {words.data.sheet.rows.toLowerCase()}
          {report.guessed && ` · ${words.data.sheet.guessed}`}
        </span>
      </h3>
      <ChoiceRow
        label={words.data.prompt}
        value={mapping.prompt ?? SHARED}
        options={{ [SHARED]: words.data.sheet.implicit, ...columns }}
        onChange={(prompt) => setMapping({ ...mapping, prompt: prompt === SHARED ? null : prompt })}
      />
      <ChoiceRow
        label={words.data.chosen}
        value={mapping.chosen}
        options={columns}
        onChange={(chosen) => setMapping({ ...mapping, chosen })}
      />
      <ChoiceRow
        label={words.data.rejected}
        value={mapping.rejected}
        options={columns}
        onChange={(rejected) => setMapping({ ...mapping, rejected })}
      />
      <div className={styles.verbs}>
        <LinkButton aria-pressed={swapped} onClick={() => readAgain({ swap: !swapped })}>
          <ArrowLeftRight size={14} aria-hidden /> {words.data.sheet.swap}
        </LinkButton>
        <LinkButton disabled={!changed} onClick={() => readAgain({ mapping })}>
          {words.data.sheet.apply}
        </LinkButton>
      </div>
    </section>
  )
}
