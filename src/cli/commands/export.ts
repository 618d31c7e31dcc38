/** @file `export`: a run in the form that other tools read: a PEFT adapter, the whole model, or a folder for TRL. */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { memoryLimits } from '../../engine/backend/memory-limits'
import type { WrittenDtype } from '../../engine/checkpoint/stored-tensor'
import { AppError } from '../../protocol/errors'
import { parseRunConfig } from '../../protocol/parse-run-config'
import type { RunConfig } from '../../protocol/run-config'
import { backendName, HUB_OPTIONS, hubAccess, readArguments, required } from '../arguments'
import { isFile } from '../disk-folder'
import { trlFolder } from '../export-trl'
import { type LoadOptions, loadModel, policyIn } from '../load-model'
import { openBackend } from '../open-backend'
import { readConfigFile } from '../read-config'
import { modelFiles } from '../save-run'
import { type Files, fromDisk, writeOut } from '../write-files'

const FORMS = ['adapter', 'merged', 'trl'] as const
/** What is written within the run's folder, where --out does not say otherwise. */
const PLACES = { adapter: 'adapter.zip', merged: 'merged', trl: 'trl' } as const
const DTYPES = new Map<string, WrittenDtype>([
  ['f32', 'F32'],
  ['f16', 'F16'],
  ['bf16', 'BF16'],
])
const NEEDED = ['adapter_config.json', 'adapter_model.safetensors']

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = readArguments(args, {
    ...HUB_OPTIONS,
    run: { type: 'string' },
    out: { type: 'string' },
    dtype: { type: 'string', default: 'f32' },
    model: { type: 'string' },
    data: { type: 'string', multiple: true },
    backend: { type: 'string' },
  })
  const form = formOf(positionals)
  const folder = required(values.run, 'run')
  const dtype = dtypeOf(values.dtype)
  const config = parseRunConfig(await readConfigFile(join(folder, 'config.json'), 'Give --run the folder of a run.'))
  const out = values.out ?? join(folder, PLACES[form])
  if (form === 'adapter') await writeOut(out, await adapterOf(folder, config))
  else if (form === 'trl') {
    // Stages that go by ease are ranked by the model.
    await openBackend(backendName(values.backend ?? config.backend))
    const { model, data } = values
    await writeOut(out, await trlFolder(folder, config, { hub: hubAccess(values), model, data }))
  } else {
    // No tensor is computed with but the adapter's two at a time, and its memory has no limit of its own.
    const limits = memoryLimits(await openBackend(backendName(values.backend ?? 'cpu')))
    const { model, ...options } = whatIsMerged(folder, config, values.model)
    const opened = await loadModel(model, { ...options, hub: hubAccess(values), limits, baseWeights: 'f32' })
    await writeOut(out, modelFiles(opened, policyIn(opened.model), dtype))
  }
  if (values.json) console.log(JSON.stringify({ out, form }))
  else console.log(`wrote ${out}`)
}

/** The base with the adapter; after full fine-tuning, the model as the run left it. */
function whatIsMerged(folder: string, config: RunConfig, base: string | undefined): LoadOptions & { model: string } {
  if (config.tuning.method === 'full') return { model: join(folder, 'model') }
  return { model: base ?? config.model, adapter: join(folder, 'adapter') }
}

/** The files as the run wrote them. */
async function adapterOf(folder: string, { tuning }: RunConfig): Promise<Files> {
  const path = (name: string) => join(folder, 'adapter', name)
  const isFull = tuning.method === 'full'
  const missing = NEEDED.find((name) => !isFile(path(name)))
  if (isFull || missing !== undefined) {
    throw new AppError(
      'adapter/missing-file',
      isFull ? `The run in ${folder} tuned all weights and has no adapter.` : `There is no file ${path(missing!)}.`,
      isFull ? 'Export merged, or train with --lora.' : 'Give --run the folder of a finished run.',
    )
  }
  const there = [...NEEDED, 'README.md'].filter((name) => isFile(path(name)))
  const files = there.map(async (name) => [name, fromDisk(path(name), (await stat(path(name))).size)] as const)
  return Object.fromEntries(await Promise.all(files))
}

function formOf(given: string[]): (typeof FORMS)[number] {
  const form = FORMS.find((each) => each === given[0])
  if (form && given.length === 1) return form
  const what = given.length === 0 ? 'Nothing' : `"${given.join(' ')}"`
  throw new AppError('cli/usage', `${what} is to be exported.`, 'Write export adapter, export merged, or export trl.')
}

function dtypeOf(given: string): WrittenDtype {
  const dtype = DTYPES.get(given.toLowerCase())
  if (dtype) return dtype
  throw new AppError('cli/usage', `--dtype is "${given}".`, `Take ${[...DTYPES.keys()].join(', ')}.`)
}
