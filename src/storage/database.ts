/** @file The page's database: runs, sweeps and labelled pairs. Everything in it is the person's own and stays here. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { AppError } from '../protocol/errors'
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
    // A newer version of the page, in another tab, would wait for this one without end.
    blocking: (_, __, event) => (event.target as IDBDatabase).close(),
  })
}

/** What browsers say of a full disk, or of a database that is closed, in words of the page. */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw cause instanceof DOMException ? inWords(cause) : cause
  }
}

function inWords(cause: DOMException): Error {
  if (cause.name === 'QuotaExceededError') {
    const remedy = 'Delete runs that are not needed in the list of runs, or models under "Kept on this device".'
    return new AppError('storage/full', 'The browser has no room left.', remedy, { cause })
  }
  if (cause.name === 'InvalidStateError') {
    const message =
      'This page was cut off from what it keeps: another tab has a newer version, or the data were cleared.'
    return new AppError('storage/busy', message, 'Reload the page.', { cause })
  }
  return cause
}
