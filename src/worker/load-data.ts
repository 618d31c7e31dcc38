/** @file Pairs from built-in sets, files and typed rows, in any mixture. */
import { fileOfBlob, sourceOfFile } from '../datasets/file-source'
import { type HubPairs, readHubPairs } from '../datasets/hub-pairs'
import { readPairs } from '../datasets/read-pairs'
import { reportOn } from '../datasets/report'
import type { PairSource, ReadProgress } from '../datasets/sources'
import { loadPreferenceSet, type PreferenceSet } from '../datasets/world/preference-sets'
import type { DatasetReport, SourceReport } from '../protocol/dataset-report'
import { AppError } from '../protocol/errors'
import type { DataSource } from '../protocol/messages'
import type { Judge, PreferencePair } from '../protocol/preference'
import type { Hub } from './hub'

export interface OpenedData {
  pairs: PreferencePair[]
  report: DatasetReport
  /** Only when every pair is of one built-in set: a judge knows its own prompts alone. */
  judge: Judge | null
}

export interface LoadDataOptions {
  hub: Hub
  onProgress: (progress: ReadProgress) => void
  signal: AbortSignal
}

/** In the order in which they were given: sources make the stages of sDPO. */
export async function loadData(sources: DataSource[], options: LoadDataOptions): Promise<OpenedData> {
  const pairs: PreferencePair[] = []
  const reports: SourceReport[] = []
  let judge: Judge | null = null
  const files = sources.flatMap((source) => asPairSource(source) ?? [])
  // Together, so that two files of one name stay two.
  const read = files.length > 0 ? await readPairs(files, options) : null
  let fromFiles = 0
  for (const source of sources) {
    if (source.kind === 'built-in') {
      const set = loadPreferenceSet(source.id)
      if (sources.length === 1) judge = set.judge
      reports.push(...builtInReports(set))
      pairs.push(...set.pairs)
    } else if (source.kind === 'hub') {
      const found = await readFromHub(source, options)
      reports.push(found.report)
      pairs.push(...found.pairs)
    } else {
      const report = read!.report.sources[fromFiles++]!
      reports.push(report)
      for (const pair of read!.pairs) if (pair.source === report.source) pairs.push(pair)
    }
  }
  if (pairs.length > 0 || read) return { pairs, report: reportOn(reports, pairs), judge }
  throw new AppError('data/empty', 'No data were given.', 'Choose a set, a file or a repository, or type a pair.')
}

async function readFromHub(
  { repository, mapping, swap }: Extract<DataSource, { kind: 'hub' }>,
  { hub, onProgress, signal }: LoadDataOptions,
): Promise<HubPairs> {
  const folder = await hub.open(repository, {
    signal,
    onProgress: ({ file, loaded, total }) => onProgress({ source: file, loaded, total, rows: 0 }),
  })
  return readHubPairs(folder, { mapping, swap }, { onProgress, signal })
}

function asPairSource(source: DataSource): PairSource | null {
  if (source.kind === 'built-in' || source.kind === 'hub') return null
  if (source.kind === 'typed') return { name: source.name, rows: source.rows }
  const { file, mapping, swap } = source
  return sourceOfFile(file.name, fileOfBlob(file), { mapping, swap })
}

/** One report for each source of the set: the two of the two-source set make the stages of sDPO. */
function builtInReports({ pairs }: PreferenceSet): SourceReport[] {
  const names = [...new Set(pairs.map((pair) => pair.source))]
  return names.map((source) => {
    const count = pairs.filter((pair) => pair.source === source).length
    return {
      source,
      format: 'built-in',
      kind: 'explicit-text',
      columns: ['prompt', 'chosen', 'rejected'],
      mapping: { prompt: 'prompt', chosen: 'chosen', rejected: 'rejected' },
      guessed: false,
      rows: count,
      pairs: count,
      dropped: [],
    }
  })
}
