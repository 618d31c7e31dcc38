/**
 * @file Makes the recordings of lessons smaller, where they were written whole.
 * `node scripts/run.mjs scripts/experiments/slim-lessons.ts`
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RecordedRun } from '../../src/protocol/recorded-run'
import { slim } from './slim-recording'

const FOLDER = 'public/runs'

for (const file of readdirSync(FOLDER).filter((name) => name.startsWith('lesson-'))) {
  const path = join(FOLDER, file)
  const before = readFileSync(path, 'utf8')
  const after = `${JSON.stringify(slim(JSON.parse(before) as RecordedRun))}\n`
  if (after.length < before.length) writeFileSync(path, after)
  console.log(`${file}: ${Math.round(before.length / 1000)} kB, now ${Math.round(after.length / 1000)} kB`)
}
