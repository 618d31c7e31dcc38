/** @file A prompt of the reader's own, answered by base and policy as they are at this moment. */
import type { FormEvent, KeyboardEvent, RefObject } from 'react'
import { ErrorCard } from '../../components/error-card'
import { words } from '../../i18n/words'
import { usePlayground, useSession } from '../../store/playground'
import styles from './own-prompt.module.css'
import { SampleCard } from './sample-card'

interface Props {
  prompt: string
  onChange: (prompt: string) => void
  inputRef: RefObject<HTMLTextAreaElement | null>
}

export function OwnPrompt({ prompt, onChange, inputRef }: Props) {
  const { control } = usePlayground()
  const own = useSession((s) => s.own)
  const errors = useSession((s) => s.errors)
  const ready = useSession((s) => s.model !== null && !s.replayOnly)
  const waiting = own.some((sample) => sample.waiting)
  const ask = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault()
    if (ready && !waiting && prompt.trim() !== '') control.sample(prompt)
  }
  return (
    <div className={styles.own}>
      {own.length > 0 && (
        <div className={styles.answers} aria-live="polite">
          {own.map((sample) => (
            <SampleCard key={sample.id} {...sample} />
          ))}
        </div>
      )}
      {errors
        .filter((shown) => shown.during === 'sample')
        .map((shown) => (
          <ErrorCard key={shown.id} error={shown.error} onDismiss={() => control.dismissError(shown.id)} />
        ))}
      <form className={styles.form} onSubmit={ask}>
        <textarea
          ref={inputRef}
          className={styles.input}
          rows={2}
          aria-label={words.samples.ownLabel}
          placeholder={words.samples.own}
          title={words.samples.ownHelp}
          value={prompt}
          onChange={(event) => onChange(event.currentTarget.value)}
          onKeyDown={(event) => {
            // Prompts of this world have two lines: Shift and Enter make the second.
            if (event.key === 'Enter' && !event.shiftKey) ask(event)
          }}
        />
        <button type="submit" className={styles.ask} disabled={!ready || waiting || prompt.trim() === ''}>
          {waiting ? words.samples.asking : words.samples.ask}
        </button>
      </form>
    </div>
  )
}
