/** @file After a minute: the two things worth trying next. */
import { X } from 'lucide-react'
import { en } from '../../i18n/en'
import { useConfig } from '../../store/playground'
import { openSheet } from '../../store/ui-store'
import styles from './hint.module.css'

interface Props {
  onClose: () => void
}

export function Hint({ onClose }: Props) {
  const chooseMethod = useConfig((state) => state.chooseMethod)
  const then = (act: () => void) => () => {
    act()
    onClose()
  }
  return (
    <p className={styles.hint} role="status">
      {en.hint.lead}{' '}
      <button type="button" className={styles.link} onClick={then(() => chooseMethod('simpo'))}>
        {en.hint.simpo}
      </button>{' '}
      {en.hint.or}{' '}
      <button type="button" className={styles.link} onClick={then(() => openSheet('typing'))}>
        {en.hint.data}
      </button>
      <button type="button" className={styles.close} aria-label={en.hint.close} onClick={onClose}>
        <X size={14} aria-hidden />
      </button>
    </p>
  )
}
