import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Fault, type HubServer, startHubServer } from '../../../tests/support/hub-server'
import { withMemoryFallback } from '../stores/fallback-store'
import type { FileStore } from '../stores/file-store'
import { createMemoryStore } from '../stores/memory-store'
import { areWeights, bring, failure, LARGE_FROM, NAME, openFrom, PATIENCE, SERVED, WEIGHTS } from './fixture-for-tests'

let server: HubServer
beforeAll(async () => {
  server = await startHubServer({ repositories: { [NAME]: SERVED }, largeFrom: LARGE_FROM })
})
afterAll(() => server.close())
beforeEach(() => {
  server.faults.length = 0
  server.requests.length = 0
})

const SIZE = WEIGHTS.length
const weightsRequests = () => server.requests.filter(({ path }) => path.startsWith('/cdn/'))

describe('a file comes in ranges', () => {
  it('and is told of as it does', async () => {
    const { folder, progress } = await openFrom(server)
    expect(areWeights(await bring(folder))).toBe(true)
    expect(weightsRequests().map(({ range }) => range)).toEqual([
      'bytes=0-16383',
      'bytes=16384-32767',
      'bytes=32768-49151',
      'bytes=49152-65535',
      'bytes=65536-81919',
      'bytes=81920-98303',
      'bytes=98304-99999',
    ])
    const of = { file: 'model.safetensors', total: SIZE, state: 'fetching' }
    expect(progress.at(0)).toEqual({ ...of, loaded: 0 })
    expect(progress.at(-1)).toEqual({ ...of, loaded: SIZE })
  })

  it('is told of while it comes slowly, longer in all than a stall lasts', async () => {
    server.faults.push({ slow: { chunk: 2000, pause: 20 } })
    const { folder, progress } = await openFrom(server)
    const begun = performance.now()
    expect(areWeights(await bring(folder))).toBe(true)
    expect(performance.now() - begun).toBeGreaterThan(500)
    expect(progress.length).toBeGreaterThan(4)
    expect(progress.every(({ state }) => state === 'fetching')).toBe(true)
    expect(progress.map(({ loaded }) => loaded)).toEqual(progress.map(({ loaded }) => loaded).toSorted((a, b) => a - b))
  })

  it('or whole, from a server that knows no ranges: in one request', async () => {
    server.faults.push({ noRange: true })
    const { folder } = await openFrom(server)
    expect(await (await folder.open('model.safetensors'))!.read(500, 600)).toEqual(WEIGHTS.slice(500, 600))
    expect(areWeights(await bring(folder))).toBe(true)
    expect(weightsRequests()).toHaveLength(2)
  })

  it('or whole, where asking for a range gets no answer at all', async () => {
    server.faults.push({ refuse: 'ranges' })
    const { folder } = await openFrom(server)
    expect(areWeights(await bring(folder))).toBe(true)
  })
})

