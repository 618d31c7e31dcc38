/** @file A folder that goes on with TRL elsewhere: all of its files that are text. */
import { AppError } from '../../protocol/errors'
import { jsonLines } from '../metrics'
import { accelerateFiles } from './accelerate'
import type { TrlInput, TrlRow } from './input'
import { py } from './python'
import { trlReadme } from './readme'
import { trainPy } from './train-py'
import { requirements } from './versions'

/** @throws AppError `config/invalid`, `data/wrong-type` for what TRL has no form of. */
export function trlFiles(input: TrlInput): Record<string, string> {
  const { stages, heldOut, config } = input
  refuseMixture([...stages.flatMap(({ rows }) => rows), ...heldOut])
  const data = stages.map(({ stage, rows }) => [`data/stage-${stage}.jsonl`, jsonLines(rows)] as const)
  return {
    'README.md': trlReadme(input),
    'train.py': trainPy(input),
    'run_stages.sh': runStages(input),
    'requirements.txt': requirements(),
    ...accelerateFiles(),
    ...Object.fromEntries(data),
    ...(heldOut.length > 0 ? { 'data/eval.jsonl': jsonLines(heldOut) } : {}),
    'config.json': `${JSON.stringify(config, null, 2)}\n`,
  }
}

/** A column of a data set has one type. */
function refuseMixture(rows: TrlRow[]): void {
  const kindOf = ({ prompt, chosen, rejected }: TrlRow) =>
    [prompt, chosen, rejected].map((text) => (typeof text === 'string' ? 'text' : 'chat')).join()
  const first = rows[0]
  const other = first && rows.find((row) => kindOf(row) !== kindOf(first))
  if (!first || !other) return
  throw new AppError(
    'data/wrong-type',
    `Row ${first.row} of ${first.source} and row ${other.row} of ${other.source} are of different kinds: plain text and conversations do not go into one file for TRL.`,
    'Load sources of one kind.',
  )
}

/** Each stage begins with what the last one saved, and so does its reference, unless the run keeps its first one. */
function runStages({ config, stages, startAdapter, model }: TrlInput): string {
  const lora = config.tuning.method === 'lora'
  const keepsFirst = config.stages.reference === 'base'
  const first = stages.findIndex(({ kind }) => kind === 'preference')
  const before = stages[first - 1]
  const firstModel = before ? `out/stage-${before.stage}` : null
  const untouched = lora ? (startAdapter ? 'start-adapter' : 'base') : model.kind === 'hub' ? model.name : 'model'
  const lines = stages.map(({ stage }, at) => {
    const last = stages[at - 1]
    const begins = last ? ` ${lora ? '--adapter' : '--model'} out/stage-${last.stage}` : ''
    const refers =
      keepsFirst && at > first && needsReference(config) ? ` --reference ${firstModel ?? py(untouched)}` : ''
    return `accelerate launch --config_file "$CONFIG" train.py --stage ${stage}${begins}${refers} "$@"`
  })
  return `#!/usr/bin/env bash
# All stages of the run, one after another.
set -euo pipefail
cd "$(dirname "$0")"
CONFIG=\${CONFIG:-accelerate/single-gpu.yaml}
${lines.join('\n')}
`
}

const needsReference = ({ objective }: TrlInput['config']): boolean =>
  objective.name === 'dpo' || objective.name === 'ipo'
