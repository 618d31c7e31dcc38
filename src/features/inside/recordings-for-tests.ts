/** @file The recorded runs that come with the page, as far as they tell pairs and tokens. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RecordedRun } from '../../protocol/recorded-run'
import { RunFigures } from '../../store/plots/run-figures'

const FOLDER = join('public', 'runs')

export function tellingRecordings(): { file: string; run: RecordedRun; figures: RunFigures }[] {
  return readdirSync(FOLDER).flatMap((file) => {
    if (!file.endsWith('.json')) return []
    const run = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Partial<RecordedRun>
    if (run.version !== 1 || !run.events) return []
    const figures = new RunFigures()
    figures.append(run.events)
    const tells = figures.batches.length > 0 && figures.tokenEvents.length > 0
    return tells ? [{ file, run: run as RecordedRun, figures }] : []
  })
}
