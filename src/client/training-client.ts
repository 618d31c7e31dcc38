/** @file The page's typed handle on the training worker. */
import type { WorkerCommand, WorkerEvent } from '../protocol/messages'
import type { Client } from './client'

function startWorker(): Worker {
  return new Worker(new URL('../worker/worker.ts', import.meta.url), { type: 'module' })
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

export function createTrainingClient(start: () => Worker = startWorker): Client {
  const listeners = new Set<(event: WorkerEvent) => void>()
  const tell = (event: WorkerEvent) => {
    for (const listener of listeners) listener(event)
  }
  const worker = start()
  worker.onmessage = (message: MessageEvent<WorkerEvent>) => tell(message.data)
  worker.onerror = (error) => tell(deathOf(error))
  return {
    send: (command: WorkerCommand) => worker.postMessage(command),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => worker.terminate(),
  }
}
