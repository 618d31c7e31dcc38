/** @file The bytes of a source in small pieces, unpacked when they begin as gzip does. */
import { AppError } from '../protocol/errors'
import type { Pacer } from './pacer'
import type { FileSource } from './sources'

/** Small, so that decoding and parsing one piece stays far below a frame. */
const PIECE = 128 * 1024
/** Against an archive made to unpack without end. */
export const MAX_UNPACKED = 2 ** 30

export interface ByteStream {
  /** The next piece, or null at the end. */
  read(): Promise<Uint8Array | null>
  /** Bytes of the source taken so far. */
  consumed(): number
  close(): Promise<void>
}

type Read = () => Promise<Uint8Array | null>

export async function openBytes(source: FileSource): Promise<ByteStream> {
  let consumed = 0
  const reader = source.stream().getReader()
  const readRaw: Read = async () => {
    try {
      const { value, done } = await reader.read()
      if (done) return null
      consumed += value.byteLength
      return value
    } catch (error) {
      throw readFailure(source.name, error)
    }
  }
  const first = await readMagic(readRaw)
  const isGzip = first[0] === 0x1f && first[1] === 0x8b
  const plain = isGzip ? unpack(source.name, first, readRaw) : prepend(first, readRaw)
  return {
    read: inPieces(plain),
    consumed: () => consumed,
    close: async () => {
      await reader.cancel().catch(() => {})
    },
  }
}

export function readFailure(name: string, error: unknown): AppError {
  if (error instanceof AppError) return error
  const reason = error instanceof Error ? error.message : String(error)
  const remedy = 'Choose the file again: it may have been moved or changed since.'
  return new AppError('internal', `"${name}" could not be read: ${reason}`, remedy, { cause: error })
}

/** All that is left, in memory, after what was read already. */
export async function readRest(name: string, head: Uint8Array, bytes: ByteStream, pacer: Pacer): Promise<Uint8Array> {
  const pieces = [head]
  let length = head.length
  for (let piece = await bytes.read(); piece; piece = await bytes.read()) {
    pacer.check()
    if (pacer.due()) await pacer.pause()
    pieces.push(piece)
    length += piece.length
    if (length > MAX_UNPACKED) {
      const message = `"${name}" is larger than ${MAX_UNPACKED / 2 ** 20} MB, which is too much to hold in memory.`
      throw new AppError('data/too-long', message, 'Take a part of the file.')
    }
  }
  return new Uint8Array(await new Blob(pieces as Uint8Array<ArrayBuffer>[]).arrayBuffer())
}

/** The first bytes; a stream may hand them out one at a time. */
async function readMagic(read: Read): Promise<Uint8Array> {
  let first: Uint8Array = new Uint8Array(0)
  while (first.length < 2) {
    const next = await read()
    if (!next) break
    const joined: Uint8Array = new Uint8Array(first.length + next.length)
    joined.set(first)
    joined.set(next, first.length)
    first = joined
  }
  return first
}

function prepend(first: Uint8Array, read: Read): Read {
  let waiting: Uint8Array | null = first
  return async () => {
    const piece = waiting ?? (await read())
    waiting = null
    return piece
  }
}

/** The platform's gzip: off this thread, and it checks the sum at the end. */
function unpack(name: string, first: Uint8Array, readRaw: Read): Read {
  const read = prepend(first, readRaw)
  let failure: unknown
  const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      try {
        const piece = await read()
        if (piece) controller.enqueue(piece as Uint8Array<ArrayBuffer>)
        else controller.close()
      } catch (error) {
        failure = error
        controller.error(error)
      }
    },
  })
  const unpacked = packed.pipeThrough(new DecompressionStream('gzip')).getReader()
  let total = 0
  return async () => {
    let piece: Uint8Array | undefined
    try {
      piece = (await unpacked.read()).value
    } catch (error) {
      if (failure) throw failure
      const message = `"${name}" is packed with gzip, but it is damaged or cut off.`
      throw new AppError('data/broken-gzip', message, 'Get the file again, or unpack it yourself.', { cause: error })
    }
    total += piece?.length ?? 0
    if (total > MAX_UNPACKED) {
      const message = `"${name}" unpacks to more than ${MAX_UNPACKED / 2 ** 20} MB.`
      throw new AppError('data/too-long', message, 'Take a part of the file.')
    }
    return piece ?? null
  }
}

function inPieces(read: Read): Read {
  let rest: Uint8Array | null = null
  return async () => {
    while (!rest || rest.length === 0) {
      rest = await read()
      if (!rest) return null
    }
    const piece = rest.subarray(0, PIECE)
    rest = rest.subarray(PIECE)
    return piece
  }
}
