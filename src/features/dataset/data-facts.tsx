/** @file What is known about the loaded pairs, in two lines and a small picture. */
import { formatFigure, formatShare } from '../../components/format'
import { Histogram } from '../../components/histogram'
import { LinkButton } from '../../components/link-button'
import { words } from '../../i18n/words'
import type { DatasetReport } from '../../protocol/dataset-report'
import { useSession } from '../../store/playground'
import { openPairs } from '../../store/ui-store'
import { aboutData } from './about-data'
import styles from './data-facts.module.css'

export function DataFacts({ report }: { report: DatasetReport }) {
  const fit = useSession((s) => s.fit)
  const { lengths } = report
  const guessed = report.sources.filter((source) => source.guessed).length
  const dropped = report.dropped + (fit?.dropped.length ?? 0)
  const unit = fit ? words.data.tokens : words.data.characters
  const cut = fit ? fit.cutPrompts + fit.cutCompletions : 0
  return (
    <>
      <p className={styles.facts} data-testid="data-facts">
        <strong>{words.count.pairs(report.pairs)}</strong>
        <span>{words.data.longer(formatShare(fit?.chosenLongerShare ?? lengths.chosenLongerShare))}</span>
        {dropped > 0 && <LinkButton onClick={() => openPairs('dropped')}>{words.data.dropped(dropped)}</LinkButton>}
        {cut > 0 && <LinkButton onClick={() => openPairs('lengths')}>{words.data.cut(cut)}</LinkButton>}
      </p>
      {report.sources.map(
        ({ source, hub }) =>
          hub && (
            <p key={source} className={styles.guess}>
              {words.data.taken(hub)}
            </p>
          ),
      )}
      {guessed > 0 && (
        <p className={styles.guess}>
          <LinkButton onClick={() => openPairs('columns')}>{words.data.guessed(guessed)}</LinkButton>
        </p>
      )}
      <Histogram
        chosen={fit?.tokensChosen ?? lengths.chosen}
        rejected={fit?.tokensRejected ?? lengths.rejected}
        label={words.data.histogram}
        unit={unit}
        sides={
          <div className={styles.key} title={words.data.meanHelp(unit)} aria-hidden>
            <span data-side="chosen">
              {words.data.chosen} {words.data.mean(formatFigure(meanOf(fit?.tokensChosen) ?? lengths.chosenMean))}
            </span>
            <span data-side="rejected">
              {words.data.rejected} {words.data.mean(formatFigure(meanOf(fit?.tokensRejected) ?? lengths.rejectedMean))}
            </span>
          </div>
        }
        about={() => aboutData(report)}
      />
    </>
  )
}

function meanOf(values: number[] | undefined): number | null {
  if (!values || values.length === 0) return null
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
