/**
 * @file Takes the pages of one column apart, checks and unpacks them, and puts them together again without packing.
 * The decoder believes what pages claim (counts, lengths, runs); what it is given was written here, after the checks.
 */
import { compressors, decompressZstd } from 'hyparquet-compressors'
import { asBroken, type Budget, unsupported } from './broken'
import type { Chunk, Leaf } from './footer'
import { walkRuns } from './runs'
import { CompactReader, type Fields, writeStruct } from './thrift'
import { checkPlain, checkValues, PLAIN, PLAIN_DICTIONARY, RLE_DICTIONARY } from './values'

const DATA_PAGE = 0
const DICTIONARY_PAGE = 2
const DATA_PAGE_V2 = 3
/** More are a fault, or a table that would not fit in memory. */
const MAX_VALUES = 2 ** 24
const MAX_PAGE = 2 ** 29

export interface UnpackedChunk {
  /** Headers and bodies by turns. */
  parts: Uint8Array[]
  values: number
  /** Rows that begin in these pages. */
  rows: number
}

interface Page {
  header: Fields
  body: Uint8Array
  /** Data values, nulls included, and rows that begin here; null for a dictionary. */
  data: { values: number; rows: number } | null
}

interface Unpacking {
  name: string
  leaf: Leaf
  chunk: Chunk
  budget: Budget
  /** Stop when so many rows are complete. */
  maxRows: number
  /** After each page. */
  pause(): Promise<void>
}

export async function unpackChunk(packed: Uint8Array, options: Unpacking): Promise<UnpackedChunk> {
  const { name, leaf, chunk, maxRows, pause } = options
  const where = `column "${leaf.tree.path.join('.')}"`
  if (chunk.codec !== 'UNCOMPRESSED' && !compressors[chunk.codec]) {
    throw unsupported(name, `is packed with ${chunk.codec ?? 'something unknown'}, which is not read here`)
  }
  if (!(chunk.values >= 0 && chunk.values <= MAX_VALUES)) {
    throw unsupported(name, `has ${chunk.values} values in one row group of ${where}; ${MAX_VALUES} can be read`)
  }
  const parts: Uint8Array[] = []
  let [at, values, rows] = [0, 0, 0]
  let dictionary: number | null = null
  // A page more than the rows need: the last row of a page may go on in the next.
  while (values < chunk.values && rows <= maxRows) {
    let page: Page
    try {
      const reader = new CompactReader(packed, at)
      const header = reader.struct()
      const [size, unpackedSize] = [header[3], header[2]]
      if (!isCount(size) || !isCount(unpackedSize)) throw new Error('a page has no size')
      if (size > packed.length - reader.at) throw new Error(`a page claims ${size} bytes, more than there are`)
      if (unpackedSize > MAX_PAGE) throw new Error(`a page claims to unpack to ${unpackedSize} bytes`)
      options.budget.spend(unpackedSize)
      at = reader.at + size
      const body = packed.subarray(reader.at, at)
      if (header[1] === DICTIONARY_PAGE) {
        dictionary = countOf(header[7], 1)
        page = dictionaryPage(body, unpackedSize, dictionary, options)
      } else if (header[1] === DATA_PAGE) page = dataPage(body, unpackedSize, header, dictionary, options)
      else if (header[1] === DATA_PAGE_V2) page = dataPageV2(body, unpackedSize, header, dictionary, options)
      else continue
      values += page.data?.values ?? 0
      rows += page.data?.rows ?? 0
      if (values > chunk.values) throw new Error(`its pages hold more than the ${chunk.values} values that it claims`)
      options.budget.spend(page.data?.values ?? 0)
    } catch (error) {
      throw asBroken(name, where, error)
    }
    parts.push(Uint8Array.from(writeStruct(page.header)), page.body)
    await pause()
  }
  return { parts, values, rows }
}

function dictionaryPage(body: Uint8Array, size: number, count: number, options: Unpacking): Page {
  const bytes = unpack(body, size, options)
  if (count > size) throw new Error(`a dictionary claims ${count} entries in ${size} bytes`)
  if (count > 0) checkPlain(bytes, 0, count, options.leaf.tree.element)
  const header = { 1: DICTIONARY_PAGE, 2: size, 3: size, 7: { 1: count, 2: PLAIN } }
  return { header, body: bytes, data: null }
}

