/** @file `train`: a whole run into a folder, and, asked for, as a recording that the page can replay. */
import { writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '../../protocol/errors'
import { parseRunConfig } from '../../protocol/parse-run-config'
import type { RunConfig } from '../../protocol/run-config'
import type { TrainEvent } from '../../protocol/train-events'
import { HUB_OPTIONS, hubAccess, readArguments, required } from '../arguments'
import { readLora, refuseBesideAdapter, withBareLora } from '../lora-option'
import { ProgressBar } from '../progress-bar'
import { readConfigFile } from '../read-config'
import { recordRun } from '../record-run'
import { withOverrides } from '../set-option'
import { prepareFolder } from '../write-files'
import { writeRun } from '../write-run'

export async function run(args: string[]): Promise<void> {
  const { values } = readArguments(withBareLora(args), {
    ...HUB_OPTIONS,
    config: { type: 'string' },
    out: { type: 'string' },
    model: { type: 'string' },
    data: { type: 'string', multiple: true },
    lora: { type: 'string' },
    adapter: { type: 'string' },
    set: { type: 'string', multiple: true, default: [] },
    record: { type: 'string' },
    name: { type: 'string' },
  })
  const out = required(values.out, 'out')
  const given = values.config ? await readConfigFile(values.config, 'Give --config the file of a run config.') : {}
  const lora = values.lora === undefined ? null : readLora(values.lora)
  if (values.adapter !== undefined) refuseBesideAdapter(lora, values.set)
  if (lora) given.tuning = { ...(given.tuning as object | undefined), ...lora }
  const overridden = withOverrides(given, values.set)
  if (values.model) overridden.model = values.model
  if (values.data) overridden.sources = values.data
  const asked = parseRunConfig(overridden)

  await prepareFolder(out)
  if (values.record) await prepareFolder(dirname(values.record))
  const bar = new ProgressBar(!values.json)
  const name = values.name ?? describe(asked)
  const onEvent = (event: TrainEvent, steps: number) => bar.show(event, steps)
  const options = { hub: hubAccess(values), adapter: values.adapter }
  const completed = await recordRun(asked, name, onEvent, options)
  bar.end()
  await writeRun(out, completed, true)
  const { training, events, recording } = completed
  const last = events.at(-1)

  if (values.record) {
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

/** The last evaluation: what a script compares. */
function summary(events: TrainEvent[]) {
  const last = events.filter((event) => event.type === 'eval').at(-1)
  return { metrics: last?.metrics ?? {} }
}
