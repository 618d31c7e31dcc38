/** @file Something large on its way: what, how far, and a way out. Takes the same room from the first byte on. */
import { words } from '../i18n/words'
import { LinkButton } from './link-button'
import styles from './progress-line.module.css'

interface Props {
  text: string
  /** 0 to 1; null while nobody knows. */
  share: number | null
  /** Bytes, rate, time: whatever is known, a line each. */
  details: string[]
  /** A sentence under them, which may take more than a line; the empty one keeps its room. */
  note?: string
  onCancel: () => void
}

export function ProgressLine({ text, share, details, note, onCancel }: Props) {
  return (
    <div className={styles.progress}>
      <p className={styles.text}>
        <span className={styles.name} title={text}>
          {text}
        </span>
        <LinkButton onClick={onCancel}>{words.model.cancel}</LinkButton>
      </p>
      <progress className={styles.bar} value={share ?? undefined} max={1} aria-label={text} />
      <p className={styles.detail}>{details.map((detail) => detail || '\u00a0').join('\n')}</p>
      {note !== undefined && <p className={styles.note}>{note}</p>}
    </div>
  )
}