describe('interruptions', () => {
  it('go on from the last byte', async () => {
    server.faults.push({ path: 'safetensors', cutAfter: 5000, times: 1 })
    const { folder, progress } = await openFrom(server)
    expect(areWeights(await bring(folder))).toBe(true)
    expect(weightsRequests()[1]!.range).toBe('bytes=5000-16383')
    expect(progress.some(({ state }) => state === 'waiting')).toBe(true)
  })

  it('do not count up while bytes come between them', async () => {
    server.faults.push({ path: 'safetensors', cutAfter: 3000, times: 3 * PATIENCE.retries })
    const { folder } = await openFrom(server, { rangeBytes: SIZE })
    expect(areWeights(await bring(folder))).toBe(true)
    expect(weightsRequests()).toHaveLength(1 + 3 * PATIENCE.retries)
  })

  it('just where a range would have ended are none: the next one follows', async () => {
    // The first makes the second ask for all of it, as for a server that knows no ranges.
    server.faults.push(
      { path: 'safetensors', refuse: true, times: 1 },
      { path: 'safetensors', cutAfter: 16_384, times: 1 },
    )
    const { folder } = await openFrom(server)
    expect(areWeights(await bring(folder))).toBe(true)
    expect(weightsRequests().map(({ range }) => range)).toEqual([
      'bytes=0-16383',
      undefined,
      'bytes=16384-32767',
      'bytes=32768-49151',
      'bytes=49152-65535',
      'bytes=65536-81919',
      'bytes=81920-98303',
      'bytes=98304-99999',
    ])
  })

  it('a refusal by the server that keeps the large files is one: its links age', async () => {
    server.faults.push({ path: 'safetensors', status: 403, times: 1 })
    const { folder } = await openFrom(server)
    expect(areWeights(await bring(folder))).toBe(true)
  })

  it('a stall is one', async () => {
    server.faults.push({ path: 'safetensors', stallAfter: 5000, times: 1 })
    const { folder } = await openFrom(server)
    expect(areWeights(await bring(folder))).toBe(true)
    expect(weightsRequests()[1]!.range).toBe('bytes=5000-16383')
  })

  it('too many: what has arrived is kept, and a later visit checks it and goes on', async () => {
    server.faults.push({ path: 'safetensors', cutAfter: 5000, times: 1 }, { path: 'safetensors', cutAfter: 0 })
    const { folder, store } = await openFrom(server)
    expect(await failure(bring(folder))).toMatchObject({ code: 'hub/unreachable' })
    server.faults.length = 0
    server.requests.length = 0
    const later = await openFrom(server, { store })
    expect(areWeights(await bring(later.folder))).toBe(true)
    expect(weightsRequests()[0]!.range).toBe('bytes=5000-21383')
    expect(later.progress[0]).toMatchObject({ loaded: 5000, state: 'checking' })
    expect((await store.list('hub')).filter(({ path }) => path.endsWith('.part'))).toEqual([])
  })

  it('of any kind, in any order, with any number of visits, end in the same bytes', async () => {
    const fault: fc.Arbitrary<Fault> = fc.oneof(
      fc.record({ cutAfter: fc.integer({ min: 0, max: 20_000 }), noRange: fc.boolean() }),
      fc.constantFrom<Fault>({ status: 500 }, { status: 503 }, { status: 429, retryAfter: 0 }, { refuse: true }),
      fc.record({ slow: fc.record({ chunk: fc.integer({ min: 3000, max: 9000 }), pause: fc.constant(1) }) }),
    )
    const visit = fc.array(fault, { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(fc.array(visit, { maxLength: 3 }), async (visits) => {
        const store = createMemoryStore()
        for (const faults of visits) {
          server.faults.splice(
            0,
            server.faults.length,
            ...faults.map((each) => ({ ...each, on: 'file' as const, times: 1 })),
          )
          const { folder } = await openFrom(server, { store })
          await bring(folder).catch((error: unknown) => {
            expect(error).toMatchObject({ code: expect.stringMatching(/^hub\/(unreachable|rate-limited)$/) })
          })
        }
        server.faults.length = 0
        const { folder } = await openFrom(server, { store })
        expect(areWeights(await bring(folder))).toBe(true)
      }),
      { numRuns: 40 },
    )
  })
})

describe('what is wrong is never accepted', () => {
  const attempt = async (fault: Fault) => {
    const { folder, store } = await openFrom(server)
    server.faults.push({ ...fault, on: 'file' })
    const error = await failure(bring(folder))
    const left = (await store.list('hub')).filter(({ path }) => path.includes('/files/'))
    return { error, left, folder }
  }

  it.each<[string, Fault]>([
    ['longer', { lengthen: 7 }],
    ['shorter', { lengthen: -7 }],
    ['longer and whole', { lengthen: 7, noRange: true }],
    ['shorter and whole', { lengthen: -7, noRange: true }],
  ])('a file that is %s than listed', async (_, fault) => {
    const { error, left, folder } = await attempt(fault)
    expect(error).toMatchObject({ code: 'hub/wrong-length', message: expect.stringContaining('model.safetensors') })
    expect(left).toEqual([])
    server.faults.length = 0
    expect(areWeights(await bring(folder))).toBe(true)
  })

  it.each<[string, Fault]>([
    ['in ranges', { corrupt: true }],
    ['whole', { corrupt: true, noRange: true }],
  ])('other bytes, %s', async (_, fault) => {
    const { error, left, folder } = await attempt(fault)
    expect(error).toMatchObject({ code: 'hub/wrong-hash', message: expect.stringContaining('model.safetensors') })
    expect(left).toEqual([])
    server.faults.length = 0
    expect(areWeights(await bring(folder))).toBe(true)
  })

  it('a small file, by the hash that git has of it', async () => {
    const { folder } = await openFrom(server)
    server.faults.push({ on: 'file', corrupt: true, times: 1 })
    expect(await failure(bring(folder, 'config.json'))).toMatchObject({ code: 'hub/wrong-hash' })
    expect(await bring(folder, 'config.json')).toHaveLength(23)
  })

  it('a part of an earlier visit that was damaged since', async () => {
    server.faults.push({ path: 'safetensors', cutAfter: 5000, times: 1 }, { path: 'safetensors', cutAfter: 0 })
    const { folder, store } = await openFrom(server)
    await failure(bring(folder))
    const [part] = (await store.list('hub')).filter(({ path }) => path.endsWith('.part'))
    await store.write(part!.path, new Uint8Array(5000))
    server.faults.length = 0
    expect(await failure(bring(folder))).toMatchObject({ code: 'hub/wrong-hash' })
    expect(areWeights(await bring(folder))).toBe(true)
  })
})

describe('cancelling', () => {
  it('ends the download at once, and what has arrived is kept', async () => {
    server.faults.push({ path: 'safetensors', stallAfter: 5000 })
    const stop = new AbortController()
    const { folder, store } = await openFrom(server, { signal: stop.signal })
    const bringing = failure(bring(folder))
    setTimeout(() => stop.abort(), 50)
    const begun = performance.now()
    expect(await bringing).toMatchObject({ code: 'hub/cancelled', message: expect.stringContaining(NAME) })
    expect(performance.now() - begun).toBeLessThan(200)
    expect((await store.list('hub')).find(({ path }) => path.endsWith('.part'))!.size).toBe(5000)
    server.faults.length = 0
    expect(areWeights(await bring((await openFrom(server, { store })).folder))).toBe(true)
  })

  it('ends opening, reading and waiting for a try as well', async () => {
    server.faults.push({ on: 'listing', stallAfter: 0 })
    const signal = AbortSignal.timeout(30)
    expect(await failure(openFrom(server, { signal }))).toMatchObject({ code: 'hub/cancelled' })
    server.faults.length = 0
    const stop = new AbortController()
    const { folder } = await openFrom(server, {
      signal: stop.signal,
      patience: { pause: 60_000, longestPause: 60_000 },
    })
    server.faults.push({ status: 500 })
    setTimeout(() => stop.abort(), 50)
    expect(await failure((await folder.open('model.safetensors'))!.read(0, 8))).toMatchObject({ code: 'hub/cancelled' })
  })
})

describe('several at once', () => {
  it('fetch a file once', async () => {
    server.faults.push({ slow: { chunk: 4000, pause: 1 } })
    const store = createMemoryStore()
    const [a, b] = await Promise.all([openFrom(server, { store }), openFrom(server, { store })])
    const got = await Promise.all([bring(a.folder), bring(b.folder), bring(a.folder)])
    for (const bytes of got) expect(areWeights(bytes)).toBe(true)
    expect(weightsRequests()).toHaveLength(7)
  })

  it('one that waits for the other goes on when that one is cancelled, and can itself be cancelled', async () => {
    server.faults.push({ path: 'safetensors', stallAfter: 5000, times: 1 })
    const store = createMemoryStore()
    const [first, third] = [new AbortController(), new AbortController()]
    const a = await openFrom(server, { store, signal: first.signal, patience: { stall: 60_000 } })
    const b = await openFrom(server, { store })
    const c = await openFrom(server, { store, signal: third.signal })
    const bringing = failure(bring(a.folder))
    await vi.waitUntil(async () =>
      (await store.list('hub')).some(({ path, size }) => path.endsWith('.part') && size > 0),
    )
    const waiting = bring(b.folder)
    const givingUp = failure(bring(c.folder))
    third.abort()
    expect(await givingUp).toMatchObject({ code: 'hub/cancelled' })
    await vi.waitUntil(() => b.progress.length > 0, { timeout: 3000 })
    expect(b.progress).toEqual([{ file: 'model.safetensors', loaded: 5000, total: SIZE, state: 'waiting' }])
    first.abort()
    expect(await bringing).toMatchObject({ code: 'hub/cancelled' })
    expect(areWeights(await waiting)).toBe(true)
  })
})

describe('a store that keeps less than it was given', () => {
  it('is not believed', async () => {
    const store = createMemoryStore()
    const append: FileStore['append'] = async (path) => {
      const file = await store.append(path)
      let size = file.size
      return {
        get size() {
          return size
        },
        async append(bytes) {
          size += bytes.length
          if (size < 50_000) await file.append(bytes)
        },
        close: () => file.close(),
      }
    }
    const { folder } = await openFrom(server, { store: { ...store, append } })
    expect(await failure(bring(folder))).toMatchObject({ code: 'hub/wrong-length' })
  })
})

describe('without room', () => {
  it('goes on in memory, and says so', async () => {
    const disk = createMemoryStore(20_000)
    const memory = createMemoryStore()
    const { folder, notices } = await openFrom(server, { store: withMemoryFallback(disk, memory) })
    expect(await bring(folder, 'config.json')).toHaveLength(23)
    expect(areWeights(await bring(folder))).toBe(true)
    expect(notices).toContainEqual({ kind: 'in-memory', file: 'model.safetensors', size: SIZE })
    expect((await disk.list('hub')).some(({ path }) => path.includes('safetensors'))).toBe(false)
    expect((await memory.list('hub')).map(({ size }) => size)).toEqual([SIZE])
  })

  it('fails by name where memory has none either', async () => {
    const store = withMemoryFallback(createMemoryStore(20_000), createMemoryStore(50_000))
    const { folder } = await openFrom(server, { store })
    expect(await failure(bring(folder))).toMatchObject({ code: 'storage/full' })
  })

  it('can be let go of again, and fetched anew', async () => {
    const store = withMemoryFallback(createMemoryStore(20_000))
    const { folder } = await openFrom(server, { store })
    const file = (await folder.open('model.safetensors'))!
    await file.bring!()
    store.dropMemory()
    server.requests.length = 0
    expect(await file.read(0, 8)).toEqual(WEIGHTS.slice(0, 8))
    expect(weightsRequests()).toHaveLength(1)
  })
})
