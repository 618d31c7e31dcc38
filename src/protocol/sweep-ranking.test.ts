import { describe, expect, it } from 'vitest'
import type { EvalMetrics } from './metrics'
import { parseSweep } from './sweep'
import { figureOf, type Results, rankSettings, secondarySpread, TrialReader, type TrialResult } from './sweep-ranking'
import { trialsOf } from './sweep-trials'
import type { TrainEvent } from './train-events'

const WINS = { key: 'eval_win_rate', goal: 'max', at: 'last' } as const

const ended = (...wins: (number | null)[]): TrialResult => ({
  state: 'completed',
  message: null,
  readings: wins.map((eval_win_rate, i) => ({ step: i + 1, metrics: { eval_win_rate, 'eval_kl/chosen': i } })),
  steps: wins.length,
  seconds: 1,
})
const BROKEN: TrialResult = { ...ended(0.99), state: 'non-finite', message: 'step 1' }

/** Betas 1, 2, 3, 4 with seeds 1, 2, 3: seed 1 of each first. */
const trials = trialsOf(
  parseSweep({
    fields: [
      { path: 'objective.beta', values: [1, 2, 3, 4] },
      { path: 'seed', values: [1, 2, 3] },
    ],
  }),
)

describe('a leaderboard', () => {
  const results: Results = {
    0: ended(0.5),
    4: ended(0.9),
    8: ended(0.6),
    1: ended(0.7),
    5: ended(0.8),
    2: BROKEN,
    6: BROKEN,
    10: BROKEN,
    3: ended(null),
  }

  it('puts runs together that differ in nothing but the seed, with median, spread and number', () => {
    const settings = rankSettings(trials, results, WINS)
    expect(settings).toHaveLength(4)
    const [first, second] = settings
    expect(first).toMatchObject({ values: { 'objective.beta': 2 }, rank: 1, ended: 2, failed: 0 })
    expect(first!.spread).toEqual({ median: 0.75, min: 0.7, max: 0.8, n: 2 })
    expect(second).toMatchObject({ values: { 'objective.beta': 1 }, rank: 2 })
    expect(second!.spread).toEqual({ median: 0.6, min: 0.5, max: 0.9, n: 3 })
  })

  it('puts what has no figure behind, and what broke last, whatever it had reached', () => {
    const last = rankSettings(trials, results, WINS).slice(2)
    expect(last.map(({ values, rank, failed }) => [values['objective.beta'], rank, failed])).toEqual([
      [4, null, 0],
      [3, null, 3],
    ])
  })

  it('ranks anew by another figure or the other way', () => {
    const best = (metric: Parameters<typeof rankSettings>[2]) =>
      rankSettings(trials, results, metric)[0]!.values['objective.beta']
    expect(best(WINS)).toBe(2)
    expect(best({ ...WINS, goal: 'min' })).toBe(1)
    expect(best({ key: 'eval_kl/chosen', goal: 'min', at: 'last' })).toBe(1)
  })

  it('gives equal medians one rank', () => {
    const tied = rankSettings(trials, { 0: ended(0.5), 1: ended(0.5), 2: ended(0.4) }, WINS)
    expect(tied.map(({ rank }) => rank)).toEqual([1, 1, 3, null])
  })

  it('shows other figures with their own spread', () => {
    const [first] = rankSettings(trials, { 1: ended(0.9, 0.8), 5: ended(0.8) }, WINS)
    expect(secondarySpread(first!, { 1: ended(0.9, 0.8), 5: ended(0.8) }, 'eval_kl/chosen')).toEqual({
      median: 0.5,
      min: 0,
      max: 1,
      n: 2,
    })
  })
})

describe('the figure that counts', () => {
  it('is that of the last evaluation, or the best that there was', () => {
    const result = ended(0.6, 0.9, 0.7)
    expect(figureOf(result, WINS)).toBe(0.7)
    expect(figureOf(result, { ...WINS, at: 'best' })).toBe(0.9)
    expect(figureOf(result, { ...WINS, at: 'best', goal: 'min' })).toBe(0.6)
  })

  it('is missing where the last evaluation has none, and for a run that did not end by itself', () => {
    expect(figureOf(ended(0.5, null), WINS)).toBeNull()
    expect(figureOf({ ...ended(0.5), state: 'stopped' }, WINS)).toBeNull()
    expect(figureOf(BROKEN, WINS)).toBeNull()
    expect(figureOf(undefined, WINS)).toBeNull()
  })
})

describe('reading a run', () => {
  const step = (n: number, loss: number): TrainEvent => ({ type: 'step', step: n, metrics: { loss } })
  const evaluated = (n: number, metrics: EvalMetrics): TrainEvent => ({
    type: 'eval',
    step: n,
    metrics,
    pairs: { margins: [], logpsAvgChosen: [], logpsAvgRejected: [], lengthsChosen: [], lengthsRejected: [] },
    contingency: null,
  })

  it('keeps each evaluation beside the step before it, and not that of the base', () => {
    const reader = new TrialReader()
    reader.take([step(1, 0.7), evaluated(0, { eval_win_rate: 1 }), step(2, 0.6), evaluated(2, { eval_win_rate: 0.5 })])
    reader.take([{ type: 'finished', step: 2, reason: 'completed', message: null, ranking: [] }])
    expect(reader.result(3)).toEqual({
      state: 'completed',
      message: null,
      readings: [{ step: 2, metrics: { loss: 0.6, eval_win_rate: 0.5 } }],
      steps: 2,
      seconds: 3,
    })
  })

  it('takes a run that never said that it ended for failed', () => {
    expect(new TrialReader().result(0).state).toBe('failed')
  })
})
