/** @file Files on a disk, for the command line: in the user's cache folder, shared by all runs. */
import { createHash } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat, statfs, utimes, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, sep } from 'node:path'
import { AppError } from '../protocol/errors'
import type { Appender, FileStore, StoredFile } from '../storage/stores/file-store'
import { storageFull } from '../storage/stores/file-store'

const REMEDY = 'Free space on that disk, or set PLAYGROUND_CACHE to a folder on another one.'
/** A lock whose owner has not shown itself for so long is nobody's. */
const STALE_MS = 30_000
const SHOW_MS = 5_000
const POLL_MS = 100
/** What a folder that is not ours, or is none, answers with. */
const UNWRITABLE = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST']

export const cacheFolder = (): string =>
  process.env.PLAYGROUND_CACHE || join(homedir(), '.cache', 'preference-playground')

export function createNodeStore(root: string = cacheFolder()): FileStore {
  const at = (path: string) => join(root, ...path.split('/'))
  /** Errors of the disk in words. */
  const naming = <T>(path: string, work: () => Promise<T>): Promise<T> =>
    work().catch((error: unknown) => {
      throw inWords(error, root, path)
    })
  const makeFolder = (path: string) => mkdir(dirname(at(path)), { recursive: true })

  async function list(folder: string): Promise<StoredFile[]> {
    const names = (await orUndefined(readdir(at(folder), { recursive: true }))) ?? []
    const found = names.map(async (name) => {
      const state = await orUndefined(stat(join(at(folder), name)))
      return state?.isFile() ? [{ path: `${folder}/${name.split(sep).join('/')}`, size: state.size }] : []
    })
    return (await Promise.all(found)).flat()
  }

  return {
    keeps: () => true,
    async size(path) {
      return (await orUndefined(stat(at(path))))?.size
    },
    async read(path, from, to) {
      const file = await open(at(path))
      try {
        const { size } = await file.stat()
        const start = Math.max(0, from)
        const bytes = new Uint8Array(Math.max(0, Math.min(to, size) - start))
        for (let done = 0; done < bytes.length; ) {
          const { bytesRead } = await file.read(bytes, done, bytes.length - done, start + done)
          if (bytesRead === 0) throw new Error(`${at(path)} became shorter while it was read`)
          done += bytesRead
        }
        return bytes
      } finally {
        await file.close()
      }
    },
    write: (path, bytes) =>
      naming(path, async () => {
        await makeFolder(path)
        await writeFile(at(path), bytes)
      }),
    append: (path) =>
      naming(path, async (): Promise<Appender> => {
        await makeFolder(path)
        const file = await open(at(path), 'a')
        let { size } = await file.stat()
        let isOpen = true
        return {
          get size() {
            return size
          },
          append: (bytes) =>
            naming(path, async () => {
              try {
                await file.appendFile(bytes)
                size += bytes.length
              } catch (error) {
                await file.truncate(size)
                throw error
              }
            }),
          async close() {
            if (isOpen) await file.close()
            isOpen = false
          },
        }
      }),
    rename: (from, to) =>
      naming(to, async () => {
        await makeFolder(to)
        await rename(at(from), at(to))
      }),
    remove: (path) => naming(path, () => rm(at(path), { recursive: true, force: true })),
    list,
    exclusive: (path, signal, work) => naming(path, () => withLock(root, path, signal, work)),
    async room() {
      const usage = (await list('hub')).reduce((sum, { size }) => sum + size, 0)
      const disk = await orUndefined(statfs(root))
      return { usage, quota: disk ? usage + disk.bavail * disk.bsize : null, persisted: true }
    },
  }
}

async function orUndefined<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException | undefined)?.code

function inWords(error: unknown, root: string, path: string): unknown {
  const code = codeOf(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') return storageFull(root, path, REMEDY, error)
  if (code && UNWRITABLE.includes(code)) {
    const remedy = 'Set PLAYGROUND_CACHE to a folder that can be written to.'
    return new AppError('storage/full', `Nothing can be written to ${root} (${code}).`, remedy, { cause: error })
  }
  return error
}

/** A file that exists while somebody, of this process or another, is at work on the path. */
async function withLock<T>(
  root: string,
  path: string,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const folder = join(root, 'locks')
  const lock = join(folder, createHash('sha256').update(path).digest('hex').slice(0, 32))
  await mkdir(folder, { recursive: true })
  while (!(await take(lock))) {
    signal?.throwIfAborted()
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  const show = setInterval(() => void utimes(lock, new Date(), new Date()).catch(() => {}), SHOW_MS)
  try {
    signal?.throwIfAborted()
    return await work()
  } finally {
    clearInterval(show)
    await rm(lock, { force: true })
  }
}

async function take(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    if (await isStale(lock)) await rm(lock, { force: true })
    return false
  }
}

async function isStale(lock: string): Promise<boolean> {
  const state = await orUndefined(stat(lock))
  if (!state) return false
  if (Date.now() - state.mtimeMs > STALE_MS) return true
  const owner = Number(await orUndefined(readFile(lock, 'utf8')))
  return owner > 0 && owner !== process.pid && !isRunning(owner)
}

function isRunning(process_: number): boolean {
  try {
    process.kill(process_, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}
