/** @file Lengths of both sides, and what the model's context did to them. */
import { formatCount, formatFigure, formatShare, NOT_KNOWN } from '../../components/format'
import { Histogram } from '../../components/histogram'
import { words } from '../../i18n/words'
import type { DatasetReport, FitReport } from '../../protocol/dataset-report'
import { aboutData } from './about-data'
import styles from './lengths-view.module.css'

const FOREIGNNESS = 'eval_base_nats_per_byte'

export function LengthsView({ report, fit }: { report: DatasetReport; fit: FitReport | null }) {
  const { lengths } = report
  const text = words.data.sheet
  const count = (n: number | undefined) => (n === undefined ? NOT_KNOWN : formatCount(n))
  const foreign = fit?.baseNatsPerByte ?? null
  const { meaning, unit } = words.told.metric
  return (
    <div className={styles.view}>
      <Histogram
        chosen={fit?.tokensChosen ?? lengths.chosen}
        rejected={fit?.tokensRejected ?? lengths.rejected}
        label={words.data.histogram}
        unit={fit ? words.data.tokens : words.data.characters}
        sides={
          <p className={styles.key}>
            <span data-side="chosen">{words.data.chosen}</span>
            <span data-side="rejected">{words.data.rejected}</span>
          </p>
        }
        about={() => aboutData(report)}
        height={160}
      />
      <dl className={styles.list}>
        <dt>{text.longerShare}</dt>
        <dd>{formatShare(fit?.chosenLongerShare ?? lengths.chosenLongerShare)}</dd>
        <dt>{text.cutPrompts}</dt>
        <dd>{count(fit?.cutPrompts)}</dd>
        <dt>{text.cutCompletions}</dt>
        <dd>{count(fit?.cutCompletions)}</dd>
        <dt>{text.straddledRows}</dt>
        <dd>{count(fit?.straddled)}</dd>
        <dt title={meaning(FOREIGNNESS)}>{text.foreignness}</dt>
        <dd>{foreign === null ? NOT_KNOWN : `${formatFigure(foreign)} ${unit(FOREIGNNESS)}`}</dd>
      </dl>
      {!fit && <p className={styles.waiting}>{text.fitWaiting}</p>}
    </div>
  )
}
