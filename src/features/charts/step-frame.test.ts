import { describe, expect, it } from 'vitest'
import { RunFigures } from '../../store/plots/run-figures'
import { linesOf, type StepSeries, stepFrame } from './step-frame'

const SERIES: StepSeries[] = [
  { metric: 'rewards/margins', color: 'policy', smoothing: 'average', perStage: true },
  { metric: 'eval_rewards/margins', color: 'policy', label: 'held out', mark: 'circle' },
]
const WISHES = { smoothing: 0.9, recentSteps: 10 }

function figures(): RunFigures {
  const run = new RunFigures()
  const stage = {
    type: 'stage',
    stages: 2,
    kind: 'preference',
    pairs: 8,
    steps: 2,
    sources: [] as string[],
    ease: null,
  } as const
  const evaluated = (step: number, margin: number | null) =>
    ({ type: 'eval', step, metrics: { 'eval_rewards/margins': margin }, contingency: null }) as never
  run.append([
    { ...stage, stage: 1, firstStep: 1 },
    evaluated(0, 0),
    { type: 'step', step: 1, metrics: { 'rewards/margins': 0 } },
    { type: 'step', step: 2, metrics: { 'rewards/margins': 2 } },
    evaluated(2, null),
    { ...stage, stage: 2, firstStep: 3 },
    { type: 'step', step: 3, metrics: { 'rewards/margins': null } },
    { type: 'step', step: 4, metrics: { 'rewards/margins': 1 } },
  ])
  return run
}

describe('stepFrame', () => {
  it('joins steps and evaluations on one x, with gaps where values are missing', () => {
    const frame = stepFrame(SERIES, figures(), WISHES)
    expect(frame.x).toEqual([0, 1, 2, 3, 4])
    expect(frame.ys[0]).toEqual([undefined, 0, 2, null, 1])
    expect(frame.ys[2]).toEqual([0, undefined, null, undefined, undefined])
  })
  it('begins smoothing anew with a stage', () => {
    expect(stepFrame(SERIES, figures(), WISHES).ys[1]?.[4]).toBeCloseTo(1)
  })
  it('begins a recent mean anew with a stage, as the sentence under the plot does', () => {
    const recent: StepSeries[] = [{ ...SERIES[0]!, smoothing: 'recent' }]
    expect(stepFrame(recent, figures(), WISHES).ys[1]?.[4]).toBe(1)
  })
  it('draws stages as bands, and no band for a single one', () => {
    expect(stepFrame(SERIES, figures(), WISHES).bands).toEqual([
      { from: 0.5, to: 2.5, label: 'stage 1' },
      { from: 2.5, to: 4.5, label: 'stage 2' },
    ])
    expect(stepFrame(SERIES, new RunFigures(), WISHES).bands).toBeUndefined()
  })
  it('gives each line its values, with smoothing on and off', () => {
    for (const smoothing of [0, 0.9]) {
      const frame = stepFrame(SERIES, figures(), { ...WISHES, smoothing })
      expect(frame.ys).toHaveLength(linesOf(SERIES, smoothing).length)
    }
  })
})
