/** @file Pairs from built-in sets, files and typed rows, in any mixture. */
import { readPairs } from '../datasets/read-pairs'
import { reportOn } from '../datasets/report'
import type { PairSource, ReadProgress } from '../datasets/sources'
import { loadPreferenceSet, type PreferenceSet } from '../datasets/world/preference-sets'
import type { DatasetReport, SourceReport } from '../protocol/dataset-report'
import type { DataSource } from '../protocol/messages'
import type { Judge, PreferencePair } from '../protocol/preference'

export interface OpenedData {
  pairs: PreferencePair[]
  report: DatasetReport
  /** Only when every pair is of one built-in set: a judge knows its own prompts alone. */
  judge: Judge | null
}

export async function loadData(
  sources: DataSource[],
  options: { onProgress: (progress: ReadProgress) => void; signal: AbortSignal },
): Promise<OpenedData> {
  const sets = sources.flatMap((source) => (source.kind === 'built-in' ? [loadPreferenceSet(source.id)] : []))
  const given = sources.flatMap((source) => asPairSource(source) ?? [])
  const read = given.length > 0 ? await readPairs(given, options) : { pairs: [], report: { sources: [] } }
  const pairs = [...sets.flatMap((set) => set.pairs), ...read.pairs]
  const reports = [...sets.flatMap(builtInReports), ...read.report.sources]
  const judge = sets.length === 1 && given.length === 0 ? sets[0]!.judge : null
  return { pairs, report: reportOn(reports, pairs), judge }
}

function asPairSource(source: DataSource): PairSource | null {
  if (source.kind === 'built-in') return null
  if (source.kind === 'typed') return { name: source.name, rows: source.rows }
  const { file, mapping, swap } = source
  return { name: file.name, size: file.size, stream: () => file.stream(), mapping, swap }
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
