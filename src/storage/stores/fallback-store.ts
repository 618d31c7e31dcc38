/** @file A store that goes on in memory with the files for which another one has no room. */
import type { Appender, Bytes, FileStore, StoredFile } from './file-store'
import { isFull } from './file-store'
import { createMemoryStore, type MemoryStore } from './memory-store'

const PIECE = 4 * 2 ** 20

export interface FallbackStore extends FileStore {
  /** Lets go of the files that are in memory alone: once a model is on the GPU, say. */
  dropMemory(): void
}

export function withMemoryFallback(disk: FileStore, memory: MemoryStore = createMemoryStore()): FallbackStore {
  const of = (path: string): FileStore => (memory.has(path) ? memory : disk)

  /** What is on disk stays there until all of it is in memory. */
  async function move(path: string): Promise<Appender> {
    const target = await memory.append(path)
    try {
      const size = (await disk.size(path)) ?? 0
      for (let at = 0; at < size; at += PIECE)
        await target.append(await disk.read(path, at, Math.min(at + PIECE, size)))
      await disk.remove(path)
      return target
    } catch (error) {
      await memory.remove(path)
      throw error
    }
  }

  async function appendToDisk(path: string): Promise<Appender> {
    let target = await disk.append(path).catch((error: unknown) => {
      if (isFull(error)) return move(path)
      throw error
    })
    return {
      get size() {
        return target.size
      },
      async append(bytes) {
        try {
          await target.append(bytes)
        } catch (error) {
          if (!isFull(error) || memory.has(path)) throw error
          await target.close()
          target = await move(path)
          await target.append(bytes)
        }
      },
      close: () => target.close(),
    }
  }

  return {
    dropMemory: () => memory.clear(),
    keeps: (path) => !memory.has(path) && disk.keeps(path),
    exclusive: (path, signal, work) => disk.exclusive(path, signal, work),
    room: () => disk.room(),
    size: (path) => of(path).size(path),
    read: (path, from, to) => of(path).read(path, from, to),
    append: (path) => (memory.has(path) ? memory.append(path) : appendToDisk(path)),
    async write(path: string, bytes: Bytes) {
      try {
        await disk.write(path, bytes)
        await memory.remove(path)
      } catch (error) {
        if (!isFull(error)) throw error
        await memory.write(path, bytes)
      }
    },
    async rename(from, to) {
      if (!memory.has(from)) {
        await disk.rename(from, to)
        return memory.remove(to)
      }
      await memory.rename(from, to)
      await disk.remove(to)
    },
    async remove(path) {
      await disk.remove(path)
      await memory.remove(path)
    },
    async list(folder): Promise<StoredFile[]> {
      const held = await memory.list(folder)
      const kept = await disk.list(folder)
      return [...kept.filter(({ path }) => !memory.has(path)), ...held]
    },
  }
}
