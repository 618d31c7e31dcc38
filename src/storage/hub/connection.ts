/** @file One request at a time to the Hub, given up when it stalls, and its body piece by piece. */
import type { Bytes } from '../stores/file-store'
import { type Asked, Interruption, refusal, unreachable } from './answers'

export interface ConnectionOptions {
  fetch: typeof fetch
  signal?: AbortSignal
  /** In ms. */
  stall: number
}

export interface Answer {
  response: Response
  /** The next piece of the body; null at its end. @throws Interruption */
  read(): Promise<Bytes | null>
  close(): Promise<void>
}

/** @throws AppError, Interruption, or the signal's reason. */
export async function ask(asked: Asked, headers: Record<string, string>, options: ConnectionOptions): Promise<Answer> {
  const { signal, stall } = options
  signal?.throwIfAborted()
  const connection = new AbortController()
  const abort = () => connection.abort(signal?.reason)
  signal?.addEventListener('abort', abort, { once: true })

  /** Either what was waited for, or an Interruption; never longer than a stall. */
  async function within<T>(waited: () => Promise<T>): Promise<T> {
    let stalled = false
    const timer = setTimeout(() => {
      stalled = true
      connection.abort()
    }, stall)
    try {
      return await waited()
    } catch (error) {
      signal?.throwIfAborted()
      const reason = stalled ? `nothing came for ${stall / 1000} seconds` : reasonOf(error)
      throw new Interruption(unreachable(asked, reason, error))
    } finally {
      clearTimeout(timer)
    }
  }
  const done = () => signal?.removeEventListener('abort', abort)

  try {
    const response = await within(() =>
      options.fetch(asked.url, {
        headers,
        signal: connection.signal,
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        // The store is the cache: the browser's own would keep every byte a second time.
        cache: 'no-store',
      }),
    )
    if (!response.ok) {
      await response.body?.cancel().catch(() => {})
      throw refusal(response, asked)
    }
    const reader = response.body?.getReader()
    return {
      response,
      async read() {
        const next = await within(async () => reader?.read())
        return next?.done === false ? (next.value as Bytes) : null
      },
      async close() {
        done()
        await reader?.cancel().catch(() => {})
      },
    }
  } catch (error) {
    done()
    throw error
  }
}

/** Node says what happened in the cause alone. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: { message?: string; code?: string } }
  return [message ?? String(error), cause?.message || cause?.code].filter(Boolean).join(', ')
}
