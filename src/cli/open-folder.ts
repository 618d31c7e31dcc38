/** @file The folder that a name stands for: a path, a bundled model, or a repository of the Hub. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, type ErrorCode } from '../protocol/errors'
import type { Folder } from '../protocol/folder'
import { diskFolder, isFolder } from './disk-folder'
import { type HubAccess, isPath, openHub, pinnedName } from './hub-repository'

export interface NamedFolder {
  folder: Folder
  /** As a run's config names it: with its commit, if it came from the Hub. */
  pinned: string
  /** What an adapter calls its base. */
  origin: string
}

const BUNDLED = 'public/models'

export const openModelFolder = (name: string, hub: HubAccess): Promise<NamedFolder> =>
  openFolder(name, [name, join(BUNDLED, name)], 'model/missing-file', hub)

export const openAdapterFolder = (name: string, hub: HubAccess): Promise<NamedFolder> =>
  openFolder(name, [name], 'adapter/missing-file', hub)

/** What is on the disk goes before the Hub. */
async function openFolder(name: string, paths: string[], missing: ErrorCode, hub: HubAccess): Promise<NamedFolder> {
  const path = paths.find((path) => existsSync(path))
  if (path === undefined && !isPath(name)) {
    const folder = await openHub(name, 'model', hub)
    return { folder, pinned: pinnedName(folder), origin: folder.name }
  }
  if (path !== undefined && isFolder(path)) return { folder: diskFolder(path), pinned: name, origin: name }
  const what = missing === 'model/missing-file' ? 'model' : 'adapter'
  const wrong = path === undefined ? `There is no ${what} folder ${name}.` : `${name} is a file, not a folder.`
  const files = what === 'model' ? 'a Hugging Face model folder' : 'the folder of a PEFT adapter'
  throw new AppError(missing, wrong, `Give the path of ${files}, or owner/name of one on the Hub.`)
}
