/** @file Settings that most people leave alone, folded away. */
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './disclosure.module.css'

interface Props {
  title: string
  /** What is set inside, in few words. */
  summary?: string
  /** Something inside needs attention: it stays open. */
  forced?: boolean
  children: ReactNode
}

export function Disclosure({ title, summary, forced, children }: Props) {
  return (
    <details className={styles.root} open={forced || undefined}>
      <summary className={styles.summary}>
        <ChevronRight className={styles.arrow} size={14} aria-hidden />
        <span>{title}</span>
        {summary && <span className={styles.brief}>{summary}</span>}
      </summary>
      <div className={styles.body}>{children}</div>
    </details>
  )
}
