/** @file The page's database: runs, sweeps and labelled pairs. Everything in it is the person's own and stays here. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { KeptRunInfo } from '../protocol/kept-run'
import type { LabelledPair } from '../protocol/labels'
import type { TrainEvent } from '../protocol/train-events'

export interface PlaygroundSchema extends DBSchema {
  /** By id. */
  runs: { key: string; value: KeptRunInfo }
  /** Of a run, by its id; apart, since they are large and lists do without them. */
  'run-events': { key: string; value: TrainEvent[] }
  /** By id. */
  labels: { key: string; value: LabelledPair }
  /** By id; the value is a sweep with its state. */
  sweeps: { key: string; value: { id: string } }
}

export type PlaygroundDatabase = IDBPDatabase<PlaygroundSchema>

const VERSION = 1

/** @throws Where the browser keeps nothing: private windows of some, a full disk. */
export function openDatabase(name = 'preference-playground'): Promise<PlaygroundDatabase> {
  return openDB<PlaygroundSchema>(name, VERSION, {
    upgrade(database) {
      database.createObjectStore('runs', { keyPath: 'id' })
      database.createObjectStore('run-events')
      database.createObjectStore('labels', { keyPath: 'id' })
      database.createObjectStore('sweeps', { keyPath: 'id' })
    },
  })
}
