/** @file A folder on the disk, whose files are read in ranges: the largest never lies in memory as a whole. */
import { statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { Folder, FolderFile } from '../protocol/folder'
import { createNodeStore } from './file-store'

export function diskFolder(path: string): Folder {
  const files = createNodeStore(path)
  return {
    async open(name) {
      const size = await files.size(name)
      return size === undefined ? undefined : { size, read: (from, to) => files.read(name, from, to) }
    },
  }
}

/** Undefined where there is none. */
export const diskFile = (path: string): Promise<FolderFile | undefined> =>
  isFile(path) ? diskFolder(dirname(path)).open(basename(path)) : Promise.resolve(undefined)

export const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false

export const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
