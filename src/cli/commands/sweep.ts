/** @file `sweep`: the runs of a sweep file, one after another, each into a folder of its own; what was run before stays. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { disposeParameters } from '../../engine/model/parameters'
import { AppError, type ErrorCode, toReport } from '../../protocol/errors'
import type { RunConfig } from '../../protocol/run-config'
import { parseSweep } from '../../protocol/sweep'
import { TrialReader, type TrialResult } from '../../protocol/sweep-ranking'
import { sameness, type Trial, trialsOf } from '../../protocol/sweep-trials'
import type { TrainEvent } from '../../protocol/train-events'
import { HUB_OPTIONS, hubAccess, readArguments, required } from '../arguments'
import { ProgressBar } from '../progress-bar'
import { readConfigFile } from '../read-config'
import { type RunOptions, recordRun } from '../record-run'
import { withOverrides } from '../set-option'
import { boardCsv, boardOf, boardText, folderOf } from '../sweep-board'
import { prepareFolder } from '../write-files'
import { writeRun } from '../write-run'

/** What lies in a run's folder: enough to know it again, and to compare it. */
interface KeptResult extends TrialResult {
  asked: RunConfig
}

/** Faults of one run's settings; with any other the next run would fail as well. */
const OF_A_RUN: ErrorCode[] = [
  'device/out-of-memory',
  'data/too-few-pairs',
  'data/too-long',
  'model/context-too-short',
  'config/invalid',
  'run/non-finite',
  'run/reference-drift',
]

export async function run(args: string[]): Promise<void> {
  const { values } = readArguments(args, {
    ...HUB_OPTIONS,
    file: { type: 'string' },
    out: { type: 'string' },
    model: { type: 'string' },
    data: { type: 'string', multiple: true },
    adapter: { type: 'string' },
    set: { type: 'string', multiple: true, default: [] },
    'save-weights': { type: 'boolean', default: false },
  })
  const file = required(values.file, 'file')
  const given = parseSweep(await readConfigFile(file, 'Give --file a sweep file, as the page downloads it.'))
  const base = withOverrides(given.base, values.set)
  if (values.model) base.model = values.model
  if (values.data) base.sources = values.data
  const sweep = { ...given, base }
  const trials = trialsOf(sweep)
  const out = values.out ?? `sweep-${given.name.replace(/[^\p{L}\p{N}]+/gu, '-')}`
  await prepareFolder(out)

  const hub = hubAccess(values)
  const results: Record<number, TrialResult> = {}
  for (const trial of trials) {
    const kept = await readResult(join(out, folderOf(trial)), trial)
    if (kept) results[trial.index] = kept
  }
  const before = Object.keys(results).length
  if (before > 0) hub.notes.note(`${before} of ${trials.length} runs are in ${out} already`)

  const write = async () => {
    const board = boardOf(sweep, trials, results)
    await writeFile(join(out, 'leaderboard.json'), `${JSON.stringify(board, null, 2)}\n`)
    await writeFile(join(out, 'leaderboard.csv'), boardCsv(board))
    return board
  }
  await writeFile(join(out, 'sweep.json'), `${JSON.stringify(sweep, null, 2)}\n`)
  const began = performance.now()
  const { minutes } = sweep.budget
  for (const trial of trials) {
    if (trial.index in results) continue
    if (minutes !== null && performance.now() - began >= minutes * 60_000) break
    const settings = Object.entries(trial.values).map(([path, value]) => `${path}=${value}`)
    hub.notes.note(`run ${trial.index + 1} of ${trials.length}: ${settings.join(' ')}`)
    const folder = join(out, folderOf(trial))
    const options = { hub, adapter: values.adapter, weights: values['save-weights'], quiet: values.json ?? false }
    results[trial.index] = await runTrial(trial, folder, options)
    await write()
  }

  const board = await write()
  const ended = Object.values(results)
  const left = trials.length - ended.length
  if (values.json) console.log(JSON.stringify({ out, left, ...board }))
  else console.log(boardText(board))
  if (left > 0)
    hub.notes.note(`${minutes} minutes are spent; ${left} runs are left: the same command goes on with them`)
  if (ended.length > 0 && ended.every(({ state }) => state !== 'completed')) {
    const message = `Every run of this sweep failed; the first: ${ended[0]!.message ?? 'without a reason'}`
    throw new AppError('run/non-finite', message, 'Lower the learning rate, or take other ranges.')
  }
}

interface TrialOptions extends RunOptions {
  weights: boolean
  quiet: boolean
}

async function runTrial(
  trial: Trial,
  folder: string,
  { hub, adapter, weights, quiet }: TrialOptions,
): Promise<TrialResult> {
  await prepareFolder(folder)
  const reader = new TrialReader()
  const bar = new ProgressBar(!quiet)
  const began = performance.now()
  const onEvent = (event: TrainEvent, steps: number) => {
    reader.take([event])
    bar.show(event, steps)
  }
  const seconds = () => (performance.now() - began) / 1000
  let result: TrialResult
  try {
    const completed = await recordRun(trial.config, `run ${folderOf(trial)}`, onEvent, { hub, adapter })
    bar.end()
    result = reader.result(seconds())
    await writeRun(folder, completed, weights)
    completed.training.dispose()
    disposeParameters(completed.opened.model.parameters)
  } catch (error) {
    bar.end()
    const { code, message } = toReport(error)
    if (!OF_A_RUN.includes(code)) throw error
    hub?.notes.warn(`${code}: ${message}`)
    result = { ...reader.result(seconds()), state: 'failed', message: `${code}: ${message}` }
  }
  const kept: KeptResult = { asked: trial.config, ...result }
  await writeFile(join(folder, 'result.json'), `${JSON.stringify(kept)}\n`)
  return result
}

/** What a former call left of the very same run. */
async function readResult(folder: string, trial: Trial): Promise<TrialResult | null> {
  const text = await readFile(join(folder, 'result.json'), 'utf8').catch(() => null)
  if (text === null) return null
  try {
    const { asked, ...result } = JSON.parse(text) as KeptResult
    return sameness(asked) === sameness(trial.config) ? result : null
  } catch {
    // Cut off while it was written: the run is made again.
    return null
  }
}
