/**
 * @file A local server that speaks the Hub's paths: listings, files in ranges, large ones by way of a second origin as
 * the Hub's own are; and everything that can go wrong on the way, on request.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, relative, sep } from 'node:path'

export interface ServedRepository {
  /** By path in the repository; or a folder on disk that has them. */
  files: Record<string, Uint8Array | string> | { folder: string }
  /** Made from the files when absent. */
  commit?: string
  /** Branches and tags beside `main`; each stands for the commit. */
  revisions?: string[]
  /** Its files are refused with 401, though it is listed. */
  gated?: boolean
}

/** What goes wrong; the first that applies to a request does. */
export interface Fault {
  /** To which requests: the listing, or a file (wherever it is fetched from). Both when absent. */
  on?: 'listing' | 'file'
  /** Files whose path ends so. */
  path?: string
  /** For so many requests; for ever when absent. */
  times?: number
  /** Ends the connection after so many bytes of the body. */
  cutAfter?: number
  /** Answers with this instead. */
  status?: number
  /** Seconds, beside a status. */
  retryAfter?: number
  /** X-Error-Code, beside a status. */
  errorCode?: string
  /** Ends the connection without an answer; with 'ranges', where a range is asked for. */
  refuse?: true | 'ranges'
  /** Serves so many bytes more (zeros), or fewer, as if the file were so long. */
  lengthen?: number
  /** Serves with one byte changed. */
  corrupt?: boolean
  /** Answers a range with the whole file. */
  noRange?: boolean
  /** Bytes a chunk, and the pause between two, in ms. */
  slow?: { chunk: number; pause: number }
  /** Sends so many bytes, and nothing more, but keeps the connection. */
  stallAfter?: number
  /** Answers the listing with this text. */
  body?: string
}

export interface HubServerOptions {
  /** By `owner/name`, data sets by `datasets/owner/name`. */
  repositories: Record<string, ServedRepository>
  faults?: Fault[]
  /** Kept as large files (with SHA-256, served by the second origin) from this size on; 1 MiB when absent. */
  largeFrom?: number
  port?: number
}

export interface HubServer {
  /** The endpoint. */
  url: string
  /** Method, path and range of every request, in order. */
  requests: { method: string; path: string; range?: string }[]
  /** Can be changed while it serves. */
  faults: Fault[]
  /** Of a repository by its key. */
  commitOf(repository: string): string
  /** Swaps or adds a repository. */
  serve(key: string, repository: ServedRepository): void
  close(): Promise<void>
}

interface Repository {
  commit: string
  revisions: string[]
  gated: boolean
  files: Map<string, Uint8Array>
}

interface Reply {
  /** 0 ends the connection without an answer. */
  status: number
  headers?: Record<string, string>
  body?: Uint8Array
  fault?: Fault
}

const EXPOSED =
  'X-Repo-Commit,X-Request-Id,X-Error-Code,X-Error-Message,ETag,Link,Accept-Ranges,Content-Range,X-Linked-Size,X-Linked-ETag'

