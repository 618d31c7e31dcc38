/** @file The leaderboard of a sweep as data, as CSV, and as a table for the terminal. */
import type { SweepMetric } from '../protocol/sweep'
import { SEED, type SweepFile } from '../protocol/sweep'
import type { MetricKey } from '../protocol/sweep-metrics'
import { figureOf, type Results, rankSettings, secondarySpread } from '../protocol/sweep-ranking'
import type { Trial } from '../protocol/sweep-trials'

export interface BoardRow {
  rank: number | null
  /** By path, without the seed. */
  values: Record<string, number>
  median: number | null
  min: number | null
  max: number | null
  /** Runs that have the figure, and runs that broke. */
  n: number
  failed: number
  /** Medians at the last evaluation. */
  beside: Partial<Record<MetricKey, number | null>>
  runs: { folder: string; seed: number; state: string; figure: number | null; message: string | null }[]
}

export interface Board {
  name: string
  metric: SweepMetric
  settings: BoardRow[]
}

const BESIDE: MetricKey[] = ['eval_kl/chosen', 'eval_rewards/accuracies']

/** Its place among the runs, from 001. */
export const folderOf = ({ index }: Trial): string => String(index + 1).padStart(3, '0')

export function boardOf({ name, metric }: SweepFile, trials: readonly Trial[], results: Results): Board {
  const settings = rankSettings(trials, results, metric).map((setting): BoardRow => {
    const { rank, values, spread, failed } = setting
    const others = BESIDE.filter((key) => key !== metric.key)
    return {
      ...{ rank, values, failed },
      median: spread?.median ?? null,
      min: spread?.min ?? null,
      max: spread?.max ?? null,
      n: spread?.n ?? 0,
      beside: Object.fromEntries(others.map((key) => [key, secondarySpread(setting, results, key)?.median ?? null])),
      runs: setting.trials.map((trial) => {
        const result = results[trial.index]
        return {
          folder: folderOf(trial),
          seed: trial.config.seed,
          state: result?.state ?? 'waiting',
          figure: figureOf(result, metric),
          message: result?.message ?? null,
        }
      }),
    }
  })
  return { name, metric, settings }
}

function columnsOf({ metric, settings }: Board): { names: string[]; rows: (number | null)[][] } {
  const paths = Object.keys(settings[0]?.values ?? {}).filter((path) => path !== SEED)
  const beside = Object.keys(settings[0]?.beside ?? {}) as MetricKey[]
  return {
    names: ['rank', ...paths, metric.key, 'min', 'max', 'n', 'failed', ...beside],
    rows: settings.map((row) => [
      row.rank,
      ...paths.map((path) => row.values[path]!),
      ...[row.median, row.min, row.max, row.n, row.failed],
      ...beside.map((key) => row.beside[key] ?? null),
    ]),
  }
}

/** Paths, keys and numbers have no comma in them. */
export function boardCsv(board: Board): string {
  const { names, rows } = columnsOf(board)
  return [names, ...rows].map((row) => `${row.map((cell) => cell ?? '').join(',')}\n`).join('')
}

export function boardText(board: Board): string {
  const { names, rows } = columnsOf(board)
  const show = (cell: number | null) => (cell === null ? '-' : String(Number(cell.toPrecision(4))))
  const lines = [names, ...rows.map((row) => row.map(show))]
  const widths = names.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)))
  return lines.map((line) => line.map((cell, column) => cell.padStart(widths[column]!)).join('  ')).join('\n')
}
