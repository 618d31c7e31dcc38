/** @file The three texts of a pair, to be typed or changed. */
import { Button } from '@mantine/core'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { LinkButton } from '../../components/link-button'
import { words } from '../../i18n/words'
import { flawOf, type LabelTexts } from '../../protocol/labels'
import styles from './pair-form.module.css'

const PARTS = ['prompt', 'chosen', 'rejected'] as const

interface Props {
  texts: LabelTexts
  /** Of the button that ends it. */
  verb: string
  chat: boolean
  onSave: (texts: LabelTexts) => void
  onCancel: () => void
}

/** Prompt and completion would run into one word. */
const isJoined = ({ prompt, chosen, rejected }: LabelTexts): boolean =>
  /\S$/.test(prompt) && [chosen, rejected].some((text) => /^[A-Za-z0-9]/.test(text))

export function PairForm({ texts, verb, chat, onSave, onCancel }: Props) {
  const [draft, setDraft] = useState(texts)
  const first = useRef<HTMLTextAreaElement>(null)
  useEffect(() => first.current?.focus(), [])
  const flaw = flawOf(draft)
  const begun = PARTS.some((part) => draft[part] !== texts[part])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onCancel()
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && flaw === null) onSave(draft)
    else return
    event.preventDefault()
  }
  const remark =
    flaw && begun ? words.labelling.pair.flaw[flaw] : !chat && isJoined(draft) ? words.labelling.pair.joined : ''
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys that end what its fields began
    <div className={styles.form} onKeyDown={onKeyDown}>
      {PARTS.map((part) => (
        <label key={part} className={styles.part} data-side={part}>
          {words.data[part]}
          <textarea
            ref={part === 'prompt' ? first : undefined}
            className={styles.field}
            rows={part === 'prompt' ? 2 : 4}
            value={draft[part]}
            onChange={(event) => setDraft({ ...draft, [part]: event.currentTarget.value })}
          />
        </label>
      ))}
      <div className={styles.verbs}>
        <Button disabled={flaw !== null} onClick={() => onSave(draft)}>
          {verb}
        </Button>
        <LinkButton onClick={onCancel}>{words.labelling.pair.cancel}</LinkButton>
        <span className={styles.remark}>{remark}</span>
      </div>
    </div>
  )
}
