/** @file Where kept runs lie: what is known of each for lists, and apart from it the events it told. */
import type { KeptRun, KeptRunInfo } from '../../protocol/kept-run'
import type { TrainEvent } from '../../protocol/train-events'
import { guarded, type PlaygroundDatabase } from '../database'

export interface RunStore {
  /** False: what is kept is gone with the page. */
  readonly lasting: boolean
  list(): Promise<KeptRunInfo[]>
  /** In the order in which they were told; empty for a run that is not there. */
  events(id: string): Promise<TrainEvent[]>
  /** A whole run; takes the place of what was kept under its id, and brings back what was deleted. */
  put(run: KeptRun): Promise<void>
  /** What is known of a run now, and the events it has told since the last time. */
  append(info: KeptRunInfo, events: TrainEvent[]): Promise<void>
  /** Changes a few entries; nothing happens where the run is not there. */
  patch(id: string, change: Partial<Omit<KeptRunInfo, 'id'>>): Promise<void>
  remove(ids: readonly string[]): Promise<void>
}

/** Events lie in pieces, so that saving a run that goes on writes the new ones alone. Keys of pieces sort in time. */
const pieceKey = (id: string, piece: number): string => `${id}:${String(piece).padStart(6, '0')}`
const piecesOf = (id: string): IDBKeyRange => IDBKeyRange.bound(pieceKey(id, 0), pieceKey(id, 999_999))

export function createDatabaseRunStore(database: PlaygroundDatabase): RunStore {
  return {
    lasting: true,
    list: () => guarded(() => database.getAll('runs')),
    events: (id) => guarded(async () => (await database.getAll('run-events', piecesOf(id))).flat()),

    put: ({ info, events }) =>
      guarded(async () => {
        const change = database.transaction(['runs', 'run-events'], 'readwrite')
        const pieces = change.objectStore('run-events')
        await pieces.delete(piecesOf(info.id))
        await Promise.all([change.objectStore('runs').put(info), pieces.put(events, pieceKey(info.id, 0)), change.done])
      }),

    append: (info, events) =>
      guarded(async () => {
        const change = database.transaction(['runs', 'run-events'], 'readwrite')
        const pieces = change.objectStore('run-events')
        const add = async () => {
          const written = await pieces.count(piecesOf(info.id))
          await pieces.put(events, pieceKey(info.id, written))
        }
        // All at once, so that no fault goes unheard.
        await Promise.all([change.objectStore('runs').put(info), events.length > 0 && add(), change.done])
      }),

    patch: (id, changed) =>
      guarded(async () => {
        const change = database.transaction('runs', 'readwrite')
        const info = await change.store.get(id)
        if (info) await change.store.put({ ...info, ...changed })
        await change.done
      }),

    remove: (ids) =>
      guarded(async () => {
        const change = database.transaction(['runs', 'run-events'], 'readwrite')
        await Promise.all([
          ...ids.map((id) => change.objectStore('runs').delete(id)),
          ...ids.map((id) => change.objectStore('run-events').delete(piecesOf(id))),
          change.done,
        ])
      }),
  }
}

/** Where the browser keeps nothing. */
export function createMemoryRunStore(): RunStore {
  const runs = new Map<string, KeptRun>()
  return {
    lasting: false,
    list: async () => [...runs.values()].map(({ info }) => ({ ...info })),
    events: async (id) => [...(runs.get(id)?.events ?? [])],
    async put({ info, events }) {
      runs.set(info.id, { info: { ...info }, events: [...events] })
    },
    async append(info, events) {
      runs.set(info.id, { info: { ...info }, events: [...(runs.get(info.id)?.events ?? []), ...events] })
    },
    async patch(id, change) {
      const run = runs.get(id)
      if (run) run.info = { ...run.info, ...change }
    },
    async remove(ids) {
      for (const id of ids) runs.delete(id)
    },
  }
}
