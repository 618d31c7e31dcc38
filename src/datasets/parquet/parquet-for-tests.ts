/** @file Parquet files made for the tests: by a library, and by hand where it writes but one kind of page. */
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { CompressionCodec, SchemaElement } from 'hyparquet'
import { type ParquetWriteOptions, parquetWriteBuffer } from 'hyparquet-writer'

type Row = Record<string, unknown>

/** Stored, not packed, in the frames of LZ4 and Zstandard: what the readers of these must understand first. */
const storedLz4 = (bytes: Uint8Array): Uint8Array => {
  const length: number[] = []
  for (let rest = bytes.length - 15; rest >= 0; rest -= 255) length.push(Math.min(rest, 255))
  if (length.at(-1) === 255) length.push(0)
  return Uint8Array.from([Math.min(bytes.length, 15) << 4, ...length, ...bytes])
}
const storedZstd = (bytes: Uint8Array): Uint8Array => {
  const size = [0, 8, 16, 24].map((shift) => (bytes.length >>> shift) & 255)
  const head = (bytes.length << 3) | 1
  const block = [head & 255, (head >> 8) & 255, (head >> 16) & 255]
  return Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, ...size, ...block, ...bytes])
}
const FAST = { params: { [constants.BROTLI_PARAM_QUALITY]: 2, [constants.BROTLI_PARAM_LGWIN]: 16 } }
const compressors = {
  GZIP: (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes)),
  BROTLI: (bytes: Uint8Array) => new Uint8Array(brotliCompressSync(bytes, FAST)),
  LZ4: storedLz4,
  LZ4_RAW: storedLz4,
  ZSTD: storedZstd,
}
export const CODECS: CompressionCodec[] = ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'BROTLI', 'LZ4', 'LZ4_RAW', 'ZSTD']

const text = (name: string): SchemaElement => ({
  name,
  type: 'BYTE_ARRAY',
  converted_type: 'UTF8',
  repetition_type: 'OPTIONAL',
})
const list = (name: string, ...element: SchemaElement[]): SchemaElement[] => [
  { name, repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  ...element,
]

/** The kind of a column by its first value: text, messages, or token ids. */
function schemaOf(name: string, rows: Row[]): SchemaElement[] {
  const values = rows.map((row) => row[name])
  if (!values.some(Array.isArray)) return [text(name)]
  const first: unknown = values.flat().find((each) => each !== null && each !== undefined)
  if (typeof first === 'bigint') return list(name, { name: 'element', type: 'INT64', repetition_type: 'OPTIONAL' })
  const keys = Object.keys(first ?? { role: '', content: '' })
  const element: SchemaElement = { name: 'element', repetition_type: 'OPTIONAL', num_children: keys.length }
  return list(name, element, ...keys.map(text))
}

export interface WriteOptions extends Pick<ParquetWriteOptions, 'codec' | 'rowGroupSize' | 'pageSize'> {
  /** Columns whose texts lack the mark that they are text. */
  unmarked?: string[]
  encoding?: 'PLAIN' | 'DELTA_BYTE_ARRAY' | 'DELTA_LENGTH_BYTE_ARRAY'
}

export function writeParquet(rows: Row[], { unmarked = [], encoding, ...options }: WriteOptions = {}): Uint8Array {
  const names = Object.keys(rows[0]!)
  const schema = names.flatMap((name) => schemaOf(name, rows))
  for (const element of schema) if (unmarked.includes(element.name)) delete element.converted_type
  // The writer takes texts that it does not know for texts, or packs by their differences, as bytes.
  const asBytes = (name: string) => unmarked.includes(name) || encoding?.startsWith('DELTA')
  const written = (row: Row, name: string) => {
    const value = row[name] ?? null
    return typeof value === 'string' && asBytes(name) ? new TextEncoder().encode(value) : value
  }
  const columnData = names.map((name) => ({ name, data: rows.map((row) => written(row, name)), encoding }))
  const root = { name: 'root', num_children: names.length }
  return new Uint8Array(parquetWriteBuffer({ columnData, schema: [root, ...schema], compressors, ...options }))
}

type Thrift = number | bigint | string | Thrift[] | { [id: number]: Thrift }

/** Compact Thrift: numbers are i32, bigints i64, strings binary. */
export function thrift(value: Thrift): number[] {
  if (typeof value === 'number' || typeof value === 'bigint') return varint(BigInt(value) * 2n)
  if (typeof value === 'string') return [...varint(BigInt(value.length)), ...bytesOf(value)]
  if (Array.isArray(value)) {
    return [0xf0 | typeOf(value[0] ?? 0), ...varint(BigInt(value.length)), ...value.flatMap(thrift)]
  }
  let last = 0
  const fields = Object.entries(value).flatMap(([key, each]) => {
    const delta = Number(key) - last
    last = Number(key)
    return [(delta << 4) | typeOf(each), ...thrift(each)]
  })
  return [...fields, 0]
}

const typeOf = (value: Thrift): number =>
  typeof value === 'number'
    ? 5
    : typeof value === 'bigint'
      ? 6
      : typeof value === 'string'
        ? 8
        : Array.isArray(value)
          ? 9
          : 12

export const varint = (value: bigint): number[] =>
  value < 128n ? [Number(value)] : [Number(value & 127n) | 128, ...varint(value >> 7n)]
export const bytesOf = (value: string): number[] => [...new TextEncoder().encode(value)]
export const int32 = (value: number): number[] => [0, 8, 16, 24].map((shift) => (value >>> shift) & 255)

/** A file of optional text columns in one row group, whose pages are given byte by byte. */
export interface HandMade {
  rows: number
  columns: Record<string, { pages: number[]; values?: number; codec?: number; size?: number }>
  /** What the footer claims otherwise. */
  claimedRows?: number
  footer?: number[]
}

export function byHand({ rows, columns, claimedRows = rows, footer }: HandMade): Uint8Array {
  const names = Object.keys(columns)
  let bytes = bytesOf('PAR1')
  const chunks = names.map((name): Thrift => {
    const { pages, values = rows, codec = 0, size = pages.length } = columns[name]!
    const at = BigInt(bytes.length)
    bytes = bytes.concat(pages)
    const meta = { 1: 6, 2: [0], 3: [name], 4: codec, 5: BigInt(values), 6: 1n, 7: BigInt(size), 9: at }
    return { 2: at, 3: meta }
  })
  const schema: Thrift[] = [{ 4: 'root', 5: names.length }]
  for (const name of names) schema.push({ 1: 6, 3: 1, 4: name, 6: 0 })
  const end = footer ?? thrift({ 1: 1, 2: schema, 3: BigInt(claimedRows), 4: [{ 1: chunks, 2: 1n, 3: BigInt(rows) }] })
  return Uint8Array.from([...bytes, ...end, ...int32(end.length), ...bytesOf('PAR1')])
}

/** Levels that say every value is there. */
export const allPresent = (count: number): number[] => {
  const run = [...varint(BigInt(count) * 2n), 1]
  return [...int32(run.length), ...run]
}
export const plainTexts = (texts: string[]): number[] =>
  texts.flatMap((each) => [...int32(bytesOf(each).length), ...bytesOf(each)])

export function dataPage(values: number, body: number[], encoding = 0, size = body.length): number[] {
  return [...thrift({ 1: 0, 2: size, 3: body.length, 5: { 1: values, 2: encoding, 3: 3, 4: 3 } }), ...body]
}

export function dictionaryPage(texts: string[]): number[] {
  const body = plainTexts(texts)
  return [...thrift({ 1: 2, 2: body.length, 3: body.length, 7: { 1: texts.length, 2: 0 } }), ...body]
}
