/** @file The loaded data are pairs of the person's own that have changed since: said, with the way to the newer ones. */
import { useMemo } from 'react'
import { LinkButton } from '../../components/link-button'
import { words } from '../../i18n/words'
import { useLabels, useSession } from '../../store/playground'
import styles from './own-pairs-note.module.css'

export function OwnPairsNote() {
  const sources = useSession((s) => s.dataSources)
  const loading = useSession((s) => s.dataProgress !== null)
  const { pairs, isOlder, load } = useLabels((state) => state)
  const older = useMemo(() => isOlder(sources, pairs), [isOlder, sources, pairs])
  if (!older || pairs.length === 0) return null
  return (
    <p className={styles.note} role="note">
      {words.labelling.set.older}{' '}
      <LinkButton disabled={loading} onClick={() => load('again')}>
        {words.labelling.set.reload}
      </LinkButton>
    </p>
  )
}
