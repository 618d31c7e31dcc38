import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { KeptRunInfo } from '../../protocol/kept-run'
import { runConfig } from '../../protocol/run-config'
import type { TrainEvent } from '../../protocol/train-events'
import { openDatabase, type PlaygroundDatabase } from '../database'
import { openRunStore } from './open-run-store'
import { createRunClaims } from './run-claims'
import { createDatabaseRunStore, createMemoryRunStore, type RunStore } from './run-store'

const info = (id: string, change: Partial<KeptRunInfo> = {}): KeptRunInfo => ({
  id,
  name: id,
  config: runConfig.parse({}),
  device: { backend: 'wasm', name: 'cpu', software: false, reason: '', remedy: '', features: [], limits: {} },
  startedAt: 1,
  seconds: 0,
  step: 1,
  totalSteps: 2,
  state: 'running',
  pinned: false,
  color: 0,
  sweep: null,
  last: {},
  ...change,
})
const step = (n: number): TrainEvent => ({ type: 'step', step: n, metrics: { loss: n } })

let count = 0
const opened: PlaygroundDatabase[] = []
async function databaseStore(): Promise<RunStore> {
  const database = await openDatabase(`runs ${++count}`)
  opened.push(database)
  return createDatabaseRunStore(database)
}
afterEach(() => {
  for (const database of opened.splice(0)) database.close()
})

const KINDS: [string, () => Promise<RunStore>][] = [
  ['in the database', databaseStore],
  ['in memory', async () => createMemoryRunStore()],
]

describe.each(KINDS)('runs kept %s', (_, open) => {
  it('grow by what is new, and keep its order', async () => {
    const store = await open()
    for (let n = 1; n <= 12; n++) await store.append(info('a', { step: n }), [step(n)])
    await store.append(info('a', { step: 12, state: 'completed' }), [])
    expect((await store.events('a')).map((event) => event.type === 'step' && event.step)).toEqual(
      Array.from({ length: 12 }, (_, i) => i + 1),
    )
    expect(await store.list()).toEqual([info('a', { step: 12, state: 'completed' })])
  })
  it('do not mix, though one id begins with the other', async () => {
    const store = await open()
    await store.append(info('a'), [step(1)])
    await store.append(info('ab'), [step(2)])
    await store.append(info('a:b'), [step(3)])
    expect(await store.events('a')).toEqual([step(1)])
    await store.remove(['a'])
    expect(await store.events('ab')).toEqual([step(2)])
    expect((await store.list()).map(({ id }) => id).sort()).toEqual(['a:b', 'ab'])
  })
  it('come back whole after they were deleted', async () => {
    const store = await open()
    await store.append(info('a'), [step(1)])
    await store.append(info('a'), [step(2)])
    await store.remove(['a'])
    expect(await store.list()).toEqual([])
    expect(await store.events('a')).toEqual([])
    await store.put({ info: info('a'), events: [step(1), step(2)] })
    await store.append(info('a', { step: 3 }), [step(3)])
    expect(await store.events('a')).toEqual([step(1), step(2), step(3)])
  })
  it('are changed in part, and not brought back by that', async () => {
    const store = await open()
    await store.append(info('a'), [step(1)])
    await store.patch('a', { name: 'b', pinned: true })
    await store.patch('gone', { name: 'c' })
    expect(await store.list()).toEqual([info('a', { name: 'b', pinned: true })])
  })
})

describe('a store of runs', () => {
  it('says that there is no room, and what to do', async () => {
    const full = new DOMException('no', 'QuotaExceededError')
    const database = {
      transaction: () => {
        throw full
      },
    } as unknown as PlaygroundDatabase
    await expect(createDatabaseRunStore(database).append(info('a'), [])).rejects.toMatchObject({
      code: 'storage/full',
      remedy: expect.stringContaining('Delete runs'),
    })
  })
  it('lets a newer version of the page in, and then says why it keeps nothing more', async () => {
    const name = 'runs of two versions'
    const store = createDatabaseRunStore(await openDatabase(name))
    await store.append(info('a'), [step(1)])
    const newer = await openDB(name, 2)
    await expect(store.append(info('a'), [step(2)])).rejects.toMatchObject({
      code: 'storage/busy',
      remedy: expect.stringContaining('Reload'),
    })
    expect(await newer.count('runs')).toBe(1)
    newer.close()
  })
  it('is in memory where the browser keeps nothing', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const store = await openRunStore(() => Promise.reject(new Error('refused')))
    expect(store.lasting).toBe(false)
    expect(warn).toHaveBeenCalledOnce()
  })
})

describe('runs under way', () => {
  it('are held until they are let go', async () => {
    const locks = new Map<string, Promise<unknown>>()
    const manager = {
      request: (name: string, hold: () => Promise<void>) => {
        const held = hold().then(() => locks.delete(name))
        locks.set(name, held)
        return held
      },
      query: async () => ({ held: [...locks.keys(), 'of another kind'].map((name) => ({ name })) }),
    } as unknown as LockManager
    const claims = createRunClaims(manager)
    const letGo = claims.claim('a')
    expect(await claims.held()).toEqual(new Set(['a']))
    letGo()
    await Promise.resolve()
    expect(await claims.held()).toEqual(new Set())
    expect(await createRunClaims(undefined).held()).toEqual(new Set())
  })
  it('cannot be told where the browser refuses locks, and that is no fault', async () => {
    const refuse = () => Promise.reject(new DOMException('no', 'SecurityError'))
    const claims = createRunClaims({ request: refuse, query: refuse } as unknown as LockManager)
    claims.claim('a')()
    expect(await claims.held()).toEqual(new Set())
  })
})
