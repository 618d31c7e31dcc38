import { afterAll, describe, expect, it } from 'vitest'
import { cdp } from 'vitest/browser'
import { openBrowserStore } from './open-store'
import { openOpfsStore } from './opfs-store'
import { CONTRACT } from './store-contract-for-tests'

/** In a worker of its own, which is ended afterwards. */
async function inWorker(step: string): Promise<unknown> {
  const worker = new Worker(new URL('./opfs-worker-for-tests.ts', import.meta.url), { type: 'module' })
  try {
    const { value, error } = await new Promise<{ value?: unknown; error?: string }>((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data)
      worker.onerror = ({ message }) => reject(new Error(`the worker failed: ${message}`))
      worker.postMessage(step)
    })
    if (error) throw new Error(error)
    return value
  } finally {
    worker.terminate()
  }
}

afterAll(() => inWorker('clean'))

describe("the browser's file system", () => {
  it.each(Object.entries(CONTRACT))('%s', async (name, { gives }) => {
    expect(await inWorker(name)).toEqual(gives)
  })

  it('waits for a file that a page which was just closed still holds', async () => {
    expect(await inWorker('hold for a moment')).toBe(3)
  })

  it('keeps what has arrived for the next worker, which finishes it; then it can be deleted', async () => {
    expect(await inWorker('begin')).toEqual(['hub/unreachable', 0, 30_000])
    expect(await inWorker('finish')).toEqual([true, [], 1, 200_000, 0, true])
    expect(await inWorker('read and delete')).toEqual(['a/b', 'hub.test', []])
  })

  it('goes on in memory when the quota is spent', async () => {
    const { origin } = location
    const send = cdp().send as (method: string, params: object) => Promise<unknown>
    await inWorker('clean')
    await send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 100_000 })
    try {
      expect(await inWorker('bring without room')).toEqual([true, ['in-memory'], undefined, [], true])
    } finally {
      await send('Storage.overrideQuotaForOrigin', { origin })
    }
  })

  it('is left alone on the page itself, which cannot write to it: memory serves there', async () => {
    expect(await openOpfsStore()).toBeUndefined()
    const store = await openBrowserStore()
    await store.write('a', new Uint8Array(2))
    expect([await store.size('a'), store.keeps('a')]).toEqual([2, false])
    store.dropMemory()
    expect(await store.size('a')).toBeUndefined()
  })
})
