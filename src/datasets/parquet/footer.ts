/** @file The end of a Parquet file: its schema, and where each column of each row group lies. */
import { type ColumnMetaData, type FileMetaData, parquetMetadata, parquetSchema, type SchemaTree } from 'hyparquet'
import type { FolderFile } from '../../protocol/folder'
import { asBroken, broken, unsupported } from './broken'
import { CompactReader } from './thrift'

/** Read at once: nearly every footer is shorter. */
const TAIL = 64 * 1024
const MAX_FOOTER = 32 * 2 ** 20
const MAX_SCHEMA = 10_000

/** One physical column: the text of a text column, or one field of the messages in a column of messages. */
export interface Leaf {
  tree: SchemaTree
  /** Position among all physical columns. */
  index: number
  maxDefinition: number
  maxRepetition: number
}

/** A column as the table shows it. */
export interface Column {
  name: string
  tree: SchemaTree
  /** Position of its first element in the flat schema. */
  at: number
  leaves: Leaf[]
}

export interface Footer {
  metadata: FileMetaData
  columns: Column[]
  rows: number
}

/** Where the bytes of one physical column of a row group lie. */
export interface Chunk {
  from: number
  to: number
  values: number
  codec: ColumnMetaData['codec']
}

type Read = FolderFile['read']

export async function readFooter(name: string, size: number, read: Read): Promise<Footer> {
  if (size < 12) throw broken(name, `${size} bytes are too few`)
  let tail = await read(Math.max(0, size - TAIL), size)
  const magic = String.fromCharCode(...tail.subarray(-4))
  if (magic === 'PARE') throw unsupported(name, 'is encrypted')
  if (magic !== 'PAR1') throw broken(name, 'it does not end with the mark "PAR1", so it is cut off or not complete yet')
  const length = new DataView(tail.buffer, tail.byteOffset).getUint32(tail.length - 8, true)
  if (length > size - 12) throw broken(name, `its footer claims ${length} bytes of a file of ${size}`)
  if (length > MAX_FOOTER) throw broken(name, `its footer claims ${length} bytes, which is too many`)
  if (length + 8 > tail.length) tail = await read(size - length - 8, size)
  try {
    const footer = tail.slice(-length - 8)
    // Walked first: the library believes what lengths say.
    new CompactReader(footer.subarray(0, length)).struct()
    return checked(name, parquetMetadata(footer, { geoparquet: false }))
  } catch (error) {
    throw asBroken(name, 'its footer cannot be read', error)
  }
}

function checked(name: string, metadata: FileMetaData): Footer {
  if (metadata.schema.length === 0 || metadata.schema.length > MAX_SCHEMA) {
    throw broken(name, `its schema has ${metadata.schema.length} elements`)
  }
  for (const element of metadata.schema) {
    const kind = element.logical_type?.type
    // The decoder knows lists by the older of their two marks alone.
    if (kind === 'LIST' || kind === 'MAP') element.converted_type ??= kind
  }
  const root = parquetSchema(metadata)
  if (root.count !== metadata.schema.length) throw broken(name, 'its schema has more elements than columns')
  const rows = metadata.row_groups.map((group) => Number(group.num_rows))
  const sum = rows.reduce((total, each) => total + each, 0)
  if (rows.some((each) => !Number.isSafeInteger(each) || each < 0)) throw broken(name, 'a row group has no row count')
  if (sum !== Number(metadata.num_rows)) {
    throw broken(name, `it claims ${metadata.num_rows} rows, and its row groups claim ${sum}`)
  }
  return { metadata, columns: listColumns(root), rows: sum }
}

/** The first of two columns with one name, as in a table. */
function listColumns(root: SchemaTree): Column[] {
  const columns = new Map<string, Column>()
  let at = 1
  let index = 0
  for (const tree of root.children) {
    const leaves: Leaf[] = []
    const collect = (node: SchemaTree, definition: number, repetition: number) => {
      const { repetition_type: kind } = node.element
      const maxDefinition = definition + (kind === 'REQUIRED' ? 0 : 1)
      const maxRepetition = repetition + (kind === 'REPEATED' ? 1 : 0)
      // A struct without fields has no column.
      if (node.element.type) leaves.push({ tree: node, index: index++, maxDefinition, maxRepetition })
      for (const child of node.children) collect(child, maxDefinition, maxRepetition)
    }
    collect(tree, 0, 0)
    const { name } = tree.element
    if (!columns.has(name)) columns.set(name, { name, tree, at, leaves })
    at += tree.count
  }
  return [...columns.values()]
}

export function findChunk(name: string, footer: Footer, group: number, leaf: Leaf, size: number): Chunk {
  const path = leaf.tree.path.join('.')
  const where = `row group ${group + 1}, column "${path}"`
  const column = footer.metadata.row_groups[group]!.columns[leaf.index]
  const meta = column?.meta_data
  if (column?.file_path) throw unsupported(name, 'keeps its columns in other files')
  if (!meta) throw broken(name, `${where} is missing`)
  if (meta.path_in_schema.join('.') !== path || meta.type !== leaf.tree.element.type) {
    throw broken(name, `${where} is described as "${meta.path_in_schema.join('.')}" of type ${meta.type}`)
  }
  const from = Number(meta.dictionary_page_offset || meta.data_page_offset)
  const to = from + Number(meta.total_compressed_size)
  if (!(from >= 4 && to >= from && to <= size - 8)) {
    throw broken(name, `${where} claims the bytes ${from} to ${to} of a file of ${size}`)
  }
  return { from, to, values: Number(meta.num_values), codec: meta.codec }
}
