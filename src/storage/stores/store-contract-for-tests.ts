/** @file What every store promises, as steps whose outcome is data: so that a worker can take them as well. */
import type { Bytes, FileStore } from './file-store'
import { readJson, writeJson } from './file-store'

const bytes = (...values: number[]): Bytes => Uint8Array.from(values)
const readAll = async (store: FileStore, path: string) => [...(await store.read(path, 0, 1000))]
const sorted = async (store: FileStore, folder: string) =>
  (await store.list(folder)).map(({ path, size }) => `${path} ${size}`).toSorted()

export interface Promised {
  run(store: FileStore): Promise<unknown>
  gives: unknown
}

export const CONTRACT: Record<string, Promised> = {
  'a file that is not there has no size, and removing it does nothing': {
    async run(store) {
      await store.remove('a/b/none')
      return [await store.size('a/b/none'), await store.list('a/b/none'), await readJson(store, 'none.json')]
    },
    gives: [undefined, [], undefined],
  },
  'appending makes a file, and later goes on at its end': {
    async run(store) {
      const first = await store.append('a/file')
      await first.append(bytes(1, 2, 3))
      await first.append(bytes(4))
      await first.close()
      await first.close()
      const second = await store.append('a/file')
      const before = second.size
      await second.append(bytes(5))
      await second.close()
      return [before, second.size, await store.size('a/file'), await readAll(store, 'a/file')]
    },
    gives: [4, 5, 5, [1, 2, 3, 4, 5]],
  },
  'an empty file is a file': {
    async run(store) {
      await (await store.append('a/empty')).close()
      return [await store.size('a/empty'), await readAll(store, 'a/empty')]
    },
    gives: [0, []],
  },
  'ranges are read across what was appended, and no further than the end': {
    async run(store) {
      const file = await store.append('a/ranges')
      for (let i = 0; i < 10; i++) await file.append(bytes(3 * i, 3 * i + 1, 3 * i + 2))
      await file.close()
      const ranges = [await store.read('a/ranges', 2, 7), await store.read('a/ranges', 28, 99)]
      return [...ranges, await store.read('a/ranges', 5, 5), await store.read('a/ranges', 3, 6)].map((each) => [
        ...each,
      ])
    },
    gives: [[2, 3, 4, 5, 6], [28, 29], [], [3, 4, 5]],
  },
  'what was read stays as it was': {
    async run(store) {
      const given = bytes(1, 2)
      const file = await store.append('a/own')
      await file.append(given)
      await file.close()
      given[0] = 9
      const read = await store.read('a/own', 0, 2)
      read[1] = 9
      return readAll(store, 'a/own')
    },
    gives: [1, 2],
  },
  'writing takes the place of what was there, be it longer': {
    async run(store) {
      await writeJson(store, 'a/note.json', { long: 'x'.repeat(100) })
      await writeJson(store, 'a/note.json', { a: 1 })
      return [await readJson(store, 'a/note.json'), await store.size('a/note.json')]
    },
    gives: [{ a: 1 }, 7],
  },
  'a note that was cut short counts as absent': {
    async run(store) {
      await store.write('a/cut.json', new TextEncoder().encode('{"a": '))
      return [await readJson(store, 'a/cut.json')]
    },
    gives: [undefined],
  },
  'renaming takes the place of what was there, in another folder too': {
    async run(store) {
      await store.write('a/old.part', bytes(1, 2))
      await store.write('b/c/new', bytes(3))
      await store.rename('a/old.part', 'b/c/new')
      return [await store.size('a/old.part'), await readAll(store, 'b/c/new')]
    },
    gives: [undefined, [1, 2]],
  },
  'lists every file below a folder, and removes all of them with it': {
    async run(store) {
      await store.write('list/x', bytes(1))
      await store.write('list/deep/er/y%2F1', bytes(1, 2))
      await store.write('list2/z', bytes(1))
      const before = await sorted(store, 'list')
      await store.remove('list/deep')
      const between = await sorted(store, 'list')
      await store.remove('list')
      return [before, between, await sorted(store, 'list'), await sorted(store, 'list2')]
    },
    gives: [['list/deep/er/y%2F1 2', 'list/x 1'], ['list/x 1'], [], ['list2/z 1']],
  },
  'one at a time under a path, others meanwhile, and after a failure the next': {
    async run(store) {
      const steps: string[] = []
      const work = (name: string) => async () => {
        steps.push(`${name} begins`)
        await new Promise((resolve) => setTimeout(resolve, 20))
        steps.push(`${name} ends`)
        if (name === 'a') throw new Error('a failed')
        return name
      }
      const ran = await Promise.allSettled([
        store.exclusive('p', undefined, work('a')),
        store.exclusive('p', undefined, work('b')),
      ])
      const both = store.exclusive('p', undefined, () => store.exclusive('q', undefined, async () => 'nested'))
      return [steps, ran.map(({ status }) => status), await both]
    },
    gives: [['a begins', 'a ends', 'b begins', 'b ends'], ['rejected', 'fulfilled'], 'nested'],
  },
  'who waits can give up': {
    async run(store) {
      const stop = new AbortController()
      let ran = false
      await store.exclusive('p', undefined, async () => {
        const waiting = store.exclusive('p', stop.signal, async () => {
          ran = true
        })
        stop.abort()
        await waiting.catch(() => {})
      })
      return [ran, await store.exclusive('p', undefined, async () => 'free again')]
    },
    gives: [false, 'free again'],
  },
}
