/** @file A folder of files that may be far away: what models and data sets are read from, wherever they are. */

export interface FolderFile {
  /** In bytes. */
  readonly size: number
  /** Bytes `from` up to, not including, `to`. Of a file that is not here yet, these alone are fetched. */
  read(from: number, to: number): Promise<Uint8Array<ArrayBuffer>>
  /** Brings all of the file here and verifies it: reads are local from then on. Absent where it is here already. */
  bring?(): Promise<void>
}

export interface Folder {
  /** Undefined where there is no such file. */
  open(name: string): Promise<FolderFile | undefined>
}

/** A file that is in memory. */
export const fileOf = (bytes: Uint8Array): FolderFile => ({
  size: bytes.length,
  read: async (from, to) => bytes.slice(from, to),
})

/** All of a small file. */
export const readWhole = (file: FolderFile): Promise<Uint8Array<ArrayBuffer>> => file.read(0, file.size)
