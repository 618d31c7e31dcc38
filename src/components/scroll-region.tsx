/** @file What scrolls by itself: named, and reachable by keyboard, or those without a mouse could not read it all. */
import type { ReactNode } from 'react'

interface Props {
  label: string
  className?: string | undefined
  children: ReactNode
}

export function ScrollRegion({ label, className, children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className={className} tabIndex={0} aria-label={label}>
      {children}
    </section>
  )
}
