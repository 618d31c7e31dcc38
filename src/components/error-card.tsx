/** @file An error where it belongs: what was wrong, what to do, and a way to put it away. */
import { X } from 'lucide-react'
import { words } from '../i18n/words'
import type { ErrorReport } from '../protocol/errors'
import styles from './error-card.module.css'

interface Props {
  error: ErrorReport
  onDismiss?: () => void
}

export function ErrorCard({ error, onDismiss }: Props) {
  const { what, remedy, original } = words.told.error
  return (
    <div className={styles.card} role="alert">
      <div className={styles.text}>
        <p className={styles.message}>{what(error)}</p>
        {remedy(error) && <p className={styles.remedy}>{remedy(error)}</p>}
        {original(error) && (
          <p lang="en" className={styles.original}>
            {original(error)}
          </p>
        )}
        <code className={styles.code}>{error.code}</code>
      </div>
      {onDismiss && (
        <button type="button" className={styles.close} aria-label={words.error.dismiss} onClick={onDismiss}>
          <X size={14} aria-hidden />
        </button>
      )}
    </div>
  )
}
