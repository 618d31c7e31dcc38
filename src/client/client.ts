/** @file What the page asks of whatever computes: the worker, or the replay of a recorded run. */
import type { WorkerCommand, WorkerEvent } from '../protocol/messages'

export interface Client {
  send(command: WorkerCommand): void
  /** Returns what ends the subscription. */
  subscribe(listener: (event: WorkerEvent) => void): () => void
  close(): void
}
