/** @file One prompt with the completions of base and policy; nothing moves under the reader while they change. */
import { Pencil } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import { words } from '../../i18n/words'
import type { Sample } from '../../protocol/train-events'
import { Completion } from './completion'
import styles from './sample-card.module.css'

interface Props {
  prompt: string
  base: Sample | null
  policy: Sample | null
  /** Puts the prompt into the reader's own box. */
  onEdit?: () => void
}

export function SampleCard({ prompt, base, policy, onEdit }: Props) {
  const ref = useRef<HTMLElement>(null)
  const height = useRef(0)

  // While somebody reads in the list, a shorter sample leaves the room of the one before it: what is read stays put.
  // (Growth above the reader is the browser's scroll anchoring.)
  useLayoutEffect(() => {
    const card = ref.current
    if (!card) return
    const read = card.parentElement?.matches(':hover, :focus-within') ?? false
    card.style.minHeight = read ? `${height.current}px` : ''
    height.current = card.offsetHeight
  }, [policy?.text, base?.text])

  return (
    <article ref={ref} className={styles.card} data-testid="sample">
      <header className={styles.header}>
        <h3 className={styles.prompt}>{prompt}</h3>
        {onEdit && (
          <button
            type="button"
            className={styles.edit}
            aria-label={words.samples.edit}
            title={words.samples.edit}
            onClick={onEdit}
          >
            <Pencil size={13} aria-hidden />
          </button>
        )}
      </header>
      <dl className={styles.sides}>
        {base && <Completion side="base" sample={base} />}
        {policy && <Completion side="policy" sample={policy} against={base?.text} />}
        {base && !policy && <dd className={styles.same}>{words.samples.same}</dd>}
      </dl>
    </article>
  )
}
