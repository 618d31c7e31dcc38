/** @file What people type or paste for a repository: `owner/name`, `owner/name@revision`, or the address of its page. */
import { AppError } from '../../protocol/errors'
import { HUB_ENDPOINT, type HubRepository } from '../../protocol/hub'

const HUB_HOSTS = ['huggingface.co', 'www.huggingface.co', 'hf.co']
const WITHOUT_SCHEME = /^(?:www\.)?(?:huggingface\.co|hf\.co)\//
/** What may follow the name in the address of a page; a revision comes next. */
const PAGES = ['tree', 'blob', 'resolve', 'raw', 'commit', 'revision', 'commits']
const REMEDY = 'Give owner/name as the page of the repository shows it, with @revision after it if need be.'

export interface NameOptions {
  /** What a name without `datasets/` before it stands for. */
  kind?: HubRepository['kind']
  /** Addresses may be of this mirror too. */
  endpoint?: string
}

/** @throws hub/bad-name */
export function parseRepositoryName(text: string, options: NameOptions = {}): HubRepository {
  const { kind = 'model', endpoint = HUB_ENDPOINT } = options
  const given = text.trim()
  if (given === '') throw new AppError('hub/bad-name', 'No repository is named.', REMEDY)
  const address = WITHOUT_SCHEME.test(given) ? `https://${given}` : given
  if (/^https?:\/\//i.test(address)) return fromAddress(address, endpoint)
  const [, path = '', revision] = /^(?:hf:\/\/)?([^@]*)(?:@(.*))?$/s.exec(given) ?? []
  const { parts, kind: named } = withoutKind(path.split('/'), kind)
  return checked(parts.join('/'), revision, named, given)
}

/** `owner/name@revision`; nothing is said of `main`. */
export function formatRepositoryName({ name, revision }: HubRepository): string {
  return revision && revision !== 'main' ? `${name}@${revision}` : name
}

/** The rules of the Hub for names, as its own client checks them. */
export function isRepositoryName(name: string): boolean {
  if (name.includes('--') || name.includes('..') || name.endsWith('.git')) return false
  return /^(?:[\w.-]{1,96}\/)?[\w.-]{1,96}$/.test(name) && name.split('/').every((part) => /^\w(?:.*\w)?$/.test(part))
}

/** As git does for names of branches and tags, roughly. */
const isRevision = (revision: string): boolean =>
  /^[^\s~^:?*[\\]{1,255}$/.test(revision) && !revision.includes('..') && !/^[/-]|\/$|\/\//.test(revision)

function fromAddress(address: string, endpoint: string): HubRepository {
  let url: URL
  let parts: string[]
  try {
    url = new URL(address)
    parts = pathBelow(url, endpoint).split('/').filter(Boolean).map(decodeURIComponent)
  } catch (error) {
    throw new AppError('hub/bad-name', `"${address}" is no web address.`, REMEDY, { cause: error })
  }
  if (!isHubHost(url, endpoint)) {
    const remedy = 'Give an address of the Hub, or set the endpoint to that server if it is a mirror.'
    throw new AppError('hub/bad-name', `${url.host} is not the Hub that files are fetched from.`, remedy)
  }
  if (parts[0] === 'api') parts.shift()
  const named = withoutKind(parts, 'model')
  const page = named.parts.findIndex((part, i) => i > 0 && i <= 2 && PAGES.includes(part))
  const name = named.parts.slice(0, page < 0 ? 2 : page).join('/')
  return checked(name, page < 0 ? undefined : revisionIn(named.parts.slice(page + 1)), named.kind, address)
}

const isHubHost = (url: URL, endpoint: string): boolean =>
  url.host === new URL(endpoint).host || HUB_HOSTS.includes(url.hostname)

/** Without the folder that a mirror may lie in. */
function pathBelow(url: URL, endpoint: string): string {
  const base = new URL(endpoint)
  const folder = base.pathname.replace(/\/$/, '')
  return url.host === base.host && url.pathname.startsWith(`${folder}/`)
    ? url.pathname.slice(folder.length)
    : url.pathname
}

/** Pull requests (`refs/pr/3`) have three parts; other slashes come escaped. */
function revisionIn(parts: string[]): string | undefined {
  return parts[0] === 'refs' ? parts.slice(0, 3).join('/') : parts[0]
}

function withoutKind(parts: string[], kind: HubRepository['kind']): { parts: string[]; kind: HubRepository['kind'] } {
  if (parts.length > 1 && parts[0] === 'datasets') return { parts: parts.slice(1), kind: 'dataset' }
  if (parts.length > 1 && parts[0] === 'models') return { parts: parts.slice(1), kind: 'model' }
  return { parts, kind }
}

/** As it is, when its name and revision are possible ones. @throws hub/bad-name */
export const checkRepository = (repository: HubRepository): HubRepository =>
  checked(repository.name, repository.revision, repository.kind, formatRepositoryName(repository))

function checked(
  name: string,
  revision: string | undefined,
  kind: HubRepository['kind'],
  given: string,
): HubRepository {
  const shown = given.length > 200 ? `${given.slice(0, 200)}…` : given
  if (name.startsWith('spaces/')) {
    throw new AppError('hub/bad-name', `"${shown}" is a Space, which holds no model to load.`, REMEDY)
  }
  if (!isRepositoryName(name)) throw new AppError('hub/bad-name', `"${shown}" is no name of a repository.`, REMEDY)
  if (revision !== undefined && !isRevision(revision)) {
    const message = `"${shown}" names no possible branch, tag or commit after its @.`
    throw new AppError('hub/bad-name', message, 'Leave the revision out for main, or give a branch, tag or commit.')
  }
  return revision === undefined ? { kind, name } : { kind, name, revision }
}
