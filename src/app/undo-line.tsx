/** @file Offers to undo what was deleted last, at the page's foot, over nothing that is used. */
import { useStore } from 'zustand'
import { LinkButton } from '../components/link-button'
import { words } from '../i18n/words'
import { takeBack, undoStore, withdrawUndo } from '../store/undo'
import styles from './undo-line.module.css'

export function UndoLine() {
  const offer = useStore(undoStore, (state) => state.offer)
  return (
    <div className={styles.place} role="status">
      {offer && (
        <p className={styles.line} key={offer.id}>
          <span>{offer.text}</span>
          <LinkButton onClick={takeBack}>{words.undo.undo}</LinkButton>
          <LinkButton onClick={withdrawUndo}>{words.undo.close}</LinkButton>
        </p>
      )}
    </div>
  )
}
