/** @file Sweeps in this browser's database, one entry each. */
import type { KeptSweep } from '../../protocol/sweep-kept'
import { guarded, openDatabase, type PlaygroundDatabase } from '../database'

export interface SweepShelf {
  /** False where the browser keeps nothing: sweeps last as long as the page. */
  readonly lasting: boolean
  /** Newest first. */
  all(): Promise<KeptSweep[]>
  /** Takes the place of the one with its id, but for results that another tab has added meanwhile: they stay. */
  put(sweep: KeptSweep): Promise<void>
  remove(id: string): Promise<void>
}

const newestFirst = (sweeps: KeptSweep[]) => sweeps.sort((a, b) => b.startedAt - a.startedAt)

function databaseShelf(database: PlaygroundDatabase): SweepShelf {
  return {
    lasting: true,
    // Nothing but this shelf writes to the store, whose own type names the id alone.
    all: async () => newestFirst((await database.getAll('sweeps')) as KeptSweep[]),
    put: (sweep) =>
      guarded(async () => {
        const { store, done } = database.transaction('sweeps', 'readwrite')
        const replace = async () => {
          const kept = (await store.get(sweep.id)) as KeptSweep | undefined
          const results = { ...kept?.results, ...sweep.results }
          await store.put({ ...sweep, results, runs: { ...kept?.runs, ...sweep.runs } } as KeptSweep)
        }
        await Promise.all([replace(), done])
      }),
    remove: (id) => guarded(() => database.delete('sweeps', id)),
  }
}

function memoryShelf(): SweepShelf {
  const kept = new Map<string, KeptSweep>()
  return {
    lasting: false,
    all: async () => newestFirst([...kept.values()]),
    put: async (sweep) => void kept.set(sweep.id, sweep),
    remove: async (id) => void kept.delete(id),
  }
}

export async function openSweepShelf(open: () => Promise<PlaygroundDatabase> = openDatabase): Promise<SweepShelf> {
  try {
    return databaseShelf(await open())
  } catch (error) {
    console.warn('This browser keeps nothing, so sweeps last as long as the page.', error)
    return memoryShelf()
  }
}