export async function startHubServer(options: HubServerOptions): Promise<HubServer> {
  const largeFrom = options.largeFrom ?? 2 ** 20
  const repositories = new Map<string, Repository>()
  const requests: HubServer['requests'] = []
  const faults = options.faults ?? []
  const serve = (key: string, repository: ServedRepository) => void repositories.set(key, toRepository(repository))
  for (const [key, repository] of Object.entries(options.repositories)) serve(key, repository)

  /** Counts down the fault that applies. */
  function faultFor(on: 'listing' | 'file', path: string, ranged: boolean): Fault | undefined {
    const fault = faults.find(
      (each) =>
        (each.on ?? on) === on &&
        path.endsWith(each.path ?? '') &&
        (each.times ?? 1) > 0 &&
        (each.refuse !== 'ranges' || ranged),
    )
    if (fault?.times !== undefined) fault.times -= 1
    return fault
  }

  /** @param isCdn Whether the second origin was asked. */
  function answer({ method, url: target, headers }: IncomingMessage, isCdn: boolean): Reply {
    // What browsers ask before they send a header that is out of the ordinary: the second origin does not allow any.
    if (method === 'OPTIONS') return { status: isCdn ? 403 : 204, headers: { 'Access-Control-Allow-Headers': 'Range' } }
    const { pathname } = new URL(target!, 'http://hub')
    const { range } = headers
    requests.push({ method: method!, path: pathname, ...(range && { range }) })
    const path = decodeURIComponent(pathname)
    const listing = /^\/api\/(models|datasets)\/(.+?)\/revision\/(.+)$/.exec(path)
    if (listing) return list(listing[1] === 'datasets' ? `datasets/${listing[2]}` : listing[2]!, listing[3]!)
    const file = /^\/(?:cdn\/)?(.+?)\/resolve\/([^/]+)\/(.+)$/.exec(path)
    if (!file || isCdn !== path.startsWith('/cdn/')) return refusal(404, 'EntryNotFound')
    return resolve(file[1]!, file[2]!, file[3]!, { range, cdn: isCdn ? undefined : `${cdnUrl}/cdn${pathname}` })
  }

  function list(key: string, revision: string): Reply {
    const fault = faultFor('listing', key, false)
    if (fault?.refuse) return { status: 0 }
    if (fault?.status) return refusal(fault.status, fault.errorCode, fault.retryAfter)
    if (fault?.body !== undefined) return json(fault.body, fault)
    const repository = repositories.get(key)
    // As the Hub does for those who are not logged in: it does not tell the missing from the private.
    if (!repository) return refusal(401, 'RepoNotFound')
    const { commit, revisions, gated, files } = repository
    if (!['main', commit, ...revisions].includes(revision)) return refusal(404, 'RevisionNotFound')
    const siblings = [...files].map(([path, bytes]) => sibling(path, bytes, largeFrom))
    const told = { id: key.replace(/^datasets\//, ''), sha: commit, gated: gated && 'manual', siblings }
    return json(JSON.stringify(told), fault)
  }

  function resolve(key: string, revision: string, path: string, asked: { range?: string; cdn?: string }): Reply {
    const repository = repositories.get(key)
    if (!repository) return refusal(401, 'RepoNotFound')
    const { commit, gated, files } = repository
    if (gated) return refusal(401, 'GatedRepo')
    if (revision !== commit && revision !== 'main') return refusal(404, 'RevisionNotFound')
    const bytes = files.get(path)
    if (!bytes) return refusal(404, 'EntryNotFound')
    if (asked.cdn && bytes.length >= largeFrom) {
      return { status: 302, headers: { Location: asked.cdn, 'X-Repo-Commit': commit } }
    }
    const fault = faultFor('file', path, asked.range !== undefined)
    if (fault?.refuse) return { status: 0 }
    if (fault?.status) return refusal(fault.status, fault.errorCode, fault.retryAfter)
    return { ...rangeOf(changed(bytes, fault), fault?.noRange ? undefined : asked.range), fault }
  }

  const hub = createServer((request, response) => send(response, answer(request, false)))
  const cdn = createServer((request, response) => send(response, answer(request, true)))
  const url = await listen(hub, options.port ?? 0)
  const cdnUrl = await listen(cdn, 0)
  return {
    url,
    requests,
    faults,
    serve,
    commitOf: (repository) => repositories.get(repository)!.commit,
    close: async () => void (await Promise.all([stop(hub), stop(cdn)])),
  }
}

function toRepository({ files, commit, revisions = [], gated = false }: ServedRepository): Repository {
  const held = new Map<string, Uint8Array>()
  const given = isFolder(files) ? readFolder(files.folder) : files
  for (const [path, content] of Object.entries(given)) {
    held.set(path, typeof content === 'string' ? new TextEncoder().encode(content) : content)
  }
  const sum = createHash('sha1')
  for (const [path, bytes] of held) sum.update(path).update(bytes)
  return { commit: commit ?? sum.digest('hex'), revisions, gated, files: held }
}

const isFolder = (files: ServedRepository['files']): files is { folder: string } =>
  typeof files.folder === 'string' && Object.keys(files).length === 1

function readFolder(folder: string): Record<string, Uint8Array> {
  const paths = readdirSync(folder, { recursive: true }).map((path) => join(folder, String(path)))
  const files = paths.filter((path) => statSync(path).isFile())
  return Object.fromEntries(files.map((path) => [relative(folder, path).split(sep).join('/'), readFileSync(path)]))
}

/** As the Hub lists a file: what git has of a large one is a pointer. */
function sibling(rfilename: string, bytes: Uint8Array, largeFrom: number): object {
  const size = bytes.length
  if (size < largeFrom) return { rfilename, size, blobId: gitHash(bytes) }
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256}\nsize ${size}\n`
  const lfs = { sha256, size, pointerSize: pointer.length }
  return { rfilename, size, blobId: gitHash(new TextEncoder().encode(pointer)), lfs }
}

const gitHash = (bytes: Uint8Array): string =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')

function changed(bytes: Uint8Array, fault: Fault | undefined): Uint8Array {
  const length = Math.max(0, bytes.length + (fault?.lengthen ?? 0))
  const result = new Uint8Array(length)
  result.set(bytes.subarray(0, length))
  if (fault?.corrupt && length > 0) result[length >> 1]! ^= 1
  return result
}

function refusal(status: number, errorCode?: string, retryAfter?: number): Reply {
  const headers: Record<string, string> = {}
  if (errorCode) headers['X-Error-Code'] = errorCode
  if (retryAfter !== undefined) headers['Retry-After'] = String(retryAfter)
  return { status, headers }
}

const json = (text: string, fault: Fault | undefined): Reply => ({
  status: 200,
  headers: { 'Content-Type': 'application/json; charset=utf-8' },
  body: new TextEncoder().encode(text),
  fault,
})

function rangeOf(bytes: Uint8Array, range: string | undefined): Reply {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? []
  if (first === undefined) return { status: 200, headers: { 'Accept-Ranges': 'bytes' }, body: bytes }
  const from = Number(first)
  const to = Math.min(last ? Number(last) + 1 : bytes.length, bytes.length)
  if (from >= to) return { status: 416, headers: { 'Content-Range': `bytes */${bytes.length}` } }
  return {
    status: 206,
    headers: { 'Accept-Ranges': 'bytes', 'Content-Range': `bytes ${from}-${to - 1}/${bytes.length}` },
    body: bytes.subarray(from, to),
  }
}

function send(response: ServerResponse, { status, headers, body, fault = {} }: Reply): void {
  if (status === 0) {
    response.socket?.destroy()
    return
  }
  response.writeHead(status, {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': EXPOSED,
    'Content-Length': body?.length ?? 0,
    ...headers,
  })
  sendBody(response, body ?? new Uint8Array(0), fault)
}

function sendBody(response: ServerResponse, bytes: Uint8Array, { cutAfter, stallAfter, slow }: Fault): void {
  const end = Math.min(bytes.length, cutAfter ?? bytes.length, stallAfter ?? bytes.length)
  const step = (at: number) => {
    if (at < end && !response.destroyed) {
      const next = Math.min(end, at + (slow?.chunk ?? end))
      response.write(bytes.subarray(at, next), () => setTimeout(() => step(next), slow?.pause ?? 0))
    } else if (end === bytes.length) response.end()
    else if (stallAfter === undefined) response.socket?.destroySoon()
  }
  response.flushHeaders()
  step(0)
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
