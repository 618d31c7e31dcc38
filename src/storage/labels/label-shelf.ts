/** @file Pairs of a person's own in this browser's database, one entry each: two tabs do not take each other's away. */
import type { LabelledPair } from '../../protocol/labels'
import { openDatabase, type PlaygroundDatabase } from '../database'

export interface LabelShelf {
  /** Oldest first. */
  all(): Promise<LabelledPair[]>
  /** All or none. Takes the place of those with the same id. */
  put(pairs: readonly LabelledPair[]): Promise<void>
  remove(ids: readonly string[]): Promise<void>
}

/** @throws Where the browser keeps nothing. */
export async function openLabelShelf(open: () => Promise<PlaygroundDatabase> = openDatabase): Promise<LabelShelf> {
  const database = await open()
  return {
    all: () => database.getAll('labels'),
    async put(pairs) {
      // What cannot be kept is found before the transaction begins, which would keep the others.
      const copies = pairs.map((pair) => structuredClone(pair))
      const { store, done } = database.transaction('labels', 'readwrite')
      await Promise.all([...copies.map((pair) => store.put(pair)), done])
    },
    async remove(ids) {
      const { store, done } = database.transaction('labels', 'readwrite')
      await Promise.all([...ids.map((id) => store.delete(id)), done])
    },
  }
}
