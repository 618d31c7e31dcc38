/** @file The compact Thrift protocol as Parquet uses it: a reader that trusts no length, and a writer of page headers. */

/** A struct's numbers, truth values and structs by field id; text and lists are checked and passed over. */
export interface Fields {
  [id: number]: number | boolean | Fields
}

const MAX_DEPTH = 24
/** Against a footer that is nothing but empty structs, each of which costs far more in memory than its byte. */
const MAX_STRUCTS = 2_000_000

const STOP = 0
const YES = 1
const NO = 2
const BYTE = 3
const I16 = 4
const I32 = 5
const I64 = 6
const DOUBLE = 7
const BINARY = 8
const LIST = 9
const STRUCT = 12

/** Walks structs; throws a plain Error that says what is broken. */
export class CompactReader {
  private structs = 0

  constructor(
    private readonly bytes: Uint8Array,
    public at = 0,
  ) {}

  struct(depth = 0): Fields {
    if (depth > MAX_DEPTH) throw new Error('structs are nested too deeply')
    if (++this.structs > MAX_STRUCTS) throw new Error('there are too many structs')
    const fields: Fields = {}
    let id = 0
    for (;;) {
      const byte = this.byte()
      const type = byte & 15
      if (type === STOP) return fields
      id = byte >> 4 ? id + (byte >> 4) : unfold(this.varint(32))
      const value = this.value(type, depth)
      if (value !== undefined) fields[id] = value
    }
  }

  private value(type: number, depth: number): number | boolean | Fields | undefined {
    switch (type) {
      case YES:
        return true
      case NO:
        return false
      case BYTE:
        return (this.byte() << 24) >> 24
      case I16:
      case I32:
        return unfold(this.varint(32))
      case I64:
        return unfold(this.varint(64))
      case DOUBLE:
        return this.skip(8)
      case BINARY:
        return this.skip(this.varint(32))
      case LIST:
        return this.list(depth)
      case STRUCT:
        return this.struct(depth + 1)
      default:
        throw new Error(`a value has the unknown type ${type}`)
    }
  }

  private list(depth: number): undefined {
    const byte = this.byte()
    const size = byte >> 4 === 15 ? this.varint(32) : byte >> 4
    if (size > this.bytes.length - this.at) throw new Error(`a list claims ${size} elements`)
    if (depth >= MAX_DEPTH) throw new Error('lists are nested too deeply')
    const isFlag = (byte & 15) === YES || (byte & 15) === NO
    for (let i = 0; i < size; i++) this.value(isFlag ? BYTE : byte & 15, depth + 1)
  }

  private skip(length: number): undefined {
    if (length > this.bytes.length - this.at) throw new Error(`a value claims ${length} bytes`)
    this.at += length
  }

  private byte(): number {
    if (this.at >= this.bytes.length) throw new Error('it is cut off')
    return this.bytes[this.at++]!
  }

  /** As a double: exact for all that is compared. */
  private varint(bits: 32 | 64): number {
    let value = 0
    for (let shift = 0; shift < bits; shift += 7) {
      const byte = this.byte()
      value += (byte & 127) * 2 ** shift
      if (byte < 128) {
        if (value >= 2 ** bits) break
        return value
      }
    }
    throw new Error('a number has too many digits')
  }
}

const unfold = (zigzag: number): number => (zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2)

/** A struct of 32-bit numbers, truth values and structs of such. */
export function writeStruct(fields: Fields): number[] {
  const bytes: number[] = []
  let last = 0
  for (const [key, value] of Object.entries(fields)) {
    const id = Number(key)
    const type = typeof value === 'number' ? I32 : typeof value === 'object' ? STRUCT : value ? YES : NO
    bytes.push(((id - last) << 4) | type)
    last = id
    if (typeof value === 'number') writeVarint(bytes, ((value << 1) ^ (value >> 31)) >>> 0)
    else if (typeof value === 'object') bytes.push(...writeStruct(value))
  }
  bytes.push(STOP)
  return bytes
}

function writeVarint(bytes: number[], value: number): void {
  let rest = value
  while (rest > 127) {
    bytes.push((rest & 127) | 128)
    rest >>>= 7
  }
  bytes.push(rest)
}
