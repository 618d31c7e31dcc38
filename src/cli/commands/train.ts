/** @file `train`: a whole run into a folder, and, asked for, as a recording that the page can replay. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { saveModelFolder } from '../../engine/checkpoint/hf-folder'
import { AppError } from '../../protocol/errors'
import { parseRunConfig } from '../../protocol/parse-run-config'
import type { RunConfig } from '../../protocol/run-config'
import type { TrainEvent } from '../../protocol/train-events'
import { readArguments, required } from '../arguments'
import { copyTokenizer } from '../load-model'
import { ProgressBar } from '../progress-bar'
import { recordRun } from '../record-run'
import { withOverrides } from '../set-option'

export async function run(args: string[]): Promise<void> {
  const { values } = readArguments(args, {
    config: { type: 'string' },
    out: { type: 'string' },
    model: { type: 'string' },
    data: { type: 'string', multiple: true },
    set: { type: 'string', multiple: true, default: [] },
    record: { type: 'string' },
    name: { type: 'string' },
    json: { type: 'boolean' },
  })
  const out = required(values.out, 'out')
  const given = values.config ? JSON.parse(await readFile(values.config, 'utf8')) : {}
  const overridden = withOverrides(given, values.set)
  if (values.model) overridden.model = values.model
  if (values.data) overridden.sources = values.data
  const config = parseRunConfig(overridden)

  const bar = new ProgressBar(!values.json)
  const name = values.name ?? describe(config)
  const { training, loaded, events, recording } = await recordRun(config, name, (event, steps) =>
    bar.show(event, steps),
  )
  bar.end()
  const { model, hfConfig, folder } = loaded

  await mkdir(join(out, 'model'), { recursive: true })
  await writeFile(join(out, 'config.json'), `${JSON.stringify(config, null, 2)}\n`)
  await writeFile(join(out, 'metrics.jsonl'), metricLines(events))
  await writeFile(join(out, 'samples.json'), `${JSON.stringify(events.filter(({ type }) => type === 'samples'))}\n`)
  const last = events.at(-1)
  if (last?.type === 'finished') await writeFile(join(out, 'ranking.json'), `${JSON.stringify(last.ranking)}\n`)
  const files = await saveModelFolder(model.decoder, training.policy, 'F32', hfConfig)
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(out, 'model', name), bytes)
  await copyTokenizer(folder, join(out, 'model'))

  if (values.record) {
    await mkdir(dirname(values.record), { recursive: true })
    await writeFile(values.record, `${JSON.stringify(recording)}\n`)
  }
  if (values.json) console.log(JSON.stringify({ out, steps: training.totalSteps, ...summary(events) }))
  if (last?.type === 'finished' && last.reason === 'non-finite')
    throw new AppError(
      'run/non-finite',
      last.message ?? 'A figure was not finite.',
      'Lower the learning rate, or raise the clipping.',
    )
}

const describe = ({ objective, sources }: RunConfig) => `${objective.name} on ${sources.join(', ')}`

/** One line per step and per evaluation, METRICS.md's keys beside the step. */
function metricLines(events: TrainEvent[]): string {
  const lines = events.flatMap((event) =>
    event.type === 'step' || event.type === 'eval' ? [JSON.stringify({ step: event.step, ...event.metrics })] : [],
  )
  return `${lines.join('\n')}\n`
}

/** The last evaluation: what a script compares. */
function summary(events: TrainEvent[]) {
  const last = events.filter((event) => event.type === 'eval').at(-1)
  return { metrics: last?.metrics ?? {} }
}
