/** @file A prompt of the reader's own, answered by base and policy as they are at this moment. */
import { type FormEvent, useState } from 'react'
import { ErrorCard } from '../../components/error-card'
import { en } from '../../i18n/en'
import { usePlayground, useSession } from '../../store/playground'
import styles from './own-prompt.module.css'
import { SampleCard } from './sample-card'

export function OwnPrompt() {
  const { control } = usePlayground()
  const own = useSession((s) => s.own)
  const errors = useSession((s) => s.errors)
  const ready = useSession((s) => s.model !== null && !s.replayOnly)
  const [prompt, setPrompt] = useState('')
  const waiting = own.some((sample) => sample.waiting)
  const ask = (event: FormEvent) => {
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
        <input
          className={styles.input}
          aria-label={en.samples.ownLabel}
          placeholder={en.samples.own}
          title={en.samples.ownHelp}
          value={prompt}
          onChange={(event) => setPrompt(event.currentTarget.value)}
        />
        <button type="submit" className={styles.ask} disabled={!ready || waiting || prompt.trim() === ''}>
          {waiting ? en.samples.asking : en.samples.ask}
        </button>
      </form>
    </div>
  )
}
