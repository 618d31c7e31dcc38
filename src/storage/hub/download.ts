/** @file Brings one file of a repository into the store: in ranges, resumable, and accepted only when it is right. */
import { AppError } from '../../protocol/errors'
import type { Appender, FileStore } from '../stores/file-store'
import { type Asked, wrongHash, wrongLength } from './answers'
import { PART } from './cache'
import { type Check, createCheck } from './check'
import type { HubClient } from './hub-client'
import type { HubFile } from './listing'

const RANGE = 32 * 2 ** 20
/** Pieces in which bytes that are here already are hashed again. */
const PIECE = 4 * 2 ** 20
/** In ms between two reports, and while another tab or process brings the same file. */
const REPORT_EVERY = 100
const WAITING_REPORT_EVERY = 1000

export interface HubProgress {
  /** Its path in the repository. */
  file: string
  /** Bytes of this file that are here, and of all of it. */
  loaded: number
  total: number
  /** `checking` what an earlier visit left, `waiting` for the next try, or for another tab that brings it. */
  state: 'checking' | 'fetching' | 'waiting'
}

export interface DownloadOptions {
  client: HubClient
  store: FileStore
  /** Path in the store. */
  path: string
  signal?: AbortSignal
  onProgress?(progress: HubProgress): void
  /** Bytes a request. */
  rangeBytes?: number
}

/**
 * Under a name of its own until length and hash are right; when they are not, that is deleted.
 * After any other failure what has arrived stays, and the next call goes on from there.
 */
export async function download(asked: Asked, file: HubFile, options: DownloadOptions): Promise<void> {
  const { store, path, signal } = options
  const part = `${path}${PART}`
  const tell = reporter(file, options.onProgress)
  const waiting = setInterval(async () => {
    const loaded = await store.size(part).catch(() => 0)
    tell(loaded ?? 0, 'waiting')
  }, WAITING_REPORT_EVERY)
  const work = async () => {
    clearInterval(waiting)
    // Someone else may have brought it while this one waited.
    if ((await store.size(path)) === file.size) return
    if (((await store.size(part)) ?? 0) > file.size) await store.remove(part)
    try {
      await fill(part, asked, file, tell, options)
      await store.rename(part, path)
    } catch (error) {
      const isDamaged = error instanceof AppError && /^hub\/wrong-/.test(error.code)
      if (isDamaged) await store.remove(part)
      throw error
    }
  }
  try {
    await store.exclusive(path, signal, work)
  } finally {
    clearInterval(waiting)
  }
}

async function fill(part: string, asked: Asked, file: HubFile, tell: Tell, options: DownloadOptions): Promise<void> {
  const { client, store, rangeBytes = RANGE } = options
  const check = await createCheck(file)
  let at = (await store.size(part)) ?? 0
  for (let done = 0; done < at; done += PIECE) {
    options.signal?.throwIfAborted()
    check.update(await store.read(part, done, Math.min(done + PIECE, at)))
    tell(Math.min(done + PIECE, at), 'checking')
  }
  const target = await store.append(part)
  try {
    tell(at, 'fetching')
    while (at < file.size) at = await bringRange(at, Math.min(at + rangeBytes, file.size))
  } finally {
    await target.close()
  }
  tell(file.size, 'fetching')
  const kept = await store.size(part)
  if (kept !== file.size) throw wrongLength(asked, `${kept} of ${file.size} bytes were kept`)
  const wrong = check.finish()
  if (wrong) throw wrongHash(asked, wrong.expected, wrong.found)

  function bringRange(from: number, to: number): Promise<number> {
    return client.range(asked, {
      from,
      to,
      size: file.size,
      goOn: true,
      take: (bytes) => takeIn(bytes, target, check, tell),
      onPause: () => tell(target.size, 'waiting'),
    })
  }
}

type Tell = (loaded: number, state: HubProgress['state']) => void

async function takeIn(bytes: Uint8Array<ArrayBuffer>, target: Appender, check: Check, tell: Tell): Promise<void> {
  await target.append(bytes)
  check.update(bytes)
  tell(target.size, 'fetching')
}

/** Not for every piece: there are thousands. Ends and changes of state are always told. */
function reporter({ path, size }: HubFile, onProgress: DownloadOptions['onProgress']): Tell {
  let told = 0
  let last: HubProgress['state'] | undefined
  return (loaded, state) => {
    const now = performance.now()
    if (state === last && loaded < size && now - told < REPORT_EVERY) return
    told = now
    last = state
    onProgress?.({ file: path, loaded, total: size, state })
  }
}
