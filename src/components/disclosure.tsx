/** @file Settings that most people leave alone, folded away. */
import { ChevronRight } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import styles from './disclosure.module.css'

interface Props {
  title: string
  /** What is set inside, in few words. */
  summary?: string
  /** Something inside needs attention: it opens, and stays open when that is over, until the person closes it. */
  forced?: boolean
  children: ReactNode
}

export function Disclosure({ title, summary, forced = false, children }: Props) {
  const [open, setOpen] = useState(forced)
  const [wasForced, setWasForced] = useState(forced)
  if (forced !== wasForced) {
    setWasForced(forced)
    if (forced) setOpen(true)
  }
  return (
    <details className={styles.root} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={styles.summary}>
        <ChevronRight className={styles.arrow} size={14} aria-hidden />
        <span>{title}</span>
        {summary && <span className={styles.brief}>{summary}</span>}
      </summary>
      <div className={styles.body}>{children}</div>
    </details>
  )
}
