/**
 * @file How often reward and likelihood order a held-out pair differently, at the end of the runs that compare
 * objectives by length: taken from their recordings, all three seeds.
 * `node scripts/run.mjs scripts/experiments/reward-likelihood.ts`
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LessonArm, LessonResults } from '../../src/protocol/lesson'
import { eventsInTime, type RecordedRun } from '../../src/protocol/recorded-run'
import type { EvalEvent } from '../../src/protocol/train-events'

const ARMS = ['length-dpo', 'length-simpo', 'length-no-length-normalisation']
const SEEDS = [1, 2, 3]

function pointsOf(file: string): LessonArm['runs'][number]['points'] {
  const { events } = JSON.parse(readFileSync(join('public/runs', file), 'utf8')) as RecordedRun
  return eventsInTime(events)
    .filter((event): event is EvalEvent => event.type === 'eval')
    .map(({ step, metrics, contingency }) => ({ step, metrics, contingency }))
}

const arms: LessonArm[] = ARMS.map((file) => ({
  file,
  runs: SEEDS.map((seed) => ({ seed, points: pointsOf(`${file}-seed${seed}.json`) })),
}))
const results: LessonResults = { name: 'reward-likelihood', arms }
mkdirSync('public/lessons', { recursive: true })
writeFileSync('public/lessons/reward-likelihood.json', `${JSON.stringify(results, null, 1)}\n`)
for (const { file, runs } of arms)
  console.log(file, runs.map(({ points }) => Object.values(points.at(-1)!.contingency!).join('/')).join('  '))
