/** @file A file that is read in ranges (on the disk, in a browser's storage, on the Hub) as a source of pairs. */
import type { FolderFile } from '../protocol/folder'
import type { FileSource } from './sources'

const PIECE = 2 ** 20

/** A Blob, such as a dropped file. */
export const fileOfBlob = (blob: Blob): FolderFile => ({
  size: blob.size,
  read: async (from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer()),
})

export function sourceOfFile(
  name: string,
  file: FolderFile,
  options: Pick<FileSource, 'mapping' | 'swap'> = {},
): FileSource {
  return { name, size: file.size, file, stream: () => streamOf(file), ...options }
}

function streamOf(file: FolderFile): ReadableStream<Uint8Array> {
  let at = 0
  return new ReadableStream(
    {
      async pull(controller) {
        const to = Math.min(at + PIECE, file.size)
        if (at < to) controller.enqueue(await file.read(at, to))
        at = to
        if (at >= file.size) controller.close()
      },
    },
    // Nothing is read before it is asked for.
    { highWaterMark: 0 },
  )
}
