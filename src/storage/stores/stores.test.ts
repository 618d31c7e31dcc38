import { describe, expect, it } from 'vitest'
import { withMemoryFallback } from './fallback-store'
import { createMemoryStore } from './memory-store'
import { CONTRACT } from './store-contract-for-tests'

const stores = {
  memory: () => createMemoryStore(),
  'memory beside a disk': () => withMemoryFallback(createMemoryStore()),
  'memory beside a full disk': () => withMemoryFallback(createMemoryStore(4)),
}

describe.each(Object.entries(stores))('%s', (_, create) => {
  it.each(Object.entries(CONTRACT))('%s', async (_, { run, gives }) => {
    expect(await run(create())).toEqual(gives)
  })
})

describe('where the disk is full', () => {
  const fill = async (store: ReturnType<typeof withMemoryFallback>, path: string, size: number) => {
    const file = await store.append(path)
    try {
      for (let at = 0; at < size; at += 10) await file.append(new Uint8Array(10).fill(at))
    } finally {
      await file.close()
    }
  }

  it('a file goes on in memory with all of it, and leaves the disk', async () => {
    const disk = createMemoryStore(45)
    const store = withMemoryFallback(disk)
    await fill(store, 'small', 10)
    await fill(store, 'large', 60)
    expect([await store.size('small'), await store.size('large')]).toEqual([10, 60])
    expect([...(await store.read('large', 25, 45))]).toEqual([
      ...Array(5).fill(20),
      ...Array(10).fill(30),
      ...Array(5).fill(40),
    ])
    expect(await disk.list('large')).toEqual([])
    expect((await store.room()).usage).toBe(10)
    await store.rename('large', 'final')
    expect(await store.size('final')).toBe(60)
    store.dropMemory()
    expect([await store.size('final'), await store.size('small')]).toEqual([undefined, 10])
  })

  it('and memory too: what is on disk stays there, to be gone on with', async () => {
    const disk = createMemoryStore(45)
    const store = withMemoryFallback(disk, createMemoryStore(30))
    await expect(fill(store, 'large', 60)).rejects.toMatchObject({ code: 'storage/full' })
    expect(await disk.size('large')).toBe(40)
    expect(await store.size('large')).toBe(40)
  })

  it('what was there stays when something larger cannot take its place', async () => {
    const store = createMemoryStore(20)
    await store.write('note', new Uint8Array(15))
    await expect(store.write('note', new Uint8Array(25))).rejects.toMatchObject({ code: 'storage/full' })
    expect(await store.size('note')).toBe(15)
  })
})
