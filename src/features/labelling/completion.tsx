/** @file One of the two: a place of its own height, so that what is read stays put whatever is written beside it. */
import type { KeyboardEvent } from 'react'
import { ScrollRegion } from '../../components/scroll-region'
import { words } from '../../i18n/words'
import type { Proposal, Side } from '../../store/labels/label-proposal'
import styles from './completion.module.css'

interface Props {
  side: Side
  proposal: Proposal | null
  /** The wait is long enough for a word. */
  writing: boolean
  editing: boolean
  onText: (text: string) => void
  onDone: () => void
}

export function Completion({ side, proposal, writing, editing, onText, onDone }: Props) {
  const name = words.labelling.side[side]!
  const sample = proposal?.samples[side]
  const text = proposal?.texts[side] ?? ''
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' && !(event.key === 'Enter' && (event.ctrlKey || event.metaKey))) return
    event.preventDefault()
    onDone()
  }
  const marks = [
    sample && text !== sample.text && words.labelling.edited,
    sample && !sample.ended && words.labelling.cut,
  ].filter(Boolean)
  return (
    <div className={styles.pane} data-testid={`label-${name}`}>
      <header className={styles.header}>
        <strong>{name}</strong>
        <span className={styles.marks}>{marks.join(' · ')}</span>
      </header>
      {editing ? (
        <textarea
          className={styles.field}
          aria-label={words.labelling.textOf(name)}
          value={text}
          onChange={(event) => onText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      ) : (
        <ScrollRegion className={styles.text} label={words.labelling.completion(name)}>
          {sample ? (
            text.trim() === '' ? (
              <em className={styles.quiet}>{words.labelling.nothing}</em>
            ) : (
              text.trimStart()
            )
          ) : (
            writing && <span className={styles.quiet}>{words.labelling.writing}</span>
          )}
        </ScrollRegion>
      )}
    </div>
  )
}
