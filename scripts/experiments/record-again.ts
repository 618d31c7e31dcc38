/**
 * @file Makes the recordings of the page anew, from the configs that they hold: after a run tells more than it did. The
 * figures must stay what they were.
 * `node scripts/run.mjs scripts/experiments/record-again.ts [FILE ...]`
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { recordRun } from '../../src/cli/record-run'
import { parseRunConfig } from '../../src/protocol/parse-run-config'
import type { RecordedRun } from '../../src/protocol/recorded-run'
import type { EvalEvent } from '../../src/protocol/train-events'
import { slim } from './slim-recording'

const FOLDER = 'public/runs'

const isRecording = (value: unknown): value is RecordedRun =>
  typeof value === 'object' && value !== null && 'events' in value && 'config' in value

const lastEvaluation = ({ events }: RecordedRun) =>
  events.filter((event): event is EvalEvent => event.type === 'eval').at(-1)!.metrics

const asked = process.argv.slice(2)
const files = asked.length > 0 ? asked : readdirSync(FOLDER).filter((file) => file.endsWith('.json'))
for (const file of files) {
  const path = join(FOLDER, file)
  const former: unknown = JSON.parse(readFileSync(path, 'utf8'))
  const isWhole = isRecording(former) && former.events.some((event) => event.type === 'tokens')
  if (!isRecording(former) || (isWhole && asked.length === 0)) continue
  const { recording, training } = await recordRun(parseRunConfig(former.config), former.name, () => {})
  training.dispose()
  const before = lastEvaluation(former)
  const after = lastEvaluation(recording)
  const moved = (Object.keys(before) as (keyof typeof before)[]).filter((key) => before[key] !== after[key])
  const kept = file.startsWith('lesson-') ? slim(recording) : recording
  writeFileSync(path, `${JSON.stringify(kept)}\n`)
  console.log(`${file}: ${moved.length === 0 ? 'the same figures' : `other figures: ${moved.join(', ')}`}`)
}
