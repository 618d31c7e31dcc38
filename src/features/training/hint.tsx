/** @file After a minute: the two things worth trying next. */
import { X } from 'lucide-react'
import { useStore } from 'zustand'
import { showSection } from '../../components/show-section'
import { words } from '../../i18n/words'
import { useConfig } from '../../store/playground'
import { classStore, isPathLocked } from '../../store/sharing/class-store'
import styles from './hint.module.css'

interface Props {
  onClose: () => void
}

export function Hint({ onClose }: Props) {
  const chooseMethod = useConfig((state) => state.chooseMethod)
  const locked = useStore(classStore, ({ rules }) => isPathLocked(rules, 'objective.name'))
  const then = (act: () => void) => () => {
    act()
    onClose()
  }
  return (
    <p className={styles.hint} role="status">
      {!locked && (
        <>
          <button type="button" className={styles.link} onClick={then(() => chooseMethod('simpo'))}>
            {words.hint.simpo}
          </button>{' '}
          {words.hint.or}{' '}
        </>
      )}
      <button type="button" className={styles.link} onClick={then(() => showSection('data'))}>
        {words.hint.data}
      </button>
      <button type="button" className={styles.close} aria-label={words.hint.close} onClick={onClose}>
        <X size={14} aria-hidden />
      </button>
    </p>
  )
}
