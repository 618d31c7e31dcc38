/** @file A repository of the Hub at one commit as a folder, whose files come when they are read and are kept then. */
import { AppError } from '../../protocol/errors'
import type { Folder, FolderFile } from '../../protocol/folder'
import { HUB_ENDPOINT, type HubRepository } from '../../protocol/hub'
import type { Bytes, FileStore } from '../stores/file-store'
import { type Asked, cancelled } from './answers'
import { type CommitPlace, PART, type Place, readCachedListing, recall, remember, storedPath } from './cache'
import { download, type HubProgress } from './download'
import { type ClientOptions, createHubClient, type HubClient } from './hub-client'
import { type HubFile, isCommit, type Listing, readListing } from './listing'
import { checkRepository } from './names'

export type HubNotice =
  /** No room in the browser's storage: a reload will fetch this file again. */
  | { kind: 'in-memory'; file: string; size: number }
  /** The Hub did not answer: this is the commit that the revision stood for when it last did. */
  | { kind: 'offline'; commit: string; reason: AppError }

export interface OpenOptions extends ClientOptions {
  store: FileStore
  /** Address of the Hub or of a mirror. */
  endpoint?: string
  onProgress?(progress: HubProgress): void
  onNotice?(notice: HubNotice): void
  /** Bytes a request. */
  rangeBytes?: number
}

export interface HubFolder extends Folder, CommitPlace {
  /** `owner/name`, as the Hub writes it. */
  readonly name: string
  /** The full hash that the revision stands for. */
  readonly commit: string
  readonly files: readonly HubFile[]
  /** Bytes of these files that are still to be fetched. */
  missingBytes(names: readonly string[]): Promise<number>
}

/** Files up to this size come whole when a part of them is read, but for those that are made to be read in part. */
const SMALL = 32 * 2 ** 20
const READ_IN_PART = /\.(?:safetensors|parquet)$/

/**
 * Asks what the revision stands for, then stays with that commit. A commit that was asked for before is not asked for
 * again, and without an answer the one of last time is taken, where files of it are here.
 * @throws hub/bad-name, hub/not-found, hub/gated, hub/rate-limited, hub/unreachable, hub/cancelled
 */
export async function openRepository(repository: HubRepository, options: OpenOptions): Promise<HubFolder> {
  const endpoint = checkedEndpoint(options.endpoint ?? HUB_ENDPOINT)
  const { kind, name, revision = 'main' } = checkRepository(repository)
  const place: Place = { host: new URL(endpoint).host, kind, name }
  const { store } = options
  const known = isCommit(revision)
    ? await readCachedListing(store, { ...place, commit: revision })
    : await recall(store, place, revision)
  if (known && isCommit(revision)) return createFolder(known, place, endpoint, options)
  try {
    // With something to fall back on, one try will do.
    const patience = known ? { ...options.patience, retries: 0 } : options.patience
    const asked = askedFor(endpoint, place, revision)
    const listing = readListing(await createHubClient({ ...options, patience }).json(asked), name, endpoint)
    await remember(store, place, revision, listing)
    return createFolder(listing, place, endpoint, options)
  } catch (error) {
    if (!known || !isAway(error)) throw error
    const folder = createFolder(known, place, endpoint, options)
    if (!(await hasAny(folder, store))) throw error
    options.onNotice?.({ kind: 'offline', commit: known.commit, reason: error })
    return folder
  }
}

const isAway = (error: unknown): error is AppError =>
  error instanceof AppError && (error.code === 'hub/unreachable' || error.code === 'hub/rate-limited')

async function hasAny(folder: HubFolder, store: FileStore): Promise<boolean> {
  for (const { path, size } of folder.files) if ((await store.size(storedPath(folder, path))) === size) return true
  return false
}

function createFolder(listing: Listing, asked: Place, endpoint: string, options: OpenOptions): HubFolder {
  const place: CommitPlace = { ...asked, name: listing.name, commit: listing.commit }
  const client = createHubClient(options)
  const byPath = new Map(listing.files.map((file) => [file.path, file]))
  return {
    ...place,
    files: listing.files,
    async open(path) {
      const file = byPath.get(path)
      if (!file) return undefined
      const inStore = storedPath(place, path)
      const isHere = (await options.store.size(inStore)) === file.size
      const from = { ...askedFor(endpoint, place, place.commit), url: fileUrl(endpoint, place, path), file: path }
      return openFile(file, isHere, from, { ...options, client, path: inStore })
    },
    async missingBytes(names) {
      let missing = 0
      for (const name of names) {
        const file = byPath.get(name)
        if (!file) continue
        const path = storedPath(place, name)
        if ((await options.store.size(path)) === file.size) continue
        missing += file.size - Math.min(file.size, (await options.store.size(`${path}${PART}`)) ?? 0)
      }
      return missing
    },
  }
}

function openFile(
  file: HubFile,
  isHere: boolean,
  asked: Asked,
  options: OpenOptions & { client: HubClient; path: string },
): FolderFile {
  const { store, path, client, signal } = options
  const { size } = file
  let brought: Promise<void> | undefined
  const isBrought = async () => (await store.size(path)) === size
  async function bring(): Promise<void> {
    try {
      await download(asked, file, options)
    } catch (error) {
      throw signal?.aborted ? cancelled(asked) : error
    }
    if (!store.keeps(path)) options.onNotice?.({ kind: 'in-memory', file: file.path, size })
  }
  /** Once, however many ask; again after a failure. */
  const bringOnce = () => {
    brought ??= bring().catch((error: unknown) => {
      brought = undefined
      throw error
    })
    return brought
  }

  async function read(first: number, last: number): Promise<Bytes> {
    const from = Math.max(0, first)
    const to = Math.min(last, size)
    if (size <= SMALL && !READ_IN_PART.test(file.path) && !(await isBrought())) await bringOnce()
    if (await isBrought()) return store.read(path, from, to)
    const bytes = new Uint8Array(Math.max(0, to - from))
    let at = 0
    await client.range(asked, {
      from,
      to,
      size,
      take(piece) {
        bytes.set(piece, at)
        at += piece.length
      },
    })
    return bytes
  }

  return isHere ? { size, read } : { size, read, bring: bringOnce }
}

/** Without a slash at its end. @throws hub/unreachable */
function checkedEndpoint(endpoint: string): string {
  if (URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol)) return endpoint.replace(/\/+$/, '')
  const remedy = `Give an address as ${HUB_ENDPOINT}, of a server that speaks the paths of the Hub.`
  throw new AppError('hub/unreachable', `The endpoint "${endpoint}" is no web address.`, remedy)
}

function askedFor(endpoint: string, { kind, name }: Place, revision: string): Asked {
  const page = `${endpoint}/${kind === 'dataset' ? 'datasets/' : ''}${name}`
  const url = `${endpoint}/api/${kind}s/${name}/revision/${encodeURIComponent(revision)}?blobs=true`
  return { url, page, repository: name, revision }
}

function fileUrl(endpoint: string, { kind, name, commit }: CommitPlace, path: string): string {
  const escaped = path.split('/').map(encodeURIComponent).join('/')
  return `${endpoint}/${kind === 'dataset' ? 'datasets/' : ''}${name}/resolve/${commit}/${escaped}`
}
