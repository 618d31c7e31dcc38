/** @file What is kept of the Hub and how much room there is; and deleting it. */
import { AppError } from '../protocol/errors'
import type { CachedRepository, StorageReport } from '../protocol/hub'
import { CACHE_ROOT, type CommitPlace, commitFolder, forget, PART, placeOf } from './hub/cache'
import type { FileStore } from './stores/file-store'

export async function storageReport(store: FileStore): Promise<StorageReport> {
  const repositories = new Map<string, CachedRepository>()
  for (const { path, size } of await store.list(CACHE_ROOT)) {
    const place = placeOf(path)
    if (!place) continue
    const key = commitFolder(place)
    const repository = repositories.get(key) ?? { ...place, files: 0, bytes: 0, partialBytes: 0 }
    repositories.set(key, repository)
    if (path.endsWith(PART)) {
      repository.partialBytes += size
    } else {
      repository.files += 1
      repository.bytes += size
    }
  }
  const found = [...repositories.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  return { repositories: found, ...(await store.room()) }
}

/** How long to wait for a download of it to end, in ms. */
const PATIENCE = 1000

/** @throws storage/busy while a file of it is being fetched. */
export async function deleteRepository(store: FileStore, place: CommitPlace): Promise<void> {
  for (const { path } of await store.list(commitFolder(place))) {
    if (!path.endsWith(PART)) continue
    const file = path.slice(0, -PART.length)
    const signal = AbortSignal.timeout(PATIENCE)
    await store
      .exclusive(file, signal, () => store.remove(path))
      .catch((error: unknown) => {
        if (!signal.aborted) throw error
        const message = `${place.name} is being fetched, so it cannot be deleted now.`
        throw new AppError('storage/busy', message, 'Cancel loading it first, here or in the other tab.')
      })
  }
  await forget(store, place)
}

export interface RoomVerdict {
  /** Null where nobody says how much room there is. */
  fits: boolean | null
  /** In bytes. */
  free: number | null
}

/** Whether so many bytes will fit, as far as can be told before. */
export async function roomFor(store: FileStore, bytes: number): Promise<RoomVerdict> {
  const { usage, quota } = await store.room()
  if (usage === null || quota === null) return { fits: null, free: null }
  const free = Math.max(0, quota - usage)
  return { fits: bytes <= free, free }
}
