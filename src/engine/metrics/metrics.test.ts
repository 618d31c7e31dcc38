import { describe, expect, it } from 'vitest'
import type { PairFigures, Sample } from '../../protocol/train-events'
import { contingency } from './contingency'
import { spearman, spearmanMarginVsGap, spearmanPooled, spearmanWithin, withoutCut } from './length-correlation'
import { heldOutMetrics, rewardMetrics } from './reward-metrics'
import { repeatedFourGrams, sampleMetrics, winRate } from './sample-metrics'

const FIGURES = {
  rewardsChosen: [0, 0.01, -0.09],
  rewardsRejected: [0, -0.99, -2.09],
  logpsChosen: [-2, -4, -6],
  logpsRejected: [-3, -3, -3],
  baseChosen: [-1, -4, -8],
  baseRejected: [-3, -3, -3],
  lengthsChosen: [1, 2, 6],
  lengthsRejected: [3, 3, 3],
}

describe('rewardMetrics', () => {
  it("gives torchtune's rewards, with a tie counted as wrong", () => {
    const metrics = rewardMetrics(FIGURES)
    expect(metrics['rewards/margins']).toBeCloseTo(1)
    expect(metrics['rewards/accuracies']).toBeCloseTo(2 / 3)
    expect(metrics['logps/chosen']).toBeCloseTo(-4)
    expect(metrics['logps_avg/chosen']).toBeCloseTo(-5 / 3)
    expect(metrics['logps_delta/chosen']).toBeCloseTo(1 / 3)
    expect(metrics['logps_delta/rejected']).toBe(0)
    expect(metrics['lengths/chosen']).toBe(3)
  })

  it('is null where an objective has no rewards, SFT no rejected side, a run no base', () => {
    const none = { rewardsChosen: [], rewardsRejected: [], logpsRejected: [], baseChosen: [], baseRejected: [] }
    expect(rewardMetrics({ ...FIGURES, ...none })).toMatchObject({
      'rewards/margins': null,
      'rewards/accuracies': null,
      'logps/rejected': null,
      'logps_avg/rejected': null,
      'logps_delta/chosen': null,
      'lengths/rejected': 3,
    })
  })

  it('takes the prefix of held-out figures', () => {
    expect(heldOutMetrics({ loss: 1, 'rewards/margins': 2 })).toEqual({ eval_loss: 1, 'eval_rewards/margins': 2 })
  })
})

describe('length correlation', () => {
  const pairs: PairFigures = {
    margins: [1, 2, 3],
    lengthsChosen: [3, 5, 5],
    lengthsRejected: [8, 13, 21],
    logpsAvgChosen: [-1.2, -1, -1.1],
    logpsAvgRejected: [-0.9, -0.9, -0.5],
  }

  it('averages the ranks of ties, as scipy does', () => expect(spearmanPooled(pairs)).toBeCloseTo(0.970588235, 8))

  it('is undefined when either side is constant or alone', () => {
    expect(spearman([1, 1, 1], [1, 2, 3])).toBeNull()
    expect(spearman([1, 2, 3], [5, 5, 5])).toBeNull()
    expect(spearman([1], [2])).toBeNull()
    expect(spearmanWithin({ ...pairs, lengthsChosen: [5, 5, 5] })).toBeNull()
  })

  it('within sides is free of the difference between the sides', () => {
    const biased = {
      ...pairs,
      lengthsChosen: [10, 11, 12],
      lengthsRejected: [1, 2, 3],
      logpsAvgChosen: [-1, -1.1, -1.2],
      logpsAvgRejected: [-5, -5.1, -5.2],
    }
    expect(spearmanWithin(biased)).toBeCloseTo(-1)
    expect(spearmanPooled(biased)).toBeGreaterThan(0)
  })

  it('sets the margin against the gap in length', () => {
    expect(spearmanMarginVsGap(pairs)).toBeCloseTo(-1)
    expect(spearmanMarginVsGap({ ...pairs, margins: [] })).toBeNull()
  })

  it('leaves out pairs that were cut', () => {
    expect(withoutCut({ ...pairs, margins: [] }, [false, true, false])).toEqual({
      margins: [],
      lengthsChosen: [3, 5],
      lengthsRejected: [8, 21],
      logpsAvgChosen: [-1.2, -1.1],
      logpsAvgRejected: [-0.9, -0.5],
    })
  })
})

describe('contingency', () => {
  it('counts reward order against likelihood order, ties as not larger', () => {
    const pairs = { margins: [1, 1, -1, -1, 0], logpsAvgChosen: [2, 0, 2, 0, 1], logpsAvgRejected: [1, 1, 1, 1, 1] }
    expect(contingency(pairs)).toEqual({ bothRight: 1, rewardRightOnly: 1, likelihoodRightOnly: 1, neitherRight: 2 })
  })

  it('is null without rewards', () =>
    expect(contingency({ margins: [], logpsAvgChosen: [1], logpsAvgRejected: [1] })).toBeNull())
})

describe('sampleMetrics', () => {
  const sample = (score: number | null, more: Partial<Sample> = {}): Sample => ({
    text: 'one two three four five',
    tokens: 5,
    ended: true,
    score,
    ...more,
  })

  it('counts a tie as one half', () => {
    const scores = [
      [0, 1],
      [1, 0],
      [0.5, 0.5],
      [0.2, 0.4],
    ] as const
    expect(winRate(scores.map(([base, policy]) => ({ base: sample(base), policy: sample(policy) })))).toBe(2.5 / 4)
  })

  it('sets policy beside base', () => {
    const loop = { text: '!!!!!!!!', tokens: 8, ended: false }
    expect(sampleMetrics([{ base: sample(0.25), policy: sample(0.75, loop) }])).toEqual({
      eval_win_rate: 1,
      'eval_judge/policy': 0.75,
      'eval_judge/base': 0.25,
      'eval_samples/length': 8,
      'eval_samples/length_base': 5,
      'eval_samples/eos_rate': 0,
      'eval_samples/eos_rate_base': 1,
      'eval_samples/repetition': 0.8,
      'eval_samples/repetition_base': 0,
    })
  })

  it('is null without a judge, and without samples', () => {
    expect(sampleMetrics([{ base: sample(null), policy: sample(null) }])).toMatchObject({
      eval_win_rate: null,
      'eval_judge/policy': null,
      'eval_samples/length': 5,
    })
    expect(sampleMetrics([])).toMatchObject({ eval_win_rate: null, 'eval_samples/length': null })
  })

  it('counts repeated 4-grams', () => {
    expect(repeatedFourGrams([1, 2, 3])).toBe(0)
    expect(repeatedFourGrams([1, 2, 3, 4, 5, 6])).toBe(0)
    expect(repeatedFourGrams([1, 2, 3, 4, 1, 2, 3, 4])).toBeCloseTo(1 / 5)
    // Ids must not run together: 1, 11 is not 11, 1.
    expect(repeatedFourGrams([1, 11, 2, 3, 11, 1, 2, 3])).toBe(0)
  })
})
