/** @file A run's name: pressed, it is shown in the plots; renamed in its place. */
import { useEffect, useRef, useState } from 'react'
import { words } from '../../i18n/words'
import styles from './runs-panel.module.css'

interface Props {
  name: string
  isShown: boolean
  /** It cannot be shown now. */
  disabled: boolean
  renaming: boolean
  onShow: () => void
  /** Null: it keeps its name. */
  onRename: (name: string | null) => void
}

export function RunName({ name, isShown, disabled, renaming, onShow, onRename }: Props) {
  const text = words.library
  if (renaming) return <NameInput name={name} onRename={onRename} />
  return (
    <button
      type="button"
      className={styles.nameButton}
      aria-current={isShown || undefined}
      disabled={disabled && !isShown}
      title={disabled && !isShown ? text.showUnderWay : text.show(name)}
      onClick={isShown ? undefined : onShow}
    >
      {name}
    </button>
  )
}

function NameInput({ name, onRename }: Pick<Props, 'name' | 'onRename'>) {
  const [typed, setTyped] = useState(name)
  const input = useRef<HTMLInputElement>(null)
  // The menu that asked for this gives the focus back to its button first.
  useEffect(() => {
    const timer = setTimeout(() => input.current?.select(), 50)
    return () => clearTimeout(timer)
  }, [])
  const cancelled = useRef(false)
  return (
    <input
      ref={input}
      className={styles.nameInput}
      aria-label={words.library.renameLabel(name)}
      value={typed}
      maxLength={60}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') cancelled.current = true
        if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur()
      }}
      onBlur={() => onRename(cancelled.current || typed.trim() === '' ? null : typed)}
    />
  )
}
