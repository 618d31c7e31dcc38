/** @file Asks the Hub for listings and for ranges of files, and goes on where an interruption left off. */
import type { Bytes } from '../stores/file-store'
import { type Asked, cancelled, Interruption, unreachable, wrongLength } from './answers'
import { type Answer, ask } from './connection'
import { DEFAULT_PATIENCE, type Patience, withPatience } from './patience'

export interface ClientOptions {
  fetch?: typeof fetch
  signal?: AbortSignal
  patience?: Partial<Patience>
}

export interface RangeOptions {
  from: number
  to: number
  /** Size of the whole file. */
  size: number
  /** Where the server sends all of the file: whether to take what lies beyond `to`, too. */
  goOn?: boolean
  /** The bytes in order, each once. */
  take(bytes: Bytes): Promise<void> | void
  /** Told when the connection failed and a further try comes after a pause. */
  onPause?(): void
}

export interface HubClient {
  json(asked: Asked): Promise<unknown>
  /** @returns Where it ended: `to`, or the size. @throws hub/unreachable, hub/rate-limited, hub/wrong-length ... */
  range(asked: Asked, options: RangeOptions): Promise<number>
}

const MAX_JSON = 64 * 2 ** 20

export function createHubClient(options: ClientOptions): HubClient {
  const patience = { ...DEFAULT_PATIENCE, ...options.patience }
  const { signal } = options
  // Called as a bare name: a browser's fetch must not be a method of another object.
  const fetcher: typeof fetch = options.fetch ?? ((...given) => fetch(...given))
  const connection = { fetch: fetcher, signal, stall: patience.stall }
  let rangesWork = false

  /** An abort, wherever it hits, comes out as one error. */
  async function orCancelled<T>(asked: Asked, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw signal?.aborted ? cancelled(asked) : error
    }
  }

  /** One request from `from` on; it may end early. */
  async function part(asked: Asked, from: number, plain: boolean, options: RangeOptions): Promise<void> {
    // Of this form, no browser asks the server first whether it may send the header.
    const answer = await ask(asked, plain ? {} : { Range: `bytes=${from}-${options.to - 1}` }, connection)
    try {
      if (answer.response.status !== 206) return await pour(asked, answer, 0, { ...options, from, isWhole: true })
      rangesWork = true
      checkRange(asked, answer.response.headers.get('content-range'), from, options.size)
      await pour(asked, answer, from, { ...options, from, isWhole: false })
    } finally {
      await answer.close()
    }
  }

  return {
    json: (asked) =>
      orCancelled(asked, () =>
        withPatience({ patience, signal, progress: () => 0 }, async () => {
          const answer = await ask(asked, {}, connection)
          try {
            return await readJson(asked, answer)
          } finally {
            await answer.close()
          }
        }),
      ),
    async range(asked, options) {
      let at = options.from
      const take = async (bytes: Bytes) => {
        await options.take(bytes)
        at += bytes.length
      }
      await orCancelled(asked, async () => {
        while (at < options.to) {
          await withPatience({ patience, signal, progress: () => at, onPause: options.onPause }, async (failures) => {
            // The answer that was interrupted may have gone on beyond.
            if (at >= options.to) return
            const before = at
            // Some servers refuse ranges to pages of other origins, and the browser does not say that this is why.
            const plain = !rangesWork && failures % 2 === 1
            await part(asked, at, plain, { ...options, take })
            if (at === before) throw new Interruption(wrongLength(asked, `it ends at ${at} of ${options.size} bytes`))
          })
        }
      })
      return at
    },
  }
}

/** Hands on the body, which begins at `start` of the file, from `from` on. */
async function pour(
  asked: Asked,
  answer: Answer,
  start: number,
  { from, to, size, goOn, take, isWhole }: RangeOptions & { isWhole: boolean },
): Promise<void> {
  const end = isWhole && goOn ? size : to
  let at = start
  for (;;) {
    // Of a whole file that is wanted in part, the rest is left.
    if (isWhole && at >= end && end < size) return
    const bytes = await answer.read()
    if (!bytes) return
    if (at + bytes.length > (isWhole ? size : to)) {
      throw wrongLength(asked, `more than the ${isWhole ? size : to - from} bytes came that it should have`)
    }
    const wanted = bytes.subarray(Math.max(0, from - at), Math.max(0, end - at))
    at += bytes.length
    if (wanted.length > 0) await take(wanted)
  }
}

/** The header may be hidden from pages of other origins; then the hash alone tells. */
function checkRange(asked: Asked, range: string | null, from: number, size: number): void {
  const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(range ?? '') ?? []
  if (start !== undefined && Number(start) !== from)
    throw wrongLength(asked, `bytes from ${start} on came, not ${from}`)
  if (total !== undefined && total !== '*' && Number(total) !== size) {
    throw wrongLength(asked, `the server has ${total} bytes of it, the repository lists ${size}`)
  }
}

async function readJson(asked: Asked, answer: Answer): Promise<unknown> {
  const decoder = new TextDecoder()
  let text = ''
  for (let bytes = await answer.read(); bytes; bytes = await answer.read()) {
    text += decoder.decode(bytes, { stream: true })
    if (text.length > MAX_JSON) throw unreachable(asked, `it answered with more than ${MAX_JSON} characters`)
  }
  try {
    return JSON.parse(text + decoder.decode())
  } catch (error) {
    throw unreachable(asked, 'it answered with something that is not JSON', error)
  }
}
