/** @file What one model made of a prompt: its words, the new ones marked, and the judge's score. */
import { useMemo } from 'react'
import { formatFigure } from '../../components/format'
import { words } from '../../i18n/words'
import type { Sample } from '../../protocol/train-events'
import styles from './completion.module.css'
import { markFresh } from './word-diff'

interface Props {
  side: 'base' | 'policy'
  sample: Sample
  /** The text to compare with; words that it lacks are marked. */
  against?: string
}

export function Completion({ side, sample, against }: Props) {
  const pieces = useMemo(
    () => (against === undefined ? [{ text: sample.text, fresh: false }] : markFresh(against, sample.text)),
    [against, sample.text],
  )
  const score = sample.score === null ? null : formatFigure(sample.score)
  return (
    <>
      <dt className={styles.side} data-side={side}>
        {words.samples[side]}
      </dt>
      <dd className={styles.text} data-side={side} data-testid={`sample-${side}`}>
        {pieces.map((piece, i) =>
          piece.fresh ? <mark key={i}>{piece.text}</mark> : <span key={i}>{piece.text}</span>,
        )}
        {!sample.ended && (
          <span className={styles.cut} title={words.samples.cut}>
            …
          </span>
        )}
      </dd>
      <dd className={styles.score} title={score === null ? undefined : words.samples.judge}>
        {score !== null && (
          <>
            {score}
            <span className={styles.meter} aria-hidden>
              <span style={{ width: `${(sample.score ?? 0) * 100}%` }} />
            </span>
          </>
        )}
      </dd>
    </>
  )
}
