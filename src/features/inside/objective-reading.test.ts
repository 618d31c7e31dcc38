import { describe, expect, it } from 'vitest'
import { objectiveOptions } from '../../protocol/objectives'
import { objectiveCurve } from './objective-curve'
import { objectiveReading, sharesOf } from './objective-reading'

const curveOf = (options: object) => objectiveCurve(objectiveOptions.parse(options))!
const DPO = curveOf({ name: 'dpo' })

describe('reading of the batch', () => {
  it('says how many pairs are wrong and how much of the pull is theirs', () => {
    // Weights σ(−x): 0.731 and 0.269 three times.
    expect(objectiveReading(DPO, [-1, 1, 1, 1])).toBe(
      '1 of 4 pairs lies left of zero and gets 48% of the gradient’s weight. Mean weight of a pair: 0.38.',
    )
    expect(objectiveReading(DPO, [1, 2])).toMatch(/^None of 2 pairs lies left of zero\. /)
    expect(objectiveReading(DPO, [-1, -2])).toMatch(/^All 2 pairs lie left of zero\. /)
  })
  it('knows the beginning, where float noise decides nothing', () => {
    expect(objectiveReading(DPO, [1e-6, -1e-6])).toMatch(/^All 2 pairs lie at zero/)
    expect(objectiveReading(DPO, [])).toMatch(/No pairs/)
  })
  it('tells of the target of each objective', () => {
    expect(objectiveReading(curveOf({ name: 'simpo', beta: 2, gammaBetaRatio: 0.5 }), [-1, 0.5, 3])).toMatch(
      /Short of the target γ: 2, with \d+% of the weight\. /,
    )
    const hinge = curveOf({ name: 'dpo', variant: 'hinge' })
    expect(objectiveReading(hinge, [-1, 0.5, 3])).toMatch(/1 of 3 pairs lies left of zero and gets 50%.*1 lies beyond/)
    expect(objectiveReading(hinge, [2, 3])).toMatch(/No pair pulls any more/)
    expect(objectiveReading(curveOf({ name: 'ipo', beta: 0.5 }), [0.5, 2, 3])).toMatch(/2 lie beyond the target/)
    // Lowest at log(0.7 / 0.3), about 0.85.
    const smoothed = curveOf({ name: 'dpo', labelSmoothing: 0.3 })
    expect(objectiveReading(smoothed, [0.5, 0.9, 2])).toMatch(/2 lie beyond the target/)
  })
})

it('shares add up to one, or to nothing where no pair pulls', () => {
  expect(sharesOf(DPO, [-3, 0, 4]).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
  expect(sharesOf(curveOf({ name: 'dpo', variant: 'hinge' }), [2, 3])).toEqual([0, 0])
})
