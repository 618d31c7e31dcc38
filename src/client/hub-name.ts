/** @file What somebody types or pastes for a repository of the Hub, and for the Hub's own address. */
import type { HubRepository } from '../protocol/hub'

const PART = '[A-Za-z0-9][A-Za-z0-9._-]*'
const REPOSITORY = new RegExp(`^(?<name>${PART}(?:/${PART})?)(?:@(?<revision>\\S+))?$`)
/** The address of a repository's page, or of one of its branches, as a browser shows it. */
const ADDRESS = new RegExp(
  `^https?://[^/]+/(?:datasets/)?(?<name>${PART}/${PART})(?:/(?:tree|blob|resolve)/(?<revision>[^/?#]+).*)?/?$`,
)

/** Null where it is no name of a repository. */
export function parseRepository(text: string, kind: HubRepository['kind']): HubRepository | null {
  const trimmed = text.trim()
  const found = (REPOSITORY.exec(trimmed) ?? ADDRESS.exec(trimmed))?.groups
  if (!found) return null
  const { name, revision } = found
  return { kind, name: name!, ...(revision ? { revision } : {}) }
}

/** `owner/name`, or `owner/name@revision`. */
export const repositoryLabel = ({ name, revision }: HubRepository): string => (revision ? `${name}@${revision}` : name)

/** An address of a server without a slash at its end; null where it is none. */
export function parseEndpoint(text: string): string | null {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.search || url.hash) return null
  return url.href.replace(/\/+$/, '')
}

/** By as many digits as people use to name a commit. */
export const shortCommit = (commit: string): string => commit.slice(0, 7)

/** A label without its owner, and a commit by as many digits as people use to name it. */
export const shortName = (label: string): string =>
  label.replace(/^[^/]*\//, '').replace(/@([0-9a-f]{7})[0-9a-f]{33}$/, '@$1')
