/** @file Something that may go wrong, said before it does, with what helps. */
import type { ReactNode } from 'react'
import styles from './warning-note.module.css'

interface Props {
  title: string
  /** It will not work, where a warning only says that it may not. */
  grave?: boolean
  children?: ReactNode
}

export function WarningNote({ title, grave, children }: Props) {
  return (
    <div className={styles.note} role="note" data-grave={grave || undefined}>
      <strong>{title}</strong>
      {children}
    </div>
  )
}
