/** @file Checks the values of a page before they are decoded: that there are as many as it claims, and that they fit. */
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js'
import type { Leaf } from './footer'
import { readVarint, walkRuns } from './runs'

export const PLAIN = 0
export const PLAIN_DICTIONARY = 2
const RLE = 3
const DELTA_BINARY_PACKED = 5
const DELTA_LENGTH_BYTE_ARRAY = 6
const DELTA_BYTE_ARRAY = 7
export const RLE_DICTIONARY = 8
const BYTE_STREAM_SPLIT = 9

const WIDTHS: Record<string, number> = { INT32: 4, INT64: 8, INT96: 12, FLOAT: 4, DOUBLE: 8 }

export interface Values {
  encoding: number
  count: number
  element: Leaf['tree']['element']
  /** Entries of the dictionary; null when there is none. */
  dictionary: number | null
}

/** Bytes that the values of `bytes[from..]` unpack to beyond their page; throws a plain Error where they are broken. */
export function checkValues(bytes: Uint8Array, from: number, { encoding, count, element, dictionary }: Values): number {
  if (count === 0) return 0
  const { type } = element
  switch (encoding) {
    case PLAIN:
      checkPlain(bytes, from, count, element)
      return 0
    case PLAIN_DICTIONARY:
    case RLE_DICTIONARY: {
      if (dictionary === null) throw new Error('values refer to a dictionary that is not there')
      if (from >= bytes.length) throw new Error('its values are cut off')
      walkRuns(bytes, from + 1, bytes.length, bytes[from]!, count, (value, times) => {
        if (value >= dictionary && times > 0) throw new Error(`entry ${value} of a dictionary of ${dictionary}`)
      })
      return 0
    }
    case RLE:
      if (type !== 'BOOLEAN') throw new Error('values are packed as truth values')
      walkRuns(bytes, from + 4, bytes.length, 1, count, () => {})
      return 0
    case DELTA_BINARY_PACKED:
    case DELTA_LENGTH_BYTE_ARRAY:
      checkDeltaHeader(bytes, from, count)
      return 0
    case DELTA_BYTE_ARRAY:
      return sizeOfSharedPrefixes(bytes, from, count)
    case BYTE_STREAM_SPLIT:
      checkPlain(bytes, from, count, element)
      return 0
    default:
      throw new Error(`values have the unknown encoding ${encoding}`)
  }
}

export function checkPlain(bytes: Uint8Array, from: number, count: number, element: Values['element']): void {
  const { type, type_length: length } = element
  if (type === 'BYTE_ARRAY') {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    let at = from
    for (let i = 0; i < count; i++) {
      if (at + 4 > bytes.length) throw new Error(`text ${i + 1} of ${count} is cut off`)
      at += 4 + view.getUint32(at, true)
      if (at > bytes.length) throw new Error(`text ${i + 1} of ${count} claims more bytes than there are`)
    }
    return
  }
  const width = type === 'FIXED_LEN_BYTE_ARRAY' ? length : WIDTHS[type ?? '']
  const needed = type === 'BOOLEAN' ? Math.ceil(count / 8) : count * (width ?? Number.NaN)
  if (!(needed > 0 && from + needed <= bytes.length)) throw new Error(`${count} values of type ${type} are cut off`)
}

function checkDeltaHeader(bytes: Uint8Array, from: number, count: number): void {
  const block = readVarint(bytes, from, bytes.length)
  const parts = readVarint(bytes, block.end, bytes.length)
  const total = readVarint(bytes, parts.end, bytes.length)
  const perPart = block.value / parts.value
  if (!(Number.isInteger(perPart) && perPart > 0 && perPart % 8 === 0 && block.value <= 2 ** 20)) {
    throw new Error(`differences come in blocks of ${block.value} in ${parts.value} parts`)
  }
  if (total.value !== count) throw new Error(`${total.value} differences where there are ${count} values`)
}

/** Each text repeats the beginning of the one before: a small page can stand for very much. */
function sizeOfSharedPrefixes(bytes: Uint8Array, from: number, count: number): number {
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), offset: from }
  const [prefixes, suffixes] = [new Int32Array(count), new Int32Array(count)]
  for (const lengths of [prefixes, suffixes]) {
    checkDeltaHeader(bytes, reader.offset, count)
    deltaBinaryUnpack(reader, count, lengths)
  }
  let before = 0
  let total = 0
  for (let i = 0; i < count; i++) {
    if (prefixes[i]! < 0 || prefixes[i]! > before || suffixes[i]! < 0) throw new Error(`text ${i + 1} has no length`)
    before = prefixes[i]! + suffixes[i]!
    total += before
  }
  return total
}
