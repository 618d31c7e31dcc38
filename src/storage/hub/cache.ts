/** @file Where a repository's files lie in the store, and which commit a revision stood for when last asked. */
import type { HubRepository } from '../../protocol/hub'
import { type FileStore, readJson, writeJson } from '../stores/file-store'
import { type Listing, readStoredListing } from './listing'

/** hub/HOST/KIND/NAME/revisions.json, and hub/HOST/KIND/NAME/COMMIT/{listing.json,files/...} */
export const CACHE_ROOT = 'hub'
export const PART = '.part'

export interface Place {
  host: string
  kind: HubRepository['kind']
  name: string
}

export interface CommitPlace extends Place {
  commit: string
}

const escapePart = (part: string): string => encodeURIComponent(part).replaceAll('*', '%2A')
const repositoryFolder = ({ host, kind, name }: Place): string =>
  [CACHE_ROOT, escapePart(host), kind, escapePart(name)].join('/')

export const commitFolder = (place: CommitPlace): string => `${repositoryFolder(place)}/${place.commit}`

const listingPath = (place: CommitPlace): string => `${commitFolder(place)}/listing.json`

/** A file of the repository that itself ends in `.part` is written otherwise than one that is on its way. */
export function storedPath(place: CommitPlace, file: string): string {
  const path = file.split('/').map(escapePart).join('/')
  return `${commitFolder(place)}/files/${path.endsWith(PART) ? `${path.slice(0, -PART.length)}%2Epart` : path}`
}

/** The commit that a stored file belongs to; undefined for the store's own notes. */
export function placeOf(path: string): CommitPlace | undefined {
  const [root, host, kind, name, commit, files] = path.split('/')
  if (root !== CACHE_ROOT || files !== 'files' || !host || !name || !commit) return undefined
  if (kind !== 'model' && kind !== 'dataset') return undefined
  return { host: decodeURIComponent(host), kind, name: decodeURIComponent(name), commit }
}

export async function readCachedListing(store: FileStore, place: CommitPlace): Promise<Listing | undefined> {
  return readStoredListing(await readJson(store, listingPath(place)))
}

/** Under the name that was asked for, which may be an older one than the listing has. */
export async function remember(store: FileStore, asked: Place, revision: string, listing: Listing): Promise<void> {
  const place = { ...asked, name: listing.name, commit: listing.commit }
  const known = JSON.stringify(await readCachedListing(store, place))
  if (known !== JSON.stringify(listing)) await writeJson(store, listingPath(place), listing)
  await changeRevisions(store, asked, (revisions) => {
    revisions[revision] = { name: listing.name, commit: listing.commit }
  })
}

/** What the revision stood for when it was last asked. */
export async function recall(store: FileStore, asked: Place, revision: string): Promise<Listing | undefined> {
  const known = (await readRevisions(store, asked))[revision]
  return known && readCachedListing(store, { ...asked, ...known })
}

export async function forget(store: FileStore, place: CommitPlace): Promise<void> {
  await store.remove(commitFolder(place))
  await changeRevisions(store, place, (revisions) => {
    for (const [name, { commit }] of Object.entries(revisions)) if (commit === place.commit) delete revisions[name]
  })
}

type Revisions = Record<string, { name: string; commit: string }>

const revisionsPath = (place: Place): string => `${repositoryFolder(place)}/revisions.json`

async function readRevisions(store: FileStore, place: Place): Promise<Revisions> {
  return { ...((await readJson(store, revisionsPath(place))) as Revisions | undefined) }
}

async function changeRevisions(store: FileStore, place: Place, change: (revisions: Revisions) => void): Promise<void> {
  const path = revisionsPath(place)
  await store.exclusive(path, undefined, async () => {
    const revisions = await readRevisions(store, place)
    const before = JSON.stringify(revisions)
    change(revisions)
    if (Object.keys(revisions).length === 0) await store.remove(path)
    else if (JSON.stringify(revisions) !== before) await writeJson(store, path, revisions)
  })
}
