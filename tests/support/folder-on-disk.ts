/** @file A folder on the disk, read in ranges, for tests in Node. */
import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Folder, FolderFile } from '../../src/protocol/folder'

export const folderOnDisk = (path: string): Folder => ({ open: (name) => fileOnDisk(join(path, name)) })

/** Undefined where there is no such file. */
export async function fileOnDisk(path: string): Promise<FolderFile | undefined> {
  const found = await stat(path).catch(() => null)
  if (!found?.isFile()) return undefined
  return {
    size: found.size,
    async read(from, to) {
      const bytes = new Uint8Array(Math.min(to, found.size) - from)
      const handle = await open(path)
      try {
        await handle.read(bytes, 0, bytes.length, from)
      } finally {
        await handle.close()
      }
      return bytes
    },
  }
}
