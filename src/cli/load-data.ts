/** @file Pairs for the command line: files on disk, data sets of the Hub, or a built-in set by its id. */
import { createReadStream, existsSync } from 'node:fs'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { sourceOfFile } from '../datasets/file-source'
import { type ChosenFiles, chooseDataFiles } from '../datasets/hub-files'
import { readPairs } from '../datasets/read-pairs'
import type { FileSource } from '../datasets/sources'
import { loadPreferenceSet, PREFERENCE_SETS } from '../datasets/world/preference-sets'
import type { ColumnMapping, DatasetReport } from '../protocol/dataset-report'
import { AppError } from '../protocol/errors'
import { HUB_ENDPOINT } from '../protocol/hub'
import type { Judge, PreferencePair } from '../protocol/preference'
import { diskFile, isFolder } from './disk-folder'
import { type HubAccess, isPath, openHub, pinnedName, shortName } from './hub-repository'
import { SILENT } from './notes'

export interface LoadedData {
  pairs: PreferencePair[]
  /** Null for built-in sets, which have nothing to report. */
  report: DatasetReport | null
  judge: Judge | null
  /** The names as a run's config has them: with their commits, if they came from the Hub. */
  pinned: string[]
}

export interface DataOptions {
  mapping?: ColumnMapping
  hub?: HubAccess
}

interface OpenedSource {
  sources: FileSource[]
  pinned: string
}

/** @param names All files and data sets of the Hub, or one built-in set. */
export async function loadData(names: string[], options: DataOptions = {}): Promise<LoadedData> {
  const { mapping, hub = { endpoint: HUB_ENDPOINT, notes: SILENT } } = options
  const [first] = names
  if (first !== undefined && names.length === 1 && PREFERENCE_SETS.some(({ id }) => id === first)) {
    const { pairs, judge } = loadPreferenceSet(first)
    return { pairs, judge, report: null, pinned: names }
  }
  const opened: OpenedSource[] = []
  for (const name of names) opened.push((await fromDisk(name, mapping)) ?? (await fromHub(name, mapping, hub)))
  const { pairs, report } = await readPairs(opened.flatMap(({ sources }) => sources))
  return { pairs, report, judge: null, pinned: opened.map(({ pinned }) => pinned) }
}

async function fromDisk(path: string, mapping: ColumnMapping | undefined): Promise<OpenedSource | undefined> {
  const file = await diskFile(path)
  const name = basename(path)
  if (file) return { sources: [sourceOfFile(name, file, { mapping })], pinned: path }
  if (existsSync(path) && !isFolder(path)) return { sources: [{ ...streamed(name, path), mapping }], pinned: path }
  if (!isPath(path) && path.includes('/') && !LIKE_A_FILE.test(path)) return undefined
  const sets = PREFERENCE_SETS.map(({ id }) => id).join(', ')
  throw new AppError(
    'data/missing-file',
    `There is no file ${path}.`,
    `Give a file of pairs, owner/name of a data set on the Hub, or a built-in set: ${sets}.`,
  )
}

/** A pipe, which has no size and is read but once. */
const streamed = (name: string, path: string): FileSource => ({
  name,
  size: 0,
  stream: () => Readable.toWeb(createReadStream(path)) as unknown as ReadableStream<Uint8Array>,
})

const LIKE_A_FILE = /\.(?:jsonl|ndjson|json|csv|tsv|parquet)(?:\.gz)?$/i

async function fromHub(name: string, mapping: ColumnMapping | undefined, hub: HubAccess): Promise<OpenedSource> {
  const folder = await openHub(name, 'dataset', hub)
  const chosen = chooseDataFiles([...folder.files])
  hub.notes.note(`${shortName(folder.name, folder.commit)}: ${describe(chosen)}`)
  const sources: FileSource[] = []
  for (const { path } of chosen.files) {
    const file = (await folder.open(path))!
    await file.bring?.()
    sources.push(sourceOfFile(`${folder.name}/${path}`, file, { mapping }))
  }
  return { sources, pinned: pinnedName(folder) }
}

function describe({ files, split, config, splits, configs }: ChosenFiles): string {
  const others = (what: string, there: string[], taken: string | null) => {
    const left = there.filter((each) => each !== taken)
    return left.length > 0 ? [`other ${what}: ${left.join(', ')}`] : []
  }
  const taken = `split ${split}${config === null ? '' : ` of ${config}`} from ${files.map(({ path }) => path).join(', ')}`
  return [taken, ...others('splits', splits, split), ...others('configurations', configs, config)].join('; ')
}
