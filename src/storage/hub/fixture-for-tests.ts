/** @file A repository with small and large files, and how the tests open it. */
import type { HubServer } from '../../../tests/support/hub-server'
import { AppError } from '../../protocol/errors'
import { createMemoryStore } from '../stores/memory-store'
import type { HubProgress } from './download'
import { type HubNotice, type OpenOptions, openRepository } from './repository'

/** No two alike nearby, so that a byte out of place is seen. */
export function bytesOf(length: number, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  let state = seed
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    bytes[i] = state >>> 24
  }
  return bytes
}

export const NAME = 'owner/model'
export const WEIGHTS = bytesOf(100_000)
export const FILES = {
  'config.json': '{"model_type": "llama"}',
  'empty.txt': '',
  'nested/notes, 100%.txt': 'ä note',
  'model.safetensors': WEIGHTS,
}
export const SERVED = { files: FILES, revisions: ['v1'] }
/** Everything but the smallest files is large, so that the second origin takes part. */
export const LARGE_FROM = 1000

/** Impatient. */
export const PATIENCE = { retries: 3, pause: 1, longestPause: 4, longestWait: 2000, stall: 250 }

export async function openFrom(server: HubServer, options: Partial<OpenOptions> & { revision?: string } = {}) {
  const notices: HubNotice[] = []
  const progress: HubProgress[] = []
  const store = options.store ?? createMemoryStore()
  const folder = await openRepository(
    { kind: 'model', name: NAME, revision: options.revision },
    {
      endpoint: server.url,
      patience: PATIENCE,
      rangeBytes: 16_384,
      onNotice: (notice) => notices.push(notice),
      onProgress: (told) => progress.push(told),
      ...options,
      store,
    },
  )
  return { folder, store, notices, progress }
}

/** All of a file, brought and read. */
export async function bring(folder: { open: (name: string) => Promise<unknown> }, name = 'model.safetensors') {
  const file = (await folder.open(name)) as import('../../protocol/folder').FolderFile
  await file.bring?.()
  return file.read(0, file.size)
}

/** What an attempt throws; fails when it does not throw an AppError. */
export async function failure(attempt: Promise<unknown>): Promise<AppError> {
  const thrown = await attempt.then(
    () => 'nothing was thrown',
    (error: unknown) => error,
  )
  if (thrown instanceof AppError) return thrown
  throw thrown
}

/** As `toEqual`, which takes a third of a second for so many bytes. */
export const areWeights = (bytes: Uint8Array): boolean => Buffer.compare(bytes, WEIGHTS) === 0
