/** @file The page's typed handle on the training worker. */
import type { WorkerCommand, WorkerEvent } from '../protocol/messages'
import type { Client } from './client'
import { knownTiles, rememberTile } from './known-tiles'

const startWorker = (): Worker => new Worker(new URL('../worker/worker.ts', import.meta.url), { type: 'module' })

/** Started ahead and not yet taken. */
let ahead: Worker | null = null

/** Lets the worker load its script while the page still loads its own; the first client takes it. */
export function startAhead(): void {
  const worker = startWorker()
  ahead = worker
  // Nobody listens yet: the client starts another, and hears for itself what is wrong.
  worker.onerror = () => {
    if (ahead === worker) ahead = null
  }
}

function takeWorker(): Worker {
  const worker = ahead ?? startWorker()
  ahead = null
  return worker
}

/** A worker that cannot start or dies tells it as an event like any other. */
function deathOf(error: ErrorEvent): WorkerEvent {
  return {
    type: 'error',
    during: 'open',
    error: {
      code: 'internal',
      message: `The training worker stopped: ${error.message || 'its script could not be loaded'}.`,
      remedy: 'Reload the page; if it stops again, report what you did before.',
    },
  }
}

export function createTrainingClient(start: () => Worker = takeWorker): Client {
  const listeners = new Set<(event: WorkerEvent) => void>()
  const tell = (event: WorkerEvent) => {
    for (const listener of listeners) listener(event)
  }
  const worker = start()
  worker.onmessage = ({ data }: MessageEvent<WorkerEvent>) => {
    if (data.type === 'device') rememberTile(data.device)
    tell(data)
  }
  worker.onerror = (error) => tell(deathOf(error))
  return {
    send: (command: WorkerCommand) =>
      worker.postMessage(command.type === 'open' ? { ...command, tiles: knownTiles() } : command),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => worker.terminate(),
  }
}
