/** @file The Hub as this page knows it: which server, what is kept of it here, and the way to a repository's folder. */
import { HUB_ENDPOINT, type HubRepository, type StorageReport } from '../protocol/hub'
import type { HubProgress } from '../storage/hub/download'
import { type HubFolder, openRepository } from '../storage/hub/repository'
import { deleteRepository, storageReport } from '../storage/storage-report'
import type { FallbackStore } from '../storage/stores/fallback-store'
import { openBrowserStore } from '../storage/stores/open-store'

export interface HubOpening {
  signal: AbortSignal
  onProgress: (progress: HubProgress) => void
}

export class Hub {
  endpoint = HUB_ENDPOINT
  private opened: Promise<FallbackStore> | null = null

  async open(repository: HubRepository, options: HubOpening): Promise<HubFolder> {
    return openRepository(repository, { ...options, endpoint: this.endpoint, store: await this.store() })
  }

  async report(): Promise<StorageReport> {
    return storageReport(await this.store())
  }

  async delete(place: { kind: HubRepository['kind']; name: string; commit: string; host: string }): Promise<void> {
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
