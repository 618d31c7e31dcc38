/**
 * @file The safetensors format: eight bytes of header length, a JSON header, then the numbers, little-endian.
 * https://github.com/huggingface/safetensors
 *
 * A file may come from anywhere: every length and offset is checked before it is used.
 */
import { AppError } from '../../protocol/errors'
import { fromBF16, fromF16, toBF16, toF16 } from './float16'

export type FileDtype = 'F64' | 'F32' | 'F16' | 'BF16'

const BYTES: Record<FileDtype, number> = { F64: 8, F32: 4, F16: 2, BF16: 2 }
const LENGTH_BYTES = 8
/** The reference implementation's own limit. */
const MAX_HEADER = 100_000_000

export interface StoredTensor {
  dtype: FileDtype
  shape: number[]
  /** The numbers in single precision, row-major. */
  values: Float32Array
}

interface Entry {
  dtype: FileDtype
  shape: number[]
  from: number
  to: number
}

function broken(what: string): AppError {
  return new AppError(
    'model/broken-weights',
    `The weights file is not a sound safetensors file: ${what}.`,
    'Download the file again; it may have been cut short.',
  )
}

/** All tensors of a file, in the order of its header. */
export function readSafetensors(bytes: Uint8Array): Map<string, StoredTensor> {
  const { entries, dataAt } = readHeader(bytes)
  const tensors = new Map<string, StoredTensor>()
  for (const [name, { dtype, shape, from, to }] of entries) {
    // A copy is aligned to whatever the numbers need; the file need not be.
    const data = bytes.slice(dataAt + from, dataAt + to)
    tensors.set(name, { dtype, shape, values: decode(dtype, data.buffer) })
  }
  return tensors
}

function decode(dtype: FileDtype, buffer: ArrayBuffer): Float32Array {
  if (dtype === 'F32') return new Float32Array(buffer)
  if (dtype === 'F64') return Float32Array.from(new Float64Array(buffer))
  if (dtype === 'F16') return fromF16(new Uint16Array(buffer))
  return fromBF16(new Uint16Array(buffer))
}

function readHeader(bytes: Uint8Array): { entries: Map<string, Entry>; dataAt: number } {
  if (bytes.length < LENGTH_BYTES) throw broken(`it has ${bytes.length} bytes, fewer than the 8 that it begins with`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = Number(view.getBigUint64(0, true))
  const dataAt = LENGTH_BYTES + length
  if (length > MAX_HEADER || dataAt > bytes.length) {
    throw broken(`its header should be ${length} bytes long, but the whole file has ${bytes.length}`)
  }
  let header: unknown
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(LENGTH_BYTES, dataAt)))
  } catch (error) {
    throw broken(`its header is not JSON (${error instanceof Error ? error.message : String(error)})`)
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) throw broken('its header is no object')
  const entries = new Map<string, Entry>()
  for (const [name, value] of Object.entries(header)) {
    if (name !== '__metadata__') entries.set(name, readEntry(name, value, bytes.length - dataAt))
  }
  refuseOverlaps(entries)
  return { entries, dataAt }
}

function readEntry(name: string, value: unknown, available: number): Entry {
  const { dtype, shape, data_offsets } = (value ?? {}) as Record<string, unknown>
  if (typeof dtype !== 'string' || !Object.hasOwn(BYTES, dtype)) {
    throw broken(`tensor ${name} has type ${JSON.stringify(dtype)}, not F64, F32, F16 or BF16`)
  }
  const isCount = (n: unknown) => Number.isSafeInteger(n) && (n as number) >= 0
  if (!Array.isArray(shape) || !shape.every(isCount)) {
    throw broken(`tensor ${name} has shape ${JSON.stringify(shape)}`)
  }
  if (!Array.isArray(data_offsets) || data_offsets.length !== 2 || !data_offsets.every(isCount)) {
    throw broken(`tensor ${name} has data_offsets ${JSON.stringify(data_offsets)}`)
  }
  const [from, to] = data_offsets as [number, number]
  if (from > to || to > available) {
    throw broken(`tensor ${name} should lie at bytes ${from} to ${to}, but there are ${available} bytes of data`)
  }
  const wanted = (shape as number[]).reduce((a, b) => a * b, 1) * BYTES[dtype as FileDtype]
  if (wanted !== to - from) {
    throw broken(`tensor ${name} of shape [${shape}] in ${dtype} needs ${wanted} bytes, but has ${to - from}`)
  }
  return { dtype: dtype as FileDtype, shape: shape as number[], from, to }
}

// Overlaps would let a small file claim many times its size.
function refuseOverlaps(entries: Map<string, Entry>): void {
  const sorted = [...entries].filter(([, e]) => e.to > e.from).sort(([, a], [, b]) => a.from - b.from)
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i]![1].from < sorted[i - 1]![1].to) {
      throw broken(`tensors ${sorted[i - 1]![0]} and ${sorted[i]![0]} lie over one another`)
    }
  }
}

export interface TensorToStore {
  shape: number[]
  values: Float32Array
}

/** A file with the tensors in the given order, all in one type. */
export function writeSafetensors(
  tensors: ReadonlyMap<string, TensorToStore>,
  dtype: Exclude<FileDtype, 'F64'>,
  metadata: Record<string, string> = { format: 'pt' },
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata }
  let at = 0
  for (const [name, { shape, values }] of tensors) {
    const size = values.length * BYTES[dtype]
    header[name] = { dtype, shape, data_offsets: [at, at + size] }
    at += size
  }
  // Padded with spaces so that the numbers begin at a multiple of eight.
  const json = JSON.stringify(header)
  const unpadded = new TextEncoder().encode(json)
  const headerLength = Math.ceil(unpadded.length / 8) * 8
  const bytes = new Uint8Array(LENGTH_BYTES + headerLength + at)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true)
  bytes.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerLength)
  bytes.set(unpadded, LENGTH_BYTES)
  let to = LENGTH_BYTES + headerLength
  for (const { values } of tensors.values()) {
    const data = dtype === 'F32' ? values : dtype === 'F16' ? toF16(values) : toBF16(values)
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), to)
    to += data.byteLength
  }
  return bytes
}
