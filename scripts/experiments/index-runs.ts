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
]

/** An arm's name in a comparison, as people say it. */
const ARMS: Record<string, string> = {
  dpo: 'DPO',
  simpo: 'SimPO',
  sdpo: 'sDPO, easy source first',
  'no-length-normalisation': 'SimPO without length normalisation',
  'same-order-fixed-reference': 'the same order, fixed reference',
  'sdpo-random-chunks': 'sDPO, random chunks',
}

const readable = (name: string): string => {
  const [arm, ...rest] = name.split(', ')
  return [ARMS[arm!] ?? arm!, ...rest].join(', ')
}

const entries: RecordedRunEntry[] = GROUPS.flatMap(({ start, name: group }) =>
  readdirSync(FOLDER)
    .filter((file) => file.startsWith(start) && file.endsWith('.json'))
    .sort()
    .map((file) => {
      const { name } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as RecordedRun
      return { file, name: readable(name), group }
    }),
)
writeFileSync(join(FOLDER, INDEX), `${JSON.stringify(entries, null, 1)}\n`)
console.log(`${entries.length} recordings`)
