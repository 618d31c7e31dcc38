/** @file Which files of a data set's repository hold the pairs to read: one configuration, one split, one format. */
import { AppError } from '../protocol/errors'
import { listNames } from './no-pairs'
import { splitOf } from './split-names'

export interface HubFile {
  path: string
  /** Bytes. */
  size: number
}

export interface ChosenFiles {
  /** In the order of their numbers. */
  files: HubFile[]
  split: string
  /** Null where the files belong to none. */
  config: string | null
  /** What else could be asked for. */
  splits: string[]
  configs: string[]
  /** What was left, and why. */
  skipped: { path: string; reason: SkipReason }[]
}

export type SkipReason = 'no data' | 'empty' | 'another configuration' | 'another split' | 'the same in another format'

export interface WantedFiles {
  config?: string
  split?: string
}

interface DataFile extends HubFile {
  format: string
  config: string | null
  split: string
}

/** The best first: of two forms of the same rows, the one that is shorter and keeps its columns apart. */
const FORMATS = ['parquet', 'jsonl', 'ndjson', 'json', 'csv', 'tsv']
const DATA_FILE = /^([^.].*)\.(?:(parquet)|(?:(jsonl|ndjson|json|csv|tsv)(?:\.gz)?))$/i
/** JSON and tables about the data or about a model. */
const ABOUT =
  /^(dataset_infos?|config|state|meta|metadata|schema|stats|statistics|index|package|.*tokenizer.*|readme.*)$/i

/**
 * Picks the training split, preference splits first, of the default or first configuration, unless others are wanted.
 * Throws `data/no-pairs` with what there is when nothing fits.
 */
export function chooseDataFiles(files: HubFile[], wanted: WantedFiles = {}): ChosenFiles {
  const skipped: ChosenFiles['skipped'] = []
  const leave = (path: string, reason: SkipReason) => void skipped.push({ path, reason })
  const data: DataFile[] = []
  for (const file of [...files].sort((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }))) {
    const found = asDataFile(file)
    if (!found) leave(file.path, 'no data')
    else if (file.size === 0) leave(file.path, 'empty')
    else data.push(found)
  }
  if (data.length === 0) throw nothingUsable(files)
  const configs = ordered(data, ({ config }) => config, rankOfConfig)
  const config = pick('configuration', wanted.config, configs)
  const ofConfig = keep(data, (file) => file.config === config, 'another configuration', leave)
  const splits = ordered(ofConfig, ({ split }) => split, rankOfSplit)
  const split = pick('split', wanted.split, splits)!
  const ofSplit = keep(ofConfig, (file) => file.split === split, 'another split', leave)
  const format = FORMATS.find((each) => ofSplit.some((file) => file.format === each))
  const chosen = keep(ofSplit, (file) => file.format === format, 'the same in another format', leave)
  return {
    files: chosen.map(({ path, size }) => ({ path, size })),
    split,
    config,
    splits,
    configs: configs.filter((each) => each !== null),
    skipped,
  }
}

function asDataFile({ path, size }: HubFile): DataFile | null {
  const folders = path.split('/')
  const name = folders.pop()!
  const match = DATA_FILE.exec(name)
  if (!match || folders.some((folder) => folder.startsWith('.'))) return null
  const [, stem, parquet, text] = match
  const format = (parquet ?? text)!.toLowerCase()
  if (format !== 'parquet' && ABOUT.test(stem!)) return null
  const { split, rest } = splitOf(stem!, folders[0] === 'data' ? folders.slice(1) : folders)
  return { path, size, format, split, config: rest.length > 0 ? rest.join('/') : null }
}

function keep(
  files: DataFile[],
  fits: (file: DataFile) => boolean,
  reason: SkipReason,
  leave: (path: string, reason: SkipReason) => void,
): DataFile[] {
  for (const file of files) if (!fits(file)) leave(file.path, reason)
  return files.filter(fits)
}

/** Each value once, the best first; among equals in the order of their names. */
function ordered<T>(files: DataFile[], keyOf: (file: DataFile) => T, rankOf: (value: T) => number): T[] {
  return [...new Set(files.map(keyOf))].sort((a, b) => rankOf(a) - rankOf(b))
}

function rankOfConfig(config: string | null): number {
  if (config === 'default') return 0
  if (config === null) return 1
  if (/pref|dpo|reward|pair|binari/i.test(config)) return 2
  return /sft|test|eval|raw/i.test(config) ? 4 : 3
}

function rankOfSplit(split: string): number {
  const base = /^(test|validation)/.test(split) ? 10 : 0
  if (/pref|dpo|reward|pair/i.test(split)) return base
  if (split === 'train') return 1
  if (/sft|gen|kto|raw/i.test(split)) return base + 4
  return base + (/^train/i.test(split) ? 2 : 3)
}

function pick<T extends string | null>(what: string, wanted: string | undefined, there: T[]): T {
  if (wanted === undefined) return there[0]!
  const found = there.find((each) => each === wanted)
  if (found !== undefined) return found
  const names = there.filter((each) => each !== null)
  const message = `The data set has no ${what} "${wanted}".`
  const remedy = names.length > 0 ? `Choose among: ${listNames(names)}.` : `It has none: leave the ${what} out.`
  throw new AppError('data/no-pairs', message, remedy)
}

function nothingUsable(files: HubFile[]): AppError {
  const paths = files.map((file) => file.path)
  const there = paths.length > 0 ? `It holds ${listNames(paths)}.` : 'It is empty.'
  const message = `The data set has no files that pairs could be read from. ${there}`
  const remedy = 'Pairs are read from Parquet, JSONL, JSON and CSV: choose a data set that has such files.'
  return new AppError('data/no-pairs', message, remedy)
}
