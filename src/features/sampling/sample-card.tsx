/** @file One prompt with the completions of base and policy; its room only grows, so nothing moves under the reader. */
import { useLayoutEffect, useRef } from 'react'
import { en } from '../../i18n/en'
import type { Sample } from '../../protocol/train-events'
import { Completion } from './completion'
import styles from './sample-card.module.css'

interface Props {
  prompt: string
  base: Sample | null
  policy: Sample | null
}

export function SampleCard({ prompt, base, policy }: Props) {
  const ref = useRef<HTMLElement>(null)
  const tallest = useRef({ width: 0, height: 0 })

  // A shorter sample leaves the room of the longer one before it: the cards below stay where they are read.
  useLayoutEffect(() => {
    const card = ref.current
    if (!card) return
    const { offsetWidth, offsetHeight } = card
    const grown = offsetWidth === tallest.current.width ? Math.max(offsetHeight, tallest.current.height) : 0
    tallest.current = { width: offsetWidth, height: grown || offsetHeight }
    card.style.minHeight = grown ? `${grown}px` : ''
  })

  return (
    <article ref={ref} className={styles.card} data-testid="sample">
      <h3 className={styles.prompt}>{prompt}</h3>
      <dl className={styles.sides}>
        {base && <Completion side="base" sample={base} />}
        {policy && <Completion side="policy" sample={policy} against={base?.text} />}
        {base && !policy && <dd className={styles.same}>{en.samples.same}</dd>}
      </dl>
    </article>
  )
}
