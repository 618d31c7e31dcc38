/** @file Everything of a run as files, by name. */
import type { KeptRun } from '../protocol/kept-run'
import { eventsByKind, type RecordedRun } from '../protocol/recorded-run'
import type { RankedPair } from '../protocol/train-events'
import { fileName } from './file-name'
import { metricsCsv, metricsJsonl } from './metrics'
import { samplesJsonl, samplesMarkdown } from './samples'
import { metricsReadme, trlLog } from './trl-log'

const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** As the command line reads it. */
export const configJson = ({ info }: KeptRun): string => pretty(info.config)

/** Null while the run has not ended: then pairs are not ranked. */
export function rankingOf({ events }: KeptRun): RankedPair[] | null {
  const end = events.find((event) => event.type === 'finished')
  return end && end.ranking.length > 0 ? end.ranking : null
}

export const rankingJson = (ranking: RankedPair[]): string => pretty(ranking)

/** As the page shows it again. */
export function recordingOf({ info, events }: KeptRun): RecordedRun {
  const { name, config, device, totalSteps } = info
  return { version: 1, name, config, device, totalSteps, events: eventsByKind(events) }
}

/** @param pictures The run's plots as SVG, by title. */
export function runFiles(
  run: KeptRun,
  report: string,
  pictures: readonly { title: string; svg: string }[],
): Record<string, string> {
  const { events, info } = run
  const ranking = rankingOf(run)
  return {
    'report.html': report,
    'config.json': configJson(run),
    'metrics.csv': metricsCsv(events),
    'metrics.jsonl': metricsJsonl(events),
    'metrics-trl.jsonl': trlLog(events, info.config),
    'README.md': metricsReadme(info.config),
    'samples.jsonl': samplesJsonl(events),
    'samples.md': samplesMarkdown(events),
    ...(ranking ? { 'ranking.json': rankingJson(ranking) } : {}),
    'recording.json': `${JSON.stringify(recordingOf(run))}\n`,
    ...Object.fromEntries(pictures.map(({ title, svg }) => [`plots/${fileName(title)}.svg`, svg])),
  }
}
