/** @file How long to go on with a server that does not answer, and the waiting itself. */
import { Interruption } from './answers'

export interface Patience {
  /** Tries after the first one; the count begins anew whenever bytes have arrived. */
  retries: number
  /** In ms, before the first further try; doubles up to `longestPause`. */
  pause: number
  longestPause: number
  /** In ms: a server that asks for a longer wait than this is not waited for. */
  longestWait: number
  /** In ms without a byte, until a connection counts as broken. */
  stall: number
}

export const DEFAULT_PATIENCE: Patience = {
  retries: 5,
  pause: 500,
  longestPause: 8_000,
  longestWait: 60_000,
  stall: 30_000,
}

export interface Attempts {
  patience: Patience
  signal?: AbortSignal
  /** Grows with what has arrived. */
  progress(): number
  /** Told before each pause. */
  onPause?(): void
}

/** Tries until an attempt succeeds, or fails for good. */
export async function withPatience<T>(
  { patience, signal, progress, onPause }: Attempts,
  attempt: (failures: number) => Promise<T>,
): Promise<T> {
  let failures = 0
  for (let arrived = progress(); ; arrived = progress()) {
    try {
      return await attempt(failures)
    } catch (error) {
      if (!(error instanceof Interruption)) throw error
      failures = progress() > arrived ? 1 : failures + 1
      const wait = pauseOf(patience, failures, error.wait)
      if (failures > patience.retries || wait === null) throw error.reason
      onPause?.()
      await pause(wait, signal)
    }
  }
}

/** In ms; null when the server asks for more than we would wait. */
function pauseOf(
  { pause, longestPause, longestWait }: Patience,
  failures: number,
  asked: number | null,
): number | null {
  const own = Math.min(longestPause, pause * 2 ** (failures - 1))
  if (asked === null) return own
  return asked * 1000 > longestWait ? null : Math.max(own, asked * 1000)
}

/** @throws The signal's reason. */
async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted()
  await new Promise<void>((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}
