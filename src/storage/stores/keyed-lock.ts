/** @file One at a time under the same name, within this thread. */

export class KeyedLock {
  private readonly last = new Map<string, Promise<unknown>>()

  /** @throws The signal's reason, at once, when it is aborted while waiting; `work` does not run then. */
  async run<T>(key: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(key) ?? Promise.resolve()
    const turn = before.then(() => {
      signal?.throwIfAborted()
      return work()
    })
    const settled = turn.then(
      () => {},
      () => {},
    )
    this.last.set(key, settled)
    void settled.then(() => {
      if (this.last.get(key) === settled) this.last.delete(key)
    })
    await abortable(before, signal)
    return turn
  }
}

/** Waits for `waited`, but no longer than until the abort. */
async function abortable(waited: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return void (await waited)
  signal.throwIfAborted()
  let onAbort = () => {}
  const aborted = new Promise<void>((resolve) => {
    onAbort = resolve
    signal.addEventListener('abort', onAbort)
  })
  await Promise.race([waited, aborted])
  signal.removeEventListener('abort', onAbort)
  signal.throwIfAborted()
}
