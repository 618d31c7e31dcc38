/** @file The pairs of a data set's repository: the chosen files read one after another, as one source of its name. */
import type { ColumnMapping, SourceReport } from '../protocol/dataset-report'
import type { FolderFile } from '../protocol/folder'
import type { PreferencePair } from '../protocol/preference'
import { sourceOfFile } from './file-source'
import { type ChosenFiles, chooseDataFiles, type HubFile } from './hub-files'
import { readPairs } from './read-pairs'
import type { ReadOptions } from './sources'

/** A repository whose files can be told and opened. */
export interface DataRepository {
  name: string
  files: readonly HubFile[]
  open(path: string): Promise<FolderFile | undefined>
}

export interface HubPairs {
  pairs: PreferencePair[]
  report: SourceReport
  /** Which split and configuration was taken, and what else there is. */
  chosen: ChosenFiles
}

/** Files come here whole and verified first; a shard counts its rows on from the one before. */
export async function readHubPairs(
  repository: DataRepository,
  { mapping, swap }: { mapping?: ColumnMapping; swap?: boolean },
  options: ReadOptions = {},
): Promise<HubPairs> {
  const chosen = chooseDataFiles([...repository.files])
  const sources = []
  for (const { path } of chosen.files) {
    const file = (await repository.open(path))!
    await file.bring?.()
    sources.push(sourceOfFile(path, file, { mapping, swap }))
  }
  const { pairs, report } = await readPairs(sources, options)
  const { split, config, splits, configs } = chosen
  const whole = joined(repository.name, pairs, report.sources)
  return { chosen, pairs: whole.pairs, report: { ...whole.report, hub: { split, config, splits, configs } } }
}

/** A line number passes the count of rows where lines are empty. */
function lastRow(shard: SourceReport, pairs: PreferencePair[]): number {
  let last = 0
  for (const { source, row } of [...pairs, ...shard.dropped]) if (source === shard.source && row > last) last = row
  return last
}

function joined(name: string, pairs: PreferencePair[], shards: SourceReport[]) {
  const before = new Map<string, number>()
  let rows = 0
  for (const shard of shards) {
    before.set(shard.source, rows)
    rows += Math.max(shard.rows, lastRow(shard, pairs))
  }
  const moved = <T extends { source: string; row: number }>(item: T): T => ({
    ...item,
    source: name,
    row: item.row + before.get(item.source)!,
  })
  const [first] = shards
  const report: SourceReport = {
    ...first!,
    source: name,
    rows: shards.reduce((sum, shard) => sum + shard.rows, 0),
    pairs: shards.reduce((sum, shard) => sum + shard.pairs, 0),
    dropped: shards.flatMap(({ dropped }) => dropped).map(moved),
  }
  return { pairs: pairs.map(moved), report }
}
