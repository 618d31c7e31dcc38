/** @file The one interface behind which files are kept: in the browser's own file system, in memory, or on a disk. */
import { AppError } from '../../protocol/errors'

export type Bytes = Uint8Array<ArrayBuffer>

/** Paths have `/` between their parts; who makes them escapes what a file system would not take. */
export interface FileStore {
  /** Undefined where there is no such file. */
  size(path: string): Promise<number | undefined>
  /** Bytes `from` up to, not including, `to`. */
  read(path: string, from: number, to: number): Promise<Bytes>
  /** A small file as a whole, in place of what was there. */
  write(path: string, bytes: Bytes): Promise<void>
  /** Opens a file to go on at its end; makes it where there is none. */
  append(path: string): Promise<Appender>
  /** Takes the place of what was there. */
  rename(from: string, to: string): Promise<void>
  /** A file, or a folder with all that is in it; nothing happens where there is none. */
  remove(path: string): Promise<void>
  /** Every file below a folder. */
  list(folder: string): Promise<StoredFile[]>
  /** Runs `work` while nobody else, be it another tab or process, does so under the same path. */
  exclusive<T>(path: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T>
  /** Whether the file is still there after a reload. */
  keeps(path: string): boolean
  room(): Promise<StorageRoom>
}

/** @throws storage/full from `append`, with the file as it was before. */
export interface Appender {
  readonly size: number
  append(bytes: Bytes): Promise<void>
  close(): Promise<void>
}

export interface StoredFile {
  path: string
  size: number
}

export interface StorageRoom {
  /** In bytes; null where nobody says. */
  usage: number | null
  quota: number | null
  /** Promised not to be cleared without being asked. */
  persisted: boolean
}

/** Undefined where there is none, or where it was cut short while it was written. */
export async function readJson(store: FileStore, path: string): Promise<unknown> {
  const size = await store.size(path)
  if (size === undefined) return undefined
  try {
    return JSON.parse(new TextDecoder().decode(await store.read(path, 0, size)))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

export const writeJson = (store: FileStore, path: string, value: unknown): Promise<void> =>
  store.write(path, new TextEncoder().encode(JSON.stringify(value)))

export const isFull = (error: unknown): boolean => error instanceof AppError && error.code === 'storage/full'

export function storageFull(where: string, path: string, remedy: string, cause?: unknown): AppError {
  return new AppError('storage/full', `${where} has no room left for ${path}.`, remedy, { cause })
}
