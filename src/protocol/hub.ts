/** @file Repositories of the Hugging Face Hub, or of a mirror that speaks its paths, and what is kept of them here. */

export const HUB_ENDPOINT = 'https://huggingface.co'

export interface HubRepository {
  kind: 'model' | 'dataset'
  /** `owner/name`; some old models have a name alone (`gpt2`). */
  name: string
  /** Branch, tag or commit; `main`. */
  revision?: string
}

/** One repository at one commit, as far as its files are kept here. */
export interface CachedRepository {
  kind: HubRepository['kind']
  name: string
  /** The full hash. */
  commit: string
  /** Host of the endpoint that it came from. */
  host: string
  files: number
  bytes: number
  /** Bytes of files that were begun and can be resumed. */
  partialBytes: number
}

/** What somebody should know about a repository that is being opened. */
export type HubNotice =
  /** It is larger than the room there is: it will be kept in memory, and a reload fetches it again. */
  | { kind: 'no-room'; needed: number; free: number }
  /** There was no room on disk for this file. */
  | { kind: 'in-memory'; file: string }
  /** The Hub cannot be reached: this is the commit that was resolved last, from what is kept here. */
  | { kind: 'offline'; commit: string }

export interface StorageReport {
  repositories: CachedRepository[]
  /** Bytes that the browser says are used, and may be used, by this page; null where it does not say. */
  usage: number | null
  quota: number | null
  /** The browser promised not to clear it by itself. */
  persisted: boolean
}
