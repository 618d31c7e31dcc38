/**
 * @file The header of a safetensors file: what tensors there are and where. The file may come from anywhere: all of it
 * is checked, with the rules of the reference implementation, before one number is read.
 * https://github.com/huggingface/safetensors
 */
import { duplicateKey, isObject, parseJson, show } from './json-text'

/** Where one tensor lies; `from` and `to` in bytes after the header. */
export interface HeaderEntry {
  /** As the file says; not all can be used. */
  dtype: string
  shape: number[]
  from: number
  to: number
}

/** Bits of one number, of all types that the format knows. */
const BITS: Readonly<Record<string, number>> = {
  BOOL: 8,
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
  U8: 8,
  I8: 8,
  F8_E5M2: 8,
  F8_E4M3: 8,
  F8_E8M0: 8,
  F8_E4M3FNUZ: 8,
  F8_E5M2FNUZ: 8,
  I16: 16,
  U16: 16,
  F16: 16,
  BF16: 16,
  I32: 32,
  U32: 32,
  F32: 32,
  C64: 64,
  F64: 64,
  I64: 64,
  U64: 64,
}

/**
 * @param dataBytes Bytes of the file after the header.
 * @throws Error that says what is wrong, as the end of a sentence.
 */
export function parseHeader(bytes: Uint8Array, dataBytes: number): Map<string, HeaderEntry> {
  const header = parseObject(bytes)
  const entries = new Map<string, HeaderEntry>()
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') checkMetadata(value)
    else entries.set(name, readEntry(name, value, dataBytes))
  }
  refuseOverlapsAndHoles(entries, dataBytes)
  return entries
}

function parseObject(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown
  try {
    header = parseJson(bytes)
  } catch (error) {
    throw new Error(`its header is not JSON (${error instanceof Error ? error.message : String(error)})`)
  }
  if (!isObject(header)) throw new Error('its header is no object')
  const twice = duplicateKey(new TextDecoder().decode(bytes))
  if (twice !== undefined) throw new Error(`its header has ${show(twice)} twice`)
  return header
}

function checkMetadata(value: unknown): void {
  if (value === null) return
  if (isObject(value) && Object.values(value).every((text) => typeof text === 'string')) return
  throw new Error(`its __metadata__ is ${show(value)}, no object of texts`)
}

const isCount = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) >= 0

function readEntry(name: string, value: unknown, dataBytes: number): HeaderEntry {
  const { dtype, shape, data_offsets } = (value ?? {}) as Record<string, unknown>
  if (typeof dtype !== 'string') throw new Error(`tensor ${name} has type ${show(dtype)}`)
  if (!Array.isArray(shape) || !shape.every(isCount)) throw new Error(`tensor ${name} has shape ${show(shape)}`)
  if (!Array.isArray(data_offsets) || data_offsets.length !== 2 || !data_offsets.every(isCount)) {
    throw new Error(`tensor ${name} has data_offsets ${show(data_offsets)}`)
  }
  const [from, to] = data_offsets as [number, number]
  if (from > to || to > dataBytes) {
    throw new Error(`tensor ${name} should lie at bytes ${from} to ${to}, but there are ${dataBytes} bytes of data`)
  }
  checkSize({ dtype, shape, from, to }, name)
  return { dtype, shape, from, to }
}

/** Of a type that nobody knows yet the size is not known either; it is refused if it should be read. */
function checkSize({ dtype, shape, from, to }: HeaderEntry, name: string): void {
  let count = 1
  for (const n of shape) {
    count *= n
    if (!Number.isSafeInteger(count)) throw new Error(`tensor ${name} of shape ${show(shape)} has too many numbers`)
  }
  if (!Object.hasOwn(BITS, dtype)) return
  const needed = (count * BITS[dtype]!) / 8
  if (needed !== to - from) {
    throw new Error(`tensor ${name} of shape ${show(shape)} in ${dtype} needs ${needed} bytes, but has ${to - from}`)
  }
}

// Overlaps would let a small file claim many times its size; holes hide what nobody looks at.
function refuseOverlapsAndHoles(entries: Map<string, HeaderEntry>, dataBytes: number): void {
  const sorted = [...entries].sort(([, a], [, b]) => a.from - b.from || a.to - b.to)
  let end = 0
  let before = ''
  for (const [name, { from, to }] of sorted) {
    if (from < end) throw new Error(`tensors ${before} and ${name} lie over one another`)
    if (from > end) throw new Error(`bytes ${end} to ${from} of its data belong to no tensor`)
    end = to
    before = name
  }
  if (end !== dataBytes) throw new Error(`bytes ${end} to ${dataBytes} of its data belong to no tensor`)
}
