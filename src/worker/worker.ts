/** @file The worker's entry: messages in, messages out. All work is the session's. */
import type { WorkerCommand, WorkerEvent } from '../protocol/messages'
import { Session } from './session'

const scope = self as unknown as DedicatedWorkerGlobalScope

const session = new Session((event: WorkerEvent, transfer: Transferable[] = []) => scope.postMessage(event, transfer))

scope.onmessage = ({ data }: MessageEvent<WorkerCommand>) => {
  void session.handle(data)
}
