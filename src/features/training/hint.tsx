/** @file After a minute: the two things worth trying next. */
import { X } from 'lucide-react'
import { words } from '../../i18n/words'
import { useConfig } from '../../store/playground'
import { uiStore } from '../../store/ui-store'
import styles from './hint.module.css'

/** The section of data, in its column or in the sheet that holds it on a narrow page. */
function showData(): void {
  const section = document.getElementById('section-data')
  if (!section) uiStore.setState({ sheet: 'settings' })
  section?.scrollIntoView({ block: 'start' })
  section?.querySelector<HTMLElement>('button, select')?.focus()
}

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
      <button type="button" className={styles.link} onClick={then(() => chooseMethod('simpo'))}>
        {words.hint.simpo}
      </button>{' '}
      {words.hint.or}{' '}
      <button type="button" className={styles.link} onClick={then(showData)}>
        {words.hint.data}
      </button>
      <button type="button" className={styles.close} aria-label={words.hint.close} onClick={onClose}>
        <X size={14} aria-hidden />
      </button>
    </p>
  )
}
