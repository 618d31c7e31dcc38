import { fork } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startHubServer } from '../../tests/support/hub-server'
import { areWeights, bring, failure, LARGE_FROM, NAME, openFrom, SERVED } from '../storage/hub/fixture-for-tests'
import { storageReport } from '../storage/storage-report'
import { CONTRACT } from '../storage/stores/store-contract-for-tests'
import { cacheFolder, createNodeStore } from './file-store'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'file-store-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

describe('files on a disk', () => {
  it.each(Object.entries(CONTRACT))('%s', async (_, { run, gives }) => {
    expect(await run(createNodeStore(root))).toEqual(gives)
  })

  it('lie where PLAYGROUND_CACHE says, else in the cache folder of the user', () => {
    process.env.PLAYGROUND_CACHE = '/some/where'
    expect(cacheFolder()).toBe('/some/where')
    delete process.env.PLAYGROUND_CACHE
    expect(cacheFolder()).toMatch(/\.cache.preference-playground$/)
  })

  it('say how much room the disk has', async () => {
    const store = createNodeStore(root)
    await store.write('hub/a', new Uint8Array(10))
    const { usage, quota, persisted } = await store.room()
    expect([usage, persisted]).toEqual([10, true])
    expect(quota).toBeGreaterThan(10)
  })

  it('name the folder where nothing can be written', async () => {
    await writeFile(join(root, 'file'), '')
    await expect(createNodeStore(join(root, 'file')).write('a', new Uint8Array(1))).rejects.toMatchObject({
      code: 'storage/full',
      remedy: expect.stringContaining('PLAYGROUND_CACHE'),
    })
  })
})

describe('a lock', () => {
  const lockFile = async () => join(root, 'locks', (await readdir(join(root, 'locks')))[0]!)

  it('of a process that has ended is taken over', async () => {
    const store = createNodeStore(root)
    let lock = ''
    await store.exclusive('p', undefined, async () => {
      lock = await lockFile()
      expect(await readFile(lock, 'utf8')).toBe(String(process.pid))
    })
    const ended = fork('-e', [], { execPath: process.execPath, execArgv: [], stdio: 'ignore' })
    await new Promise((resolve) => ended.on('exit', resolve))
    await writeFile(lock, String(ended.pid))
    expect(await store.exclusive('p', undefined, async () => 'mine')).toBe('mine')
  })

  it('that nobody has touched for long is taken over, one that is in use is not', async () => {
    const store = createNodeStore(root)
    await store.exclusive('p', undefined, async () => {
      const waiting = store.exclusive('p', AbortSignal.timeout(300), async () => 'mine')
      await expect(waiting).rejects.toThrow()
      const long = new Date(Date.now() - 60_000)
      await utimes(await lockFile(), long, long)
      expect(await store.exclusive('p', undefined, async () => 'mine')).toBe('mine')
    })
  })
})

describe('a download to a disk', () => {
  it('goes on in the next run, and is there for the one after, without the network', async () => {
    const server = await startHubServer({ repositories: { [NAME]: SERVED }, largeFrom: LARGE_FROM })
    try {
      server.faults.push({ path: 'safetensors', cutAfter: 50_000, times: 1 }, { path: 'safetensors', cutAfter: 0 })
      const first = await openFrom(server, { store: createNodeStore(root), rangeBytes: 60_000 })
      expect(await failure(bring(first.folder))).toMatchObject({ code: 'hub/unreachable' })
      expect((await storageReport(first.store)).repositories).toMatchObject([{ files: 0, partialBytes: 50_000 }])
      server.faults.length = 0
      server.requests.length = 0
      const second = await openFrom(server, { store: createNodeStore(root), rangeBytes: 60_000 })
      expect(areWeights(await bring(second.folder))).toBe(true)
      expect(server.requests.at(-1)!.range).toBe('bytes=50000-99999')
    } finally {
      await server.close()
    }
    const third = await openFrom(server, { store: createNodeStore(root) })
    expect(third.notices).toMatchObject([{ kind: 'offline' }])
    expect(areWeights(await bring(third.folder))).toBe(true)
    const [kept] = (await storageReport(third.store)).repositories
    expect(kept).toMatchObject({ name: NAME, files: 1, bytes: 100_000, partialBytes: 0 })
  })
})