function dataPage(body: Uint8Array, size: number, header: Fields, dictionary: number | null, options: Unpacking): Page {
  const bytes = unpack(body, size, options)
  const values = countOf(header[5], 1)
  const encoding = countOf(header[5], 2)
  const { maxRepetition, maxDefinition, tree } = options.leaf
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  let at = 0
  const levels = (max: number, wanted: number): number => {
    const end = at + 4 + view.getUint32(at, true)
    const found = countLevels(bytes, at + 4, end, max, values, wanted)
    at = end
    return found
  }
  const rows = maxRepetition > 0 ? levels(maxRepetition, 0) : values
  const present = maxDefinition > 0 ? levels(maxDefinition, maxDefinition) : values
  options.budget.spend(checkValues(bytes, at, { encoding, count: present, element: tree.element, dictionary }))
  const fields = { 1: values, 2: present === 0 ? PLAIN : encoding, 3: 3, 4: 3 }
  return { header: { 1: DATA_PAGE, 2: size, 3: size, 5: fields }, body: bytes, data: { values, rows } }
}

/** Its levels stand before the packed part. */
function dataPageV2(
  body: Uint8Array,
  size: number,
  header: Fields,
  dictionary: number | null,
  options: Unpacking,
): Page {
  const about = header[8]
  const [values, nulls, encoding] = [countOf(about, 1), countOf(about, 2), countOf(about, 4)]
  const [definition, repetition] = [countOf(about, 5), countOf(about, 6)]
  const levels = definition + repetition
  if (levels > body.length || levels > size) throw new Error('the levels of a page are longer than the page')
  const isPacked = typeof about === 'object' && about[7] !== false
  const rest = body.subarray(levels)
  const data = isPacked ? unpack(rest, size - levels, options) : rest
  const { maxRepetition, maxDefinition, tree } = options.leaf
  const rows = maxRepetition > 0 ? countLevels(body, 0, repetition, maxRepetition, values, 0) : values
  const present =
    maxDefinition > 0 ? countLevels(body, repetition, levels, maxDefinition, values, maxDefinition) : values
  if (present !== values - nulls)
    throw new Error(`${values - present} values are missing where ${nulls} were announced`)
  options.budget.spend(checkValues(data, 0, { encoding, count: present, element: tree.element, dictionary }))
  const whole = concat([body.subarray(0, levels), data])
  const isDictionary = encoding === PLAIN_DICTIONARY || encoding === RLE_DICTIONARY
  const fields = {
    1: values,
    2: nulls,
    3: rows,
    // Without values there may be no bytes at all, which the decoder asks for.
    4: present === 0 && isDictionary ? PLAIN : encoding,
    5: definition,
    6: repetition,
    7: false,
  }
  return {
    header: { 1: DATA_PAGE_V2, 2: whole.length, 3: whole.length, 8: fields },
    body: whole,
    data: { values, rows },
  }
}

/** How many of the levels are `wanted`. */
function countLevels(bytes: Uint8Array, from: number, to: number, max: number, count: number, wanted: number): number {
  if (to > bytes.length) throw new Error('the levels of a page are longer than the page')
  let found = 0
  walkRuns(bytes, from, to, 32 - Math.clz32(max), count, (level, times) => {
    if (level > max && times > 0) throw new Error(`a level of ${level} where ${max} is the highest`)
    if (level === wanted) found += times
  })
  return found
}

function unpack(bytes: Uint8Array, size: number, { chunk }: Unpacking): Uint8Array {
  if (size === 0) return new Uint8Array(0)
  const { codec } = chunk
  // Into a buffer of its size: by itself the library would believe the size that the packed bytes claim.
  const unpacked =
    codec === 'UNCOMPRESSED'
      ? bytes
      : codec === 'ZSTD'
        ? decompressZstd(bytes, new Uint8Array(size))
        : compressors[codec]!(bytes, size)
  if (unpacked.length === size) return unpacked
  throw new Error(`a page unpacks to ${unpacked.length} bytes instead of ${size}`)
}

const isCount = (value: Fields[number] | undefined): value is number => typeof value === 'number' && value >= 0

function countOf(fields: Fields[number] | undefined, id: number): number {
  const value = typeof fields === 'object' ? fields[id] : undefined
  if (!isCount(value) || value > MAX_VALUES) throw new Error('the head of a page makes no sense')
  return value
}

export function concat(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
