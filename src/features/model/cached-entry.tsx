/** @file One repository that is kept here. Deleting asks once more, in the same place. */
import { useEffect, useRef, useState } from 'react'
import { shortCommit } from '../../client/hub-name'
import { formatBytes } from '../../components/format'
import { LinkButton } from '../../components/link-button'
import { words } from '../../i18n/words'
import type { CachedRepository, HubRepository } from '../../protocol/hub'
import { usePlayground, useSession } from '../../store/playground'
import styles from './hub-sheet.module.css'

interface Props {
  repository: CachedRepository
  onLoad: (repository: HubRepository) => void
}

function factsOf({ kind, commit, files, bytes, partialBytes, host }: CachedRepository, isHere: boolean): string {
  const parts = [
    ...(kind === 'dataset' ? [words.hub.dataset] : []),
    formatBytes(bytes),
    words.hub.files(files),
    words.hub.commit(shortCommit(commit)),
    ...(isHere ? [] : [host]),
    ...(partialBytes > 0 ? [words.hub.partial(formatBytes(partialBytes))] : []),
  ]
  return parts.join(' · ')
}

export function CachedEntry({ repository, onLoad }: Props) {
  const { control } = usePlayground()
  const loading = useSession((s) => (repository.kind === 'model' ? s.modelProgress : s.dataProgress) !== null)
  const isHere = useSession((s) => new URL(s.hubEndpoint).host === repository.host)
  const loaded = useSession((s) => s.model?.commit === repository.commit && repository.kind === 'model')
  const [asking, setAsking] = useState<boolean | null>(null)
  const next = useRef<HTMLButtonElement>(null)
  // The button that was pressed is gone: the keyboard goes on at the one in its place.
  useEffect(() => {
    if (asking !== null) next.current?.focus()
  }, [asking])
  const { kind, name, commit, bytes, partialBytes, host } = repository
  return (
    <li className={styles.entry}>
      <span className={styles.name} title={`${name}@${commit}`}>
        {name}
        {loaded && <span className={styles.soft}> {words.hub.loaded}</span>}
      </span>
      <span className={styles.verbs}>
        {asking ? (
          <>
            <span>{words.hub.deleteSure(formatBytes(bytes + partialBytes))}</span>
            <LinkButton
              className={styles.sure}
              aria-label={words.hub.deleteNow(name)}
              onClick={() => control.deleteCached(repository)}
            >
              {words.hub.deleteYes}
            </LinkButton>
            <LinkButton ref={next} onClick={() => setAsking(false)}>
              {words.hub.deleteNo}
            </LinkButton>
          </>
        ) : (
          <>
            <LinkButton
              aria-label={words.hub.loadThis(name)}
              disabled={loading || !isHere}
              title={isHere ? undefined : words.hub.otherServer(host)}
              onClick={() => onLoad({ kind, name, revision: commit })}
            >
              {words.hub.load}
            </LinkButton>
            <LinkButton ref={next} aria-label={words.hub.deleteThis(name)} onClick={() => setAsking(true)}>
              {words.hub.delete}
            </LinkButton>
          </>
        )}
      </span>
      <span className={styles.facts}>{factsOf(repository, isHere)}</span>
    </li>
  )
}
