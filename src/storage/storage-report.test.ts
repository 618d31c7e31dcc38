import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type HubServer, startHubServer } from '../../tests/support/hub-server'
import { bring, FILES, failure, LARGE_FROM, NAME, openFrom, SERVED, WEIGHTS } from './hub/fixture-for-tests'
import { openRepository } from './hub/repository'
import { deleteRepository, roomFor, storageReport } from './storage-report'
import { createMemoryStore } from './stores/memory-store'

const ODD = { 'a.part': 'an odd name', 'deep/b.txt': 'b' }
let server: HubServer
beforeAll(async () => {
  const repositories = { [NAME]: SERVED, 'datasets/owner/odd': { files: ODD } }
  server = await startHubServer({ repositories, largeFrom: LARGE_FROM })
})
afterAll(() => server.close())

async function fillStore() {
  const store = createMemoryStore()
  const { folder } = await openFrom(server, { store })
  await bring(folder, 'config.json')
  server.faults.push({ path: 'safetensors', cutAfter: 5000, times: 1 }, { path: 'safetensors', cutAfter: 0 })
  await failure(bring(folder))
  server.faults.length = 0
  const odd = await openRepository({ kind: 'dataset', name: 'owner/odd' }, { endpoint: server.url, store })
  for (const name of Object.keys(ODD)) await bring(odd, name)
  return { store, folder, odd }
}

const host = () => new URL(server.url).host

describe('what is kept', () => {
  it('is told by repository and commit, with what was only begun', async () => {
    const { store, folder, odd } = await fillStore()
    const report = await storageReport(store)
    expect(report.repositories).toEqual([
      { kind: 'model', name: NAME, commit: folder.commit, host: host(), files: 1, bytes: 23, partialBytes: 5000 },
      { kind: 'dataset', name: 'owner/odd', commit: odd.commit, host: host(), files: 2, bytes: 12, partialBytes: 0 },
    ])
    expect(report).toMatchObject({ quota: null, persisted: false })
    expect(report.usage).toBeGreaterThan(5035)
  })

  it('is deleted with all that belongs to it, and nothing else', async () => {
    const { store, folder } = await fillStore()
    const [model, odd] = (await storageReport(store)).repositories
    await deleteRepository(store, model!)
    expect((await storageReport(store)).repositories).toEqual([odd])
    expect((await store.list('hub')).filter(({ path }) => path.includes('/model/'))).toEqual([])
    const again = await openFrom(server, { store })
    expect(await again.folder.missingBytes(Object.keys(FILES))).toBe(await folder.missingBytes(Object.keys(FILES)))
    await deleteRepository(store, model!)
  })

  it('is not deleted while it is being fetched', async () => {
    const { store, folder } = await fillStore()
    server.faults.push({ path: 'safetensors', slow: { chunk: 2000, pause: 60 } })
    const stop = new AbortController()
    const other = await openFrom(server, { store, signal: stop.signal })
    const bringing = failure(bring(other.folder))
    await vi.waitUntil(() => other.progress.some(({ state }) => state === 'fetching'))
    expect(await failure(deleteRepository(store, folder))).toMatchObject({
      code: 'storage/busy',
      message: expect.stringContaining(NAME),
    })
    stop.abort()
    expect(await bringing).toMatchObject({ code: 'hub/cancelled' })
    server.faults.length = 0
    await deleteRepository(store, folder)
    expect((await storageReport(store)).repositories).toHaveLength(1)
  })
})

describe('room', () => {
  it('is told before a download, where anybody knows', async () => {
    const store = createMemoryStore(1000)
    await store.write('x', new Uint8Array(300))
    expect(await roomFor(store, 700)).toEqual({ fits: true, free: 700 })
    expect(await roomFor(store, WEIGHTS.length)).toEqual({ fits: false, free: 700 })
    expect(await roomFor(createMemoryStore(), 1)).toEqual({ fits: null, free: null })
  })
})
