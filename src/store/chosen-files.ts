/** @file Files somebody chose or dropped: a model, an adapter, or data; or what is missing to make them one. */
import { words } from '../i18n/words'
import type { ErrorReport } from '../protocol/errors'
import type { ModelSource } from '../protocol/messages'

export interface ChosenFile {
  /** From the chosen folder down, with slashes; the bare name of a file that was chosen by itself. */
  path: string
  file: File
}

export type Chosen =
  | { kind: 'model'; source: ModelSource }
  | { kind: 'adapter'; name: string; files: File[] }
  | { kind: 'data'; files: File[] }
  | { kind: 'refused'; during: 'load-model' | 'load-adapter' | 'load-data'; error: ErrorReport }

const CONFIG = 'config.json'
const ADAPTER_CONFIG = 'adapter_config.json'
const WEIGHTS = /\.safetensors$/i
const DATA = /\.(jsonl|ndjson|json|csv|tsv|parquet)(\.gz)?$|\.gz$/i

const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1)
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)
const depthOf = (path: string) => path.split('/').length

/** Files beside the uppermost one that is called so; a folder may hold checkpoints and other formats deeper down. */
function besideUppermost(files: ChosenFile[], name: string): ChosenFile[] {
  const all = files.filter(({ path }) => nameOf(path) === name)
  const [first] = all.sort((a, b) => depthOf(a.path) - depthOf(b.path))
  return first ? files.filter(({ path }) => folderOf(path) === folderOf(first.path)) : []
}

/** What the folder of these files is called. */
function nameFor(files: ChosenFile[], otherwise: string): string {
  return folderOf(files[0]!.path).split('/').at(-2) || otherwise
}

const plain = (files: ChosenFile[]) => files.map(({ file }) => file)

function asAdapter(files: ChosenFile[]): Chosen {
  if (files.some(({ path }) => WEIGHTS.test(path))) {
    return { kind: 'adapter', name: nameFor(files, words.adapter.unnamed), files: plain(files) }
  }
  const message = words.adapter.missing('adapter_model.safetensors')
  return {
    kind: 'refused',
    during: 'load-adapter',
    error: { code: 'adapter/missing-file', message, remedy: words.adapter.remedy },
  }
}

function asModel(files: ChosenFile[]): Chosen {
  const beside = besideUppermost(files, CONFIG)
  const missing = [
    ...(beside.length === 0 ? [CONFIG] : []),
    ...(beside.length > 0 && !beside.some(({ path }) => WEIGHTS.test(path)) ? ['model.safetensors'] : []),
  ]
  if (missing.length === 0) {
    return {
      kind: 'model',
      source: { kind: 'files', name: nameFor(beside, words.model.unnamed), files: plain(beside) },
    }
  }
  return {
    kind: 'refused',
    during: 'load-model',
    error: { code: 'model/missing-file', message: words.model.missing(missing.join(', ')), remedy: words.model.remedy },
  }
}

function asData(files: ChosenFile[]): Chosen {
  // What was chosen by itself is meant; of a folder, what can hold rows.
  const rows = files.filter(({ path }) => !path.includes('/') || DATA.test(path))
  if (rows.length > 0) return { kind: 'data', files: plain(rows) }
  return {
    kind: 'refused',
    during: 'load-data',
    error: { code: 'data/missing-file', message: words.data.noneInFolder, remedy: words.data.noneInFolderRemedy },
  }
}

export function sortFiles(files: ChosenFile[]): Chosen {
  const adapter = besideUppermost(files, ADAPTER_CONFIG)
  if (adapter.length > 0) return asAdapter(adapter)
  const isModel = files.some(({ path }) => WEIGHTS.test(path) || nameOf(path) === CONFIG)
  return isModel ? asModel(files) : asData(files)
}
