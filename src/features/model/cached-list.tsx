/** @file What of the Hub is kept in this browser: sizes, commits, loading and deleting. */
import { formatBytes } from '../../components/format'
import { en } from '../../i18n/en'
import type { CachedRepository, HubRepository, StorageReport } from '../../protocol/hub'
import { useSession } from '../../store/playground'
import { CachedEntry } from './cached-entry'
import styles from './hub-sheet.module.css'

const keyOf = ({ kind, host, name, commit }: CachedRepository) => [kind, host, name, commit].join(' ')

function Usage({ usage, quota, persisted }: StorageReport) {
  return (
    <p className={styles.soft}>
      {usage !== null && quota !== null && `${en.hub.used(formatBytes(usage), formatBytes(quota))} `}
      {persisted ? en.hub.persisted : en.hub.notPersisted}
    </p>
  )
}

export function CachedList({ onLoad }: { onLoad: (repository: HubRepository) => void }) {
  const storage = useSession((s) => s.storage)
  const repositories = storage?.repositories ?? []
  return (
    <section aria-label={en.hub.cached}>
      <h3 className={styles.heading}>{en.hub.cached}</h3>
      {repositories.length === 0 ? (
        <p className={styles.soft}>{storage ? en.hub.cachedNone : en.hub.cachedWaiting}</p>
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
