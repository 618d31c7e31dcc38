/** @file Pairs for the command line: files on disk, or built-in sets by their id. */
import { createReadStream, existsSync, statSync } from 'node:fs'
import { Readable } from 'node:stream'
import { readPairs } from '../datasets/read-pairs'
import { loadPreferenceSet, PREFERENCE_SETS } from '../datasets/world/preference-sets'
import type { ColumnMapping, DatasetReport } from '../protocol/dataset-report'
import { AppError } from '../protocol/errors'
import type { Judge, PreferencePair } from '../protocol/preference'

export interface LoadedData {
  pairs: PreferencePair[]
  /** Null for built-in sets, which have nothing to report. */
  report: DatasetReport | null
  judge: Judge | null
}

/** @param names All files, or one built-in set. */
export async function loadData(names: string[], mapping?: ColumnMapping): Promise<LoadedData> {
  const [first] = names
  if (first !== undefined && names.length === 1 && PREFERENCE_SETS.some(({ id }) => id === first)) {
    const { pairs, judge } = loadPreferenceSet(first)
    return { pairs, judge, report: null }
  }
  const { pairs, report } = await readPairs(names.map((name) => ({ ...fileSource(name), mapping })))
  return { pairs, report, judge: null }
}

function fileSource(path: string) {
  if (!existsSync(path)) {
    const sets = PREFERENCE_SETS.map(({ id }) => id).join(', ')
    throw new AppError(
      'data/missing-file',
      `There is no file ${path}.`,
      `Give a file of pairs, or a built-in set: ${sets}.`,
    )
  }
  return {
    name: path.split(/[\\/]/).at(-1)!,
    size: statSync(path).size,
    stream: () => Readable.toWeb(createReadStream(path)) as unknown as ReadableStream<Uint8Array>,
  }
}
