/**
 * @file The safetensors format: eight bytes of header length, a JSON header, then the numbers, little-endian. Read by
 * ranges, one tensor at a time; written in one piece, or tensor by tensor where all at once would not fit.
 * https://github.com/huggingface/safetensors
 */
import { AppError, type ErrorCode } from '../../protocol/errors'
import type { FolderFile } from '../../protocol/folder'
import { brief, show } from './json-text'
import { type HeaderEntry, parseHeader } from './safetensors-header'
import {
  BYTES_OF,
  elements,
  type FileDtype,
  type HostTensor,
  StoredTensor,
  toBytes,
  type WrittenDtype,
} from './stored-tensor'

export type { FileDtype } from './stored-tensor'

const LENGTH_BYTES = 8
/** Room for 100,000 tensors; the models that can be run have a few hundred. */
const MAX_HEADER = 10_000_000

/** What errors call the file, and their codes. */
export interface FileKind {
  name: string
  broken: ErrorCode
  dtype: ErrorCode
}

export const modelFile = (name: string): FileKind => ({
  name,
  broken: 'model/broken-weights',
  dtype: 'model/unsupported-dtype',
})

export interface SafetensorsFile {
  /** What the header says, in its order. The type need not be one that can be read. */
  readonly entries: ReadonlyMap<string, { dtype: string; shape: readonly number[]; bytes: number }>
  /** @throws AppError for a name that is not there, a type that cannot be used, and bytes that are missing. */
  read(name: string): Promise<StoredTensor>
}

/** Reads and checks the header; tensors are read when they are asked for. */
export async function openSafetensors(
  file: FolderFile,
  kind = modelFile('model.safetensors'),
): Promise<SafetensorsFile> {
  const headerBytes = await readHeaderLength(file, kind)
  const dataAt = LENGTH_BYTES + headerBytes
  const bytes = await readRange(file, LENGTH_BYTES, dataAt, kind)
  let header: Map<string, HeaderEntry>
  try {
    header = parseHeader(bytes, file.size - dataAt)
  } catch (error) {
    throw broken(kind, (error as Error).message)
  }
  return {
    entries: new Map(
      [...header].map(([name, { dtype, shape, from, to }]) => [name, { dtype, shape, bytes: to - from }]),
    ),
    async read(name) {
      const entry = header.get(name)
      if (!entry) throw broken(kind, `it has no tensor ${name}`)
      const { shape, from, to } = entry
      const dtype = usableDtype(name, entry.dtype, kind)
      const data = await readRange(file, dataAt + from, dataAt + to, kind)
      return new StoredTensor(dtype, [...shape], data)
    },
  }
}

/** The type, if its numbers can be used. */
export function usableDtype(tensor: string, dtype: string, { dtype: code, name }: FileKind): FileDtype {
  if (Object.hasOwn(BYTES_OF, dtype)) return dtype as FileDtype
  throw new AppError(
    code,
    brief(`Tensor ${tensor} of ${name} has type ${show(dtype)}, which cannot be used.`),
    'Take a model whose weights are F32, F16 or BF16; quantised ones cannot be tuned.',
  )
}

function broken({ broken, name }: FileKind, what: string): AppError {
  return new AppError(
    broken,
    brief(`${name} is not a sound safetensors file: ${what}.`),
    'Download the file again; it may have been cut short.',
  )
}

async function readHeaderLength(file: FolderFile, kind: FileKind): Promise<number> {
  if (file.size < LENGTH_BYTES) {
    throw broken(kind, `it has ${file.size} bytes, fewer than the 8 that it begins with`)
  }
  const start = await readRange(file, 0, LENGTH_BYTES, kind)
  const length = Number(new DataView(start.buffer, start.byteOffset).getBigUint64(0, true))
  if (LENGTH_BYTES + length > file.size) {
    throw broken(kind, `its header should be ${length} bytes long, but the whole file has ${file.size}`)
  }
  if (length > MAX_HEADER) throw broken(kind, `its header is ${length} bytes long, more than ${MAX_HEADER}`)
  return length
}

async function readRange(file: FolderFile, from: number, to: number, kind: FileKind): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await file.read(from, to)
  if (bytes.length === to - from) return bytes
  throw broken(kind, `${bytes.length} bytes could be read from ${from} to ${to}`)
}

/** A file that is made while it is read, so that it never lies in memory as a whole. */
export interface FileInPieces {
  /** In bytes. */
  size: number
  /** The bytes in order. Each piece is new, or a view of numbers that the caller gave. */
  pieces(): AsyncIterable<Uint8Array>
}

/** A tensor whose numbers are made when their turn comes. */
export interface LazyTensor {
  shape: readonly number[]
  values(): Promise<Float32Array>
}

const METADATA = { format: 'pt' }

/** A file with the tensors in the given order, all in one type; one tensor after another is asked for its numbers. */
export function safetensorsInPieces(tensors: ReadonlyMap<string, LazyTensor>, dtype: WrittenDtype): FileInPieces {
  const { start, dataBytes } = startOfFile(tensors, dtype)
  return {
    size: start.length + dataBytes,
    async *pieces() {
      yield start
      for (const [name, tensor] of tensors) yield encode(name, tensor.shape, await tensor.values(), dtype)
    },
  }
}

/** The same in one piece. */
export function writeSafetensors(
  tensors: ReadonlyMap<string, HostTensor>,
  dtype: WrittenDtype,
): Uint8Array<ArrayBuffer> {
  const { start, dataBytes } = startOfFile(tensors, dtype)
  const bytes = new Uint8Array(start.length + dataBytes)
  bytes.set(start)
  let at = start.length
  for (const [name, { shape, values }] of tensors) {
    const data = encode(name, shape, values, dtype)
    bytes.set(data, at)
    at += data.length
  }
  return bytes
}

/** Length and header, padded with spaces so that the numbers begin at a multiple of eight. */
function startOfFile(
  tensors: ReadonlyMap<string, { shape: readonly number[] }>,
  dtype: WrittenDtype,
): { start: Uint8Array<ArrayBuffer>; dataBytes: number } {
  const header: Record<string, unknown> = { __metadata__: METADATA }
  let dataBytes = 0
  for (const [name, { shape }] of tensors) {
    const end = dataBytes + elements(shape) * BYTES_OF[dtype]
    header[name] = { dtype, shape, data_offsets: [dataBytes, end] }
    dataBytes = end
  }
  const json = new TextEncoder().encode(JSON.stringify(header))
  const padded = Math.ceil(json.length / 8) * 8
  const start = new Uint8Array(LENGTH_BYTES + padded).fill(0x20)
  new DataView(start.buffer).setBigUint64(0, BigInt(padded), true)
  start.set(json, LENGTH_BYTES)
  return { start, dataBytes }
}

function encode(name: string, shape: readonly number[], values: Float32Array, dtype: WrittenDtype): Uint8Array {
  if (values.length !== elements(shape))
    throw new Error(`${name} of shape [${shape}] came with ${values.length} numbers`)
  if (dtype === 'F16') refuseOverflow(name, values)
  return toBytes(values, dtype)
}

/** From here on, half precision rounds to infinity. */
const F16_INFINITE = 65_520

function refuseOverflow(name: string, values: Float32Array): void {
  const tooLarge = values.find((value) => Math.abs(value) >= F16_INFINITE && Number.isFinite(value))
  if (tooLarge === undefined) return
  throw new AppError(
    'model/unsupported-dtype',
    `Tensor ${name} has the number ${tooLarge}, which 16-bit floats (F16) cannot hold.`,
    'Save the model as BF16 or F32.',
  )
}
