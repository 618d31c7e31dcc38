import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { objectiveOptions } from '../../protocol/objectives'
import type { RecordedRun } from '../../protocol/recorded-run'
import type { EvalEvent } from '../../protocol/train-events'
import { contingencyReading, gapReading, marginReading } from './spread-reading'

const COUNTS = { bothRight: 6, rewardRightOnly: 3, likelihoodRightOnly: 0, neitherRight: 1 }
const DPO = objectiveOptions.parse({ name: 'dpo' })
const SIMPO = objectiveOptions.parse({ name: 'simpo' })

describe('what the held-out pairs say', () => {
  it('how often reward and likelihood agree', () => {
    expect(contingencyReading(COUNTS, DPO)).toMatch(/agree in 70% of the pairs\. In 3 the reward is right although/)
    expect(contingencyReading({ ...COUNTS, rewardRightOnly: 0 }, DPO)).toMatch(/agree in every pair/)
    // As at the base, where every reward is 0 and so none is right.
    const ties = { bothRight: 0, rewardRightOnly: 0, likelihoodRightOnly: 6, neitherRight: 4 }
    expect(contingencyReading(ties, DPO)).toBe('The two orders agree in 40% of the pairs.')
    expect(contingencyReading(null, DPO)).toBe('')
  })

  it('that SimPO cannot disagree, unless it sums', () => {
    expect(contingencyReading(COUNTS, SIMPO)).toMatch(/by construction/)
    const sums = objectiveOptions.parse({ name: 'simpo', lengthNormalised: false })
    expect(contingencyReading(COUNTS, sums)).toMatch(/70%/)
  })

  it('how many are ranked wrongly, and what is undefined', () => {
    const event = { metrics: {}, pairs: { margins: [-1, 0, 2] } } as EvalEvent
    expect(marginReading(event)).toBe('1 of 3 pairs lies left of 0: ranked wrongly.')
    expect(gapReading(event)).toMatch(/n\/a/)
  })
})

it('recorded SimPO runs have nothing off the diagonal', () => {
  const folder = join('public', 'runs')
  let seen = 0
  for (const file of readdirSync(folder)) {
    const run = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Partial<RecordedRun>
    const objective = run.config?.objective
    if (objective?.name !== 'simpo' || !objective.lengthNormalised) continue
    for (const event of run.events!) {
      if (event.type !== 'eval' || !event.contingency) continue
      const { rewardRightOnly, likelihoodRightOnly } = event.contingency
      expect([rewardRightOnly, likelihoodRightOnly], `${file}, step ${event.step}`).toEqual([0, 0])
      seen += 1
    }
  }
  expect(seen).toBeGreaterThan(5)
})
