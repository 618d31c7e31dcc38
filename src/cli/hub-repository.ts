/** @file Repositories of the Hub for the command line: kept on the disk, with progress on a terminal. */
import { AppError } from '../protocol/errors'
import { HUB_ENDPOINT, type HubRepository } from '../protocol/hub'
import type { HubProgress } from '../storage/hub/download'
import { parseRepositoryName } from '../storage/hub/names'
import { type HubFolder, openRepository } from '../storage/hub/repository'
import { createNodeStore } from './file-store'
import type { Notes } from './notes'

export interface HubAccess {
  /** Address of the Hub or of a mirror. */
  endpoint: string
  notes: Notes
}

/** `--hub`, else the environment's, else the Hub itself. */
export const hubEndpoint = (given: string | undefined): string => given || process.env.PLAYGROUND_HUB || HUB_ENDPOINT

/** @param name `owner/name`, with `@revision` if need be, of which there is no such path on the disk. */
export async function openHub(
  name: string,
  kind: HubRepository['kind'],
  { endpoint, notes }: HubAccess,
): Promise<HubFolder> {
  const repository = parseRepositoryName(name, { kind, endpoint })
  if (repository.kind !== kind) throw otherKind(name, kind)
  try {
    return await openRepository(repository, {
      endpoint,
      store: createNodeStore(),
      onProgress: (progress) => notes.progress(describe(repository.name, progress)),
      onNotice: (notice) => {
        if (notice.kind !== 'offline') return
        notes.warn(`${notice.reason.message} Going on with ${shortName(repository.name, notice.commit)}, kept here.`)
      },
    })
  } catch (error) {
    throw error instanceof AppError && isAbsent(error) ? notHereEither(error, name) : error
  }
}

/** With the commit, so that the same is found again. */
export const pinnedName = ({ name, commit }: HubFolder): string => `${name}@${commit}`

/** For people. */
export const shortName = (name: string, commit: string): string => `${name}@${commit.slice(0, 7)}`

/** No name of a repository looks so: what is meant is on the disk. */
export function isPath(name: string): boolean {
  if (/^(?:https?:|hf:)\/\//.test(name) || /^(?:(?:www\.)?huggingface\.co|hf\.co|datasets|models)\//.test(name))
    return false
  const [path = ''] = name.split('@')
  return /^[./~]|\\|\/.*\/|\/$/.test(path)
}

const isAbsent = ({ code }: AppError): boolean => code === 'hub/not-found' || code === 'hub/gated'

/** A mistyped path may look like a repository's name. */
function notHereEither(error: AppError, name: string): AppError {
  const { code, message, remedy } = error
  return new AppError(code, `${message} On the disk, too, there is no ${name}.`, remedy, { cause: error })
}

function otherKind(name: string, kind: HubRepository['kind']): AppError {
  const [found, wanted] = kind === 'model' ? ['a data set', 'a model'] : ['a model', 'a data set']
  return new AppError('hub/bad-name', `${name} is ${found}, not ${wanted}.`, `Give the name of ${wanted}.`)
}

const WORDS = { checking: 'checking what is here of', fetching: 'fetching', waiting: 'waiting for' }

function describe(repository: string, { file, loaded, total, state }: HubProgress): string {
  if (loaded >= total) return ''
  const mega = (bytes: number) => (bytes / 1e6).toFixed(1)
  return `${WORDS[state]} ${file} of ${repository}: ${mega(loaded)} of ${mega(total)} MB`
}
