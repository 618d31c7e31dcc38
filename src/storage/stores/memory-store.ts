/** @file Files in memory: where the browser gives no other place, and for tests. Gone with the page. */
import type { Appender, Bytes, FileStore, StoredFile } from './file-store'
import { storageFull } from './file-store'
import { KeyedLock } from './keyed-lock'

const REMEDY = 'Close other tabs or free some memory, or take a smaller model.'

/** Kept as the pieces it came in: one array would have to be made anew as the file grows. */
interface MemoryFile {
  pieces: Bytes[]
  /** Where each piece begins. */
  starts: number[]
  size: number
}

export interface MemoryStore extends FileStore {
  has(path: string): boolean
  /** Lets go of everything. */
  clear(): void
}

/** @param limit In bytes, over all files. */
export function createMemoryStore(limit = Number.POSITIVE_INFINITY): MemoryStore {
  const files = new Map<string, MemoryFile>()
  const lock = new KeyedLock()
  const used = () => [...files.values()].reduce((sum, file) => sum + file.size, 0)
  const add = (path: string, file: MemoryFile, bytes: Bytes) => {
    if (bytes.length === 0) return
    if (used() + bytes.length > limit) throw storageFull('Memory', path, REMEDY)
    file.pieces.push(copyOf(bytes, path))
    file.starts.push(file.size)
    file.size += bytes.length
  }
  const isIn = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`)

  return {
    has: (path) => files.has(path),
    clear: () => files.clear(),
    keeps: () => false,
    exclusive: (path, signal, work) => lock.run(path, signal, work),
    room: async () => ({ usage: used(), quota: Number.isFinite(limit) ? limit : null, persisted: false }),
    size: async (path) => files.get(path)?.size,
    async read(path, from, to) {
      const file = files.get(path)
      if (!file) throw new Error(`${path} is not in memory`)
      return readPieces(file, Math.max(0, from), Math.min(to, file.size), path)
    },
    async write(path, bytes) {
      const former = files.get(path)
      const file = emptyFile()
      files.delete(path)
      try {
        add(path, file, bytes)
        files.set(path, file)
      } catch (error) {
        if (former) files.set(path, former)
        throw error
      }
    },
    async append(path): Promise<Appender> {
      const file = files.get(path) ?? emptyFile()
      files.set(path, file)
      return {
        get size() {
          return file.size
        },
        append: async (bytes) => add(path, file, bytes),
        close: async () => {},
      }
    },
    async rename(from, to) {
      const file = files.get(from)
      if (!file) throw new Error(`${from} is not in memory`)
      files.delete(from)
      files.set(to, file)
    },
    async remove(path) {
      for (const name of [...files.keys()]) if (isIn(name, path)) files.delete(name)
    },
    async list(folder): Promise<StoredFile[]> {
      return [...files].filter(([path]) => isIn(path, folder)).map(([path, { size }]) => ({ path, size }))
    },
  }
}

const emptyFile = (): MemoryFile => ({ pieces: [], starts: [], size: 0 })

/** A copy, as a piece of a stream may be a view of a larger buffer, which it would keep alive. */
function copyOf(bytes: Bytes, path: string): Bytes {
  try {
    return bytes.slice()
  } catch (error) {
    throw storageFull('Memory', path, REMEDY, error)
  }
}

function readPieces({ pieces, starts }: MemoryFile, from: number, to: number, path: string): Bytes {
  let bytes: Bytes
  try {
    bytes = new Uint8Array(Math.max(0, to - from))
  } catch (error) {
    throw storageFull('Memory', path, REMEDY, error)
  }
  for (let i = pieceAt(starts, from); i < pieces.length && starts[i]! < to; i++) {
    const start = starts[i]!
    const piece = pieces[i]!.subarray(Math.max(0, from - start), to - start)
    bytes.set(piece, Math.max(0, start - from))
  }
  return bytes
}

/** Index of the piece that `position` lies in. */
function pieceAt(starts: number[], position: number): number {
  let low = 0
  for (let high = starts.length - 1; low < high; ) {
    const middle = (low + high + 1) >> 1
    if (starts[middle]! <= position) low = middle
    else high = middle - 1
  }
  return low
}
