/**
 * @file Lists the recordings under public/runs for the page's menu.
 * `node scripts/run.mjs scripts/experiments/index-runs.ts`
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RecordedRun, RecordedRunEntry } from '../../src/protocol/recorded-run'

const FOLDER = 'public/runs'
const INDEX = 'index.json'

/** By the start of a file's name; the order is the menu's. */
const GROUPS = [
  { start: 'default', name: 'Polite replies' },
  { start: 'length-', name: 'Length correlation: three objectives' },
  { start: 'stages-', name: 'sDPO (stepwise DPO) against DPO' },
  { start: 'lesson-falls-', name: 'Lesson: why the chosen log-prob falls' },
  { start: 'lesson-beta-', name: 'Lesson: what β does' },
  { start: 'lesson-gamma-', name: 'Lesson: what γ buys and costs' },
  { start: 'lesson-noise-', name: 'Lesson: wrong labels, and remedies' },
]

/** An arm's name in a comparison, as people say it. */
const ARMS: Record<string, string> = {
  dpo: 'DPO',
  simpo: 'SimPO',
  sdpo: 'sDPO, easy source first',
  'no-length-normalisation': 'SimPO without length normalisation',
  'same-order-fixed-reference': 'the same order, fixed reference',
  'sdpo-random-chunks': 'sDPO, random chunks',
  'the same with SFT weight 0.5': 'DPO, β 0.1, learning rate 1e-3, SFT weight 0.5',
  'the same with β 5': 'DPO, β 5, learning rate 1e-3',
}

const readable = (name: string): string => {
  const [arm, ...rest] = name.split(', ')
  return [ARMS[arm!] ?? arm!, ...rest].join(', ')
}

/** Without the ending, and by the size of numbers: 0, 0.3, 10. */
const stem = (file: string): string => file.slice(0, -'.json'.length)

const entries: RecordedRunEntry[] = GROUPS.flatMap(({ start, name: group }) =>
  readdirSync(FOLDER)
    .filter((file) => file.startsWith(start) && file.endsWith('.json'))
    .sort((a, b) => stem(a).localeCompare(stem(b), 'en', { numeric: true }))
    .map((file) => {
      const { name } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as RecordedRun
      return { file, name: readable(name), group }
    }),
)
writeFileSync(join(FOLDER, INDEX), `${JSON.stringify(entries, null, 1)}\n`)
console.log(`${entries.length} recordings`)
