/** @file Files in the browser's own file system (OPFS). Written through access handles, which workers alone have. */
import type { Appender, Bytes, FileStore, StoredFile } from './file-store'
import { isFull, storageFull } from './file-store'
import { KeyedLock } from './keyed-lock'

const REMEDY = 'Delete models that are kept here, free space on the disk, or take a smaller model.'
/** The handle of a page that was just closed may live on for a moment. */
const HANDLE_PATIENCE_MS = 3000
const HANDLE_PAUSE_MS = 50
const PIECE = 4 * 2 ** 20

type Folder = FileSystemDirectoryHandle
/** Known to all browsers with access handles, but not to the types. */
type Movable = { move?(folder: Folder, name: string): Promise<void> }

/** Undefined where there is none: outside of a secure page or a worker, and in some private windows. */
export async function openOpfsStore(): Promise<FileStore | undefined> {
  if (typeof FileSystemFileHandle === 'undefined') return undefined
  if (!('createSyncAccessHandle' in FileSystemFileHandle.prototype)) return undefined
  try {
    const store = createOpfsStore(await navigator.storage.getDirectory())
    await tryOut(store)
    return store
  } catch {
    return undefined
  }
}

/** Some browsers have all of it, but refuse when it is used. Where it is full, there still is something to read. */
async function tryOut(store: FileStore): Promise<void> {
  const path = `trial-${crypto.randomUUID()}`
  try {
    await store.write(path, new Uint8Array(1))
  } catch (error) {
    if (!isFull(error)) throw error
  } finally {
    await store.remove(path)
  }
}

function createOpfsStore(root: Folder): FileStore {
  const lock = new KeyedLock()

  async function folderOf(parts: string[], create: boolean): Promise<Folder | undefined> {
    let folder = root
    for (const part of parts) {
      const next = await orUndefined(folder.getDirectoryHandle(part, { create }))
      if (!next) return undefined
      folder = next
    }
    return folder
  }
  async function find(path: string): Promise<FileSystemFileHandle | undefined> {
    const { parts, name } = split(path)
    const folder = await folderOf(parts, false)
    return folder && orUndefined(folder.getFileHandle(name))
  }
  async function open(path: string): Promise<FileSystemSyncAccessHandle> {
    const { parts, name } = split(path)
    return refusing(path, async () => {
      const folder = (await folderOf(parts, true))!
      return accessHandle(await folder.getFileHandle(name, { create: true }))
    })
  }

  async function copyThenRemove(from: string, to: string): Promise<void> {
    const source = (await find(from))!
    const file = await source.getFile()
    const handle = await open(to)
    try {
      await refusing(to, async () => {
        for (let at = 0; at < file.size; at += PIECE) {
          writeAll(handle, new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()), at)
        }
      })
    } finally {
      handle.close()
    }
    const { parts, name } = split(from)
    await (await folderOf(parts, false))!.removeEntry(name)
  }

  return {
    keeps: () => true,
    exclusive: (path, signal, work) =>
      'locks' in navigator
        ? (navigator.locks.request(`files:${path}`, { signal }, work) as ReturnType<typeof work>)
        : lock.run(path, signal, work),
    async room() {
      const { usage = null, quota = null } = await navigator.storage.estimate()
      return { usage, quota, persisted: await navigator.storage.persisted() }
    },
    size: async (path) => (await (await find(path))?.getFile())?.size,
    async read(path, from, to) {
      const file = await (await find(path))?.getFile()
      if (!file) throw new Error(`${path} is not kept here`)
      return new Uint8Array(await file.slice(Math.max(0, from), to).arrayBuffer())
    },
    async write(path, bytes) {
      const handle = await open(path)
      try {
        await refusing(path, async () => {
          handle.truncate(0)
          writeAll(handle, bytes, 0)
        })
      } finally {
        handle.close()
      }
    },
    async append(path): Promise<Appender> {
      const handle = await open(path)
      let size = handle.getSize()
      let isOpen = true
      return {
        get size() {
          return size
        },
        append: (bytes) =>
          refusing(path, async () => {
            try {
              writeAll(handle, bytes, size)
              size += bytes.length
            } catch (error) {
              handle.truncate(size)
              throw error
            }
          }),
        async close() {
          if (!isOpen) return
          isOpen = false
          handle.flush()
          handle.close()
        },
      }
    },
    async rename(from, to) {
      const source = await find(from)
      if (!source) throw new Error(`${from} is not kept here`)
      const { parts, name } = split(to)
      const folder = (await folderOf(parts, true))!
      await orUndefined(folder.removeEntry(name))
      if ((source as Movable).move) await (source as Movable).move!(folder, name)
      else await copyThenRemove(from, to)
    },
    async remove(path) {
      const { parts, name } = split(path)
      const folder = await folderOf(parts, false)
      if (folder) await orUndefined(folder.removeEntry(name, { recursive: true }))
    },
    async list(path) {
      const folder = await folderOf(path.split('/'), false)
      return folder ? filesIn(folder, path) : []
    },
  }
}

function split(path: string): { parts: string[]; name: string } {
  const parts = path.split('/')
  return { name: parts.pop()!, parts }
}

async function filesIn(folder: Folder, path: string): Promise<StoredFile[]> {
  const files: StoredFile[] = []
  for await (const [name, handle] of folder.entries()) {
    const inner = `${path}/${name}`
    if (handle.kind === 'directory') files.push(...(await filesIn(handle as Folder, inner)))
    else files.push({ path: inner, size: (await (handle as FileSystemFileHandle).getFile()).size })
  }
  return files
}

async function orUndefined<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') return undefined
    throw error
  }
}

async function accessHandle(file: FileSystemFileHandle): Promise<FileSystemSyncAccessHandle> {
  const end = Date.now() + HANDLE_PATIENCE_MS
  for (;;) {
    try {
      return await file.createSyncAccessHandle()
    } catch (error) {
      const taken = error instanceof DOMException && error.name === 'NoModificationAllowedError'
      if (!taken || Date.now() > end) throw error
      await new Promise((resolve) => setTimeout(resolve, HANDLE_PAUSE_MS))
    }
  }
}

/**
 * A spent quota makes some browsers throw, and others write less than they were given; Chrome, where it keeps the files
 * in memory (private windows), answers with a negative number that was read as a large one.
 */
function writeAll(handle: FileSystemSyncAccessHandle, bytes: Bytes, at: number): void {
  const written = handle.write(bytes, { at })
  if (written !== bytes.length) throw new DOMException('other than all bytes were written', 'QuotaExceededError')
}

async function refusing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if ((error as Error | undefined)?.name !== 'QuotaExceededError') throw error
    throw storageFull("The browser's storage for this page", path, REMEDY, error)
  }
}
