/** @file A field for the name of a repository on the Hub, and the verb that loads it. */
import { type FormEvent, useId, useState } from 'react'
import { parseRepository } from '../client/hub-name'
import { words } from '../i18n/words'
import type { HubRepository } from '../protocol/hub'
import styles from './hub-form.module.css'
import { LinkButton } from './link-button'
import { TextInput } from './text-input'

interface Props {
  kind: HubRepository['kind']
  /** What the field is filled with, and the way to fill it from elsewhere. */
  text: string
  onText: (text: string) => void
  disabled?: boolean
  onLoad: (repository: HubRepository) => void
}

export function HubForm({ kind, text, onText, disabled, onLoad }: Props) {
  const id = useId()
  // Half a name is no mistake: it is judged when it is sent.
  const [refused, setRefused] = useState<string | null>(null)
  const problem = refused !== null && refused === text ? words.hub.badName(text) : null
  const send = (event: FormEvent) => {
    event.preventDefault()
    const repository = parseRepository(text, kind)
    setRefused(repository ? null : text)
    if (repository) onLoad(repository)
  }
  return (
    <form className={styles.form} onSubmit={send}>
      <label htmlFor={id}>{words.hub.nameLabel[kind]}</label>
      <div className={styles.line}>
        <TextInput
          id={id}
          value={text}
          placeholder={words.hub.name}
          autoCapitalize="none"
          wrong={problem !== null}
          aria-describedby={`${id}-hint`}
          onText={onText}
        />
        <LinkButton type="submit" className={styles.load} disabled={disabled || text.trim() === ''}>
          {words.hub.load}
        </LinkButton>
      </div>
      <p id={`${id}-hint`} className={styles.hint} data-problem={problem !== null || undefined}>
        {problem ?? words.hub.nameHint}
      </p>
    </form>
  )
}
