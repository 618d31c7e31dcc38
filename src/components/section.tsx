/** @file A numbered part of the controls, under a thin rule. */
import type { ReactNode } from 'react'
import styles from './section.module.css'

interface Props {
  id: string
  number: number
  title: string
  /** What is chosen, at the right of the title. */
  aside?: ReactNode
  children: ReactNode
}

export function Section({ id, number, title, aside, children }: Props) {
  return (
    <section id={`section-${id}`} className={styles.section} aria-labelledby={`${id}-title`}>
      <header className={styles.header}>
        <h2 id={`${id}-title`} className={styles.title} tabIndex={-1}>
          <span className={styles.number} aria-hidden>
            {number}
          </span>
          {title}
        </h2>
        {aside && <div className={styles.aside}>{aside}</div>}
      </header>
      {children}
    </section>
  )
}
