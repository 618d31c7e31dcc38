/** @file Another model would cost a result that is not saved: asked in the place where the other one was asked for. */
import { useEffect, useRef } from 'react'
import { LinkButton } from '../../components/link-button'
import { words } from '../../i18n/words'
import { usePlayground, useSession } from '../../store/playground'
import styles from './model-panel.module.css'
import { SaveLinks } from './save-links'

export function LossNote() {
  const heldBack = useSession((s) => s.heldBack)
  return heldBack && <Question verb={heldBack} />
}

function Question({ verb }: { verb: 'load' | 'remove' }) {
  const { control } = usePlayground()
  const note = useRef<HTMLDivElement>(null)
  // What was pressed may be far from here; the keyboard goes on there once this is answered.
  useEffect(() => {
    const before = document.activeElement
    note.current?.focus({ preventScroll: true })
    note.current?.scrollIntoView({ block: 'nearest' })
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [])
  return (
    <div ref={note} className={styles.loss} role="alert" tabIndex={-1} data-testid="loss">
      <p>{words.model.unsaved}</p>
      <SaveLinks />
      <div className={styles.ways}>
        <LinkButton onClick={control.loseResult}>{words.model.anyway[verb]}</LinkButton>
        <LinkButton onClick={control.keepResult}>{words.model.keep}</LinkButton>
      </div>
    </div>
  )
}
