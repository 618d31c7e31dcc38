import { describe, expect, it } from 'vitest'
import { objectiveOptions } from '../../protocol/objectives'
import type { TokensEvent } from '../../protocol/train-events'
import { objectiveOfStage } from './objective-curve'
import { tellingRecordings } from './recordings-for-tests'
import { lastUpTo, referenceStep, stageAt, tokensAt } from './run-time'
import { colourLimit, contributions, pairSums, rewarded, rewardRule } from './token-sums'

const BASE = { chosen: [-1, -2, -3], rejected: [-1, -1] }
const POLICY = { chosen: [-0.5, -2, -1], rejected: [-3, -1.5] }

describe('sums of a pair', () => {
  const sums = pairSums(POLICY, BASE)

  it('are those of its tokens', () => {
    expect(sums.chosen).toEqual({ policy: -3.5, against: -6, difference: 2.5, tokens: 3 })
    expect(sums.rejected).toEqual({ policy: -4.5, against: -2, difference: -2.5, tokens: 2 })
  })

  it.each([
    [{ name: 'dpo', beta: 2 }, 5, 5],
    [{ name: 'dpo', beta: 3, variant: 'length-normalised' }, 2.5, 3.75],
    [{ name: 'ipo', beta: 3 }, 2.5, 3.75],
    [{ name: 'ipo', beta: 1, lengthNormalised: false }, 2.5, 2.5],
    [{ name: 'simpo', beta: 6 }, 5, 7.5],
    [{ name: 'simpo', beta: 1, lengthNormalised: false }, 2.5, 2.5],
  ])('%o: chosen brings %d to the margin, rejected %d', (options, chosen, rejected) => {
    const rule = rewardRule(objectiveOptions.parse(options))!
    expect(contributions(rule, sums)).toEqual({ chosen, rejected, margin: chosen + rejected })
  })

  it('make no reward where the objective has none', () => {
    expect(rewardRule({ name: 'sft' })).toBeNull()
  })
})

it('in recorded runs they come to the margin that the evaluation measured', () => {
  let compared = 0
  for (const { file, run, figures } of tellingRecordings()) {
    for (const event of figures.evalEvents) {
      const stage = stageAt(figures.stageMarks, event.step)!
      const rule = rewardRule(objectiveOfStage(run.config, stage.stage))
      const policy = tokensAt(figures.tokenEvents, event.step)!
      const reference = tokensAt(figures.tokenEvents, referenceStep(figures.stageMarks, stage, run.config))!
      if (!rule) continue
      policy.pairs.forEach((pair, i) => {
        const sums = pairSums(pair, reference.pairs[i]!)
        const reward = (side: 'chosen' | 'rejected') =>
          rewarded(rule, rule.fromReference ? sums[side].difference : sums[side].policy, sums[side].tokens)
        const error = Math.abs(reward('chosen') - reward('rejected') - event.pairs.margins[i]!)
        // Recordings keep five digits of each token, of which a pair has a hundred.
        expect(error, `${file}, step ${event.step}, pair ${i}`).toBeLessThan(rule.scale * 1e-2)
        compared += 1
      })
    }
  }
  expect(compared).toBeGreaterThan(100)
})

describe('colourLimit', () => {
  const moment = (step: number, pair: TokensEvent['pairs'][number]): TokensEvent => ({
    type: 'tokens',
    step,
    pairs: [pair],
  })
  const base = moment(0, BASE)

  it('is round, and one for all moments', () => {
    expect(colourLimit([base, moment(1, POLICY)], () => base)).toBe(2)
  })
  it('holds where nothing differs, or nothing can be compared', () => {
    expect(colourLimit([base], () => base)).toBe(1)
    expect(colourLimit([base], () => null)).toBe(1)
  })
  it('leaves single tokens beyond its end', () => {
    const many = { chosen: Array.from({ length: 200 }, () => 0), rejected: [0] }
    const moved = { chosen: many.chosen.map((_, i) => (i === 0 ? -40 : -0.4)), rejected: [-0.4] }
    expect(colourLimit([moment(1, moved)], () => moment(0, many))).toBe(0.5)
  })
})

describe('time', () => {
  const mark = (step: number, stage: number, kind: 'sft' | 'preference' = 'preference') => ({
    step,
    stage,
    stages: 2,
    kind,
    steps: 10,
    pairs: 4,
  })
  const marks = [mark(1, 0, 'sft'), mark(11, 1), mark(21, 2)]
  const config = (reference: 'moving' | 'base') => ({ stages: { reference } }) as Parameters<typeof referenceStep>[2]

  it('finds the last that is not later', () => {
    const told = [0, 30, 60].map((step) => ({ step }))
    expect([0, 29, 30, 75].map((step) => lastUpTo(told, step)!.step)).toEqual([0, 0, 30, 60])
    expect(lastUpTo(told, -1)).toBeNull()
    expect(lastUpTo([], 3)).toBeNull()
  })
  it('gives a step to the stage that took it', () => {
    expect([0, 1, 10, 11, 20, 99].map((step) => stageAt(marks, step)!.stage)).toEqual([0, 0, 0, 1, 1, 2])
  })
  it('refers to the model that the stage began with, or to that of the first preference stage', () => {
    expect(marks.map((stage) => referenceStep(marks, stage, config('moving')))).toEqual([0, 10, 20])
    expect(marks.map((stage) => referenceStep(marks, stage, config('base')))).toEqual([0, 10, 10])
  })
})
