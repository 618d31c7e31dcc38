/** @file What of the Hub is kept in this browser: sizes, commits, loading and deleting. */
import { formatBytes } from '../../components/format'
import { words } from '../../i18n/words'
import type { CachedRepository, HubRepository, StorageReport } from '../../protocol/hub'
import { useSession } from '../../store/playground'
import { CachedEntry } from './cached-entry'
import styles from './hub-sheet.module.css'

const keyOf = ({ kind, host, name, commit }: CachedRepository) => [kind, host, name, commit].join(' ')

function Usage({ usage, quota, persisted }: StorageReport) {
  return (
    <p className={styles.soft}>
      {usage !== null && quota !== null && `${words.hub.used(formatBytes(usage), formatBytes(quota))} `}
      {persisted ? words.hub.persisted : words.hub.notPersisted}
    </p>
  )
}

export function CachedList({ onLoad }: { onLoad: (repository: HubRepository) => void }) {
  const storage = useSession((s) => s.storage)
  const repositories = storage?.repositories ?? []
  return (
    <section aria-label={words.hub.cached}>
      <h3 className={styles.heading}>{words.hub.cached}</h3>
      {repositories.length === 0 ? (
        <p className={styles.soft}>{storage ? words.hub.cachedNone : words.hub.cachedWaiting}</p>
      ) : (
        <ul className={styles.list} data-testid="cached">
          {repositories.map((repository) => (
            <CachedEntry key={keyOf(repository)} repository={repository} onLoad={onLoad} />
          ))}
        </ul>
      )}
      {storage && <Usage {...storage} />}
    </section>
  )
}
