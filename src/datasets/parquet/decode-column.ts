/** @file One column of one row group: its pages are fetched, checked, unpacked and decoded. */
import { type DecodedArray, type FileMetaData, parquetRead, type RowGroup } from 'hyparquet'
import type { FolderFile } from '../../protocol/folder'
import { asBroken, type Budget, broken } from './broken'
import { parsers } from './cells'
import { type Column, type Footer, findChunk } from './footer'
import { concat, type UnpackedChunk, unpackChunk } from './pages'

export interface ParquetFile {
  name: string
  size: number
  read: FolderFile['read']
  footer: Footer
  budget: Budget
  pause(): Promise<void>
}

/** The values of the first `rows` rows of a column in a row group; all are decoded at once. */
export async function decodeColumn(
  file: ParquetFile,
  group: number,
  column: Column,
  rows: number,
): Promise<ArrayLike<unknown>> {
  const { name, size, footer, budget, pause } = file
  const chunks: UnpackedChunk[] = []
  for (const leaf of column.leaves) {
    const chunk = findChunk(name, footer, group, leaf, size)
    const packed = await file.read(chunk.from, chunk.to)
    chunks.push(await unpackChunk(packed, { name, leaf, chunk, budget, maxRows: rows, pause }))
  }
  const where = `row group ${group + 1}, column "${column.name}"`
  const found = Math.min(...chunks.map((chunk) => chunk.rows))
  if (found < rows) throw broken(name, `${where} holds ${found} rows where ${rows} were claimed`)
  try {
    const values = await decode(footer, column, chunks, rows)
    if (values.length < rows) throw new Error(`${values.length} rows where ${rows} were claimed`)
    return values
  } catch (error) {
    throw asBroken(name, where, error)
  }
}

/** The column alone as a table of its own, whose bytes are the unpacked pages. */
async function decode(footer: Footer, column: Column, chunks: UnpackedChunk[], rows: number): Promise<DecodedArray> {
  const { tree, at, leaves } = column
  const bytes = concat(chunks.flatMap((chunk) => chunk.parts))
  let end = 0
  const columns = chunks.map((chunk, i): RowGroup['columns'][number] => {
    const start = end
    for (const part of chunk.parts) end += part.length
    const { path, element } = leaves[i]!.tree
    const length = BigInt(end - start)
    const meta_data = {
      type: element.type!,
      encodings: [],
      path_in_schema: path,
      codec: 'UNCOMPRESSED' as const,
      num_values: BigInt(chunk.values),
      total_uncompressed_size: length,
      total_compressed_size: length,
      data_page_offset: BigInt(start),
    }
    return { file_offset: 0n, meta_data }
  })
  const schema = [
    { ...footer.metadata.schema[0]!, num_children: 1 },
    ...footer.metadata.schema.slice(at, at + tree.count),
  ]
  const num_rows = BigInt(rows)
  const row_groups = [{ columns, total_byte_size: BigInt(bytes.length), num_rows }]
  const metadata: FileMetaData = { version: 1, schema, num_rows, row_groups, metadata_length: 0 }
  const slice = (from: number, to?: number) =>
    // Without a copy where one chunk is all there is.
    from === 0 && to === bytes.length ? bytes.buffer : bytes.buffer.slice(from, to)
  const file = { byteLength: bytes.length, slice }
  const parts: DecodedArray[] = []
  await parquetRead({ file, metadata, parsers, onChunk: ({ columnData }) => void parts.push(columnData) })
  if (parts.length === 1) return parts[0]!
  return parts.flatMap((part) => Array.from(part as unknown[]))
}
