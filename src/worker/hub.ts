/** @file The Hub as this page knows it: which server, what is kept of it here, and the way to a repository's folder. */
import {
  type CachedRepository,
  HUB_ENDPOINT,
  type HubNotice,
  type HubRepository,
  type StorageReport,
} from '../protocol/hub'
import type { HubProgress } from '../storage/hub/download'
import { type HubFolder, openRepository } from '../storage/hub/repository'
import { deleteRepository, roomFor, storageReport } from '../storage/storage-report'
import type { FallbackStore } from '../storage/stores/fallback-store'
import { openBrowserStore } from '../storage/stores/open-store'

export interface HubOpening {
  signal: AbortSignal
  onProgress: (progress: HubProgress) => void
}

export class Hub {
  endpoint = HUB_ENDPOINT
  private opened: Promise<FallbackStore> | null = null

  /** @param onNotice Told what somebody should know about the repository of that name. */
  constructor(private readonly onNotice: (name: string, notice: HubNotice) => void) {}

  async open(repository: HubRepository, options: HubOpening): Promise<HubFolder> {
    return openRepository(repository, {
      ...options,
      endpoint: this.endpoint,
      store: await this.store(),
      onNotice: (notice) =>
        this.onNotice(
          repository.name,
          notice.kind === 'offline'
            ? { kind: 'offline', commit: notice.commit }
            : { kind: 'in-memory', file: notice.file },
        ),
    })
  }

  /** Before files are fetched: says so where there is no room for what is missing. */
  async lookForRoom(folder: HubFolder, names: string[]): Promise<void> {
    const needed = await folder.missingBytes(names)
    const { fits, free } = await roomFor(await this.store(), needed)
    if (fits === false) this.onNotice(folder.name, { kind: 'no-room', needed, free: free! })
  }

  async report(): Promise<StorageReport> {
    return storageReport(await this.store())
  }

  async delete(place: Pick<CachedRepository, 'kind' | 'name' | 'commit' | 'host'>): Promise<void> {
    await deleteRepository(await this.store(), place)
  }

  /** Files that found no room on disk are let go once what was read from them is in place. */
  async dropMemory(): Promise<void> {
    if (this.opened) (await this.opened).dropMemory()
  }

  private store(): Promise<FallbackStore> {
    this.opened ??= openBrowserStore()
    return this.opened
  }
}
