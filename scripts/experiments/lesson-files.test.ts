/** The files of the lessons belong together: what a table says of a run is what its recording shows. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { LessonResults } from '../../src/protocol/lesson'
import { eventsInTime, type RecordedRun } from '../../src/protocol/recorded-run'
import { recordingOf } from '../../src/store/lessons/lesson-plans'

const read = <T>(...path: string[]): T => JSON.parse(readFileSync(join('public', ...path), 'utf8')) as T

const arms = readdirSync(join('public', 'lessons')).flatMap((file) => read<LessonResults>('lessons', file).arms)

/** Runs differ in their last digits where files were rounded. */
const DIGITS = 3

describe('what was measured for lessons', () => {
  it.each(arms.map(({ file, runs }) => ({ file, runs })))(
    '$file: three seeds, and the recording of the first',
    (arm) => {
      expect(arm.runs.map(({ seed }) => seed)).toEqual([1, 2, 3])
      const recording = recordingOf(arm.file)
      expect(existsSync(join('public', 'runs', recording))).toBe(true)
      const evaluations = eventsInTime(read<RecordedRun>('runs', recording).events).filter(
        ({ type }) => type === 'eval',
      )
      const last = evaluations.at(-1)
      const measured = arm.runs[0]!.points.at(-1)!
      if (last?.type !== 'eval') throw new Error(`${recording} was never evaluated.`)
      expect(last.step).toBe(measured.step)
      for (const key of ['eval_win_rate', 'eval_kl/chosen', 'eval_rewards/accuracies'] as const)
        expect(last.metrics[key]).toBeCloseTo(measured.metrics[key]!, DIGITS)
    },
  )
})
