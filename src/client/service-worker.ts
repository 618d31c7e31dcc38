/**
 * @file Makes the page work without a network after the first visit, and isolated from other origins on hosts that cannot
 * send headers. It keeps what the page is made of, by version, and recordings and lessons once they were seen; files of
 * the Hub never, nor anything of other origins: those it does not touch at all.
 */
export {}

/** Written in front of this script by the build: see scripts/offline-files.mjs. */
interface Kept {
  version: string
  /** Relative to the page. */
  files: string[]
}

declare const self: ServiceWorkerGlobalScope & { KEPT: Kept }

/** Of this folder alone: another copy of the page on the same host has caches of its own. */
const PREFIX = `preference-playground ${self.registration.scope} `
const { version, files } = self.KEPT
const KEPT_FILES = new Set(files)
const CURRENT = `${PREFIX}${version}`
/** What is fetched when it is asked for. It outlives versions: the network goes first, so nothing in it grows stale. */
const SEEN = 'preference-playground: seen'
const SEEN_FOLDERS = /^(runs|lessons)\/[^/]+\.json$/
const MODELS = /^models\//
/** The build puts a hash of the content into these names. */
const HASHED = /^assets\//

const ISOLATE = new URL(self.location.href).searchParams.get('isolate') !== 'off'
const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }

const addressOf = (file: string): string => new URL(file, self.registration.scope).href

/** The file of the page that an address means; null for other origins and other folders. */
function fileAt(address: string): string | null {
  const { href } = new URL(address)
  const { scope } = self.registration
  if (!href.startsWith(scope)) return null
  const file = href.slice(scope.length).replace(/[?#].*$/, '')
  return file === 'index.html' ? '' : file
}

/** What the host said itself stays as it is. */
function isolated(response: Response): Response {
  // A redirect is the browser's to follow, and no script may copy it.
  if (response.type === 'opaqueredirect') return response
  if (!ISOLATE || Object.keys(ISOLATION).every((name) => response.headers.has(name))) return response
  const headers = new Headers(response.headers)
  for (const [name, value] of Object.entries(ISOLATION)) headers.set(name, value)
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers })
}

/** For ever kept is only what was asked for: no sign-in page in its place, and no page of another version. */
async function checked(file: string, response: Response): Promise<Response> {
  const problem = async () => {
    if (!response.ok) return `answered ${response.status}`
    if (fileAt(response.url) !== file) return `led to ${response.url}`
    if (file !== '') return /^text\/html\b/.test(response.headers.get('content-type') ?? '') ? 'is a page' : null
    const parts = (await response.clone().text()).matchAll(/\bassets\/[\w.-]+/g)
    const other = [...parts].find(([part]) => !KEPT_FILES.has(part))
    return other ? `belongs to another version: ${other[0]} is not of this one` : null
  }
  const found = await problem()
  if (found !== null) throw new Error(`${addressOf(file)} ${found}`)
  // Browsers take no answer that was redirected for a page.
  return response.redirected ? new Response(response.body, response) : response
}

/** One after the other: the page that is open needs the network more. */
async function keepFiles(): Promise<void> {
  const cache = await caches.open(CURRENT)
  for (const file of files) {
    const address = addressOf(file)
    const hashed = HASHED.test(file)
    const known = hashed ? await caches.match(address) : undefined
    const fetched = async () => checked(file, await fetch(address, { cache: hashed ? 'default' : 'no-cache' }))
    await cache.put(address, known ?? (await fetched()))
  }
}

/** A page that is still of an old version finds its files until it is closed; a new one that waits keeps its own. */
async function removeOldVersions(): Promise<void> {
  const { installing, waiting } = self.registration
  if (installing || waiting) return
  const pages = await self.clients.matchAll({ type: 'window' })
  if (pages.length > 1) return
  const names = await caches.keys()
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== CURRENT).map((name) => caches.delete(name)),
  )
}

async function fromKept(file: string, request: Request): Promise<Response> {
  const address = addressOf(file)
  const kept = (await (await caches.open(CURRENT)).match(address)) ?? (await caches.match(address))
  return isolated(kept ?? (await fetch(request)))
}

async function fromNetwork(file: string, request: Request): Promise<Response> {
  const seen = await caches.open(SEEN)
  try {
    const response = await fetch(request)
    // Where there is no room left, it is shown all the same.
    if (response.ok) await seen.put(addressOf(file), response.clone()).catch(() => undefined)
    return isolated(response)
  } catch (error) {
    const kept = await seen.match(addressOf(file))
    if (kept) return isolated(kept)
    throw error
  }
}

/** A model's folder need not have every file that is looked for: without a network what is not kept is not there. */
async function orMissing(request: Request): Promise<Response> {
  try {
    return isolated(await fetch(request))
  } catch {
    return new Response(null, { status: 404 })
  }
}

self.addEventListener('install', (event) => event.waitUntil(keepFiles()))

self.addEventListener('activate', (event) => event.waitUntil(removeOldVersions().then(() => self.clients.claim())))

self.addEventListener('message', (event) => {
  if (event.data === 'take-over') event.waitUntil(self.skipWaiting())
  if (event.data === 'tidy') event.waitUntil(removeOldVersions())
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const file = request.method === 'GET' && !request.headers.has('range') ? fileAt(request.url) : null
  if (file === null) return
  // An older version's page may still ask for its own files, which this one does not list.
  if (KEPT_FILES.has(file) || HASHED.test(file)) event.respondWith(fromKept(file, request))
  else if (SEEN_FOLDERS.test(file)) event.respondWith(fromNetwork(file, request))
  else if (MODELS.test(file)) event.respondWith(orMissing(request))
})
