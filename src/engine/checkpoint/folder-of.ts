/** @file Files that are read whole, by name, as a folder. */
import { type Folder, fileOf } from '../../protocol/folder'

/** @param read All bytes of a file; undefined where there is none. Asked once for each name. */
export function folderOf(read: (name: string) => Promise<Uint8Array | undefined> | Uint8Array | undefined): Folder {
  return {
    async open(name) {
      const bytes = await read(name)
      return bytes && fileOf(bytes)
    },
  }
}
