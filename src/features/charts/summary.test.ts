import { describe, expect, it } from 'vitest'
import { runConfig } from '../../protocol/run-config'
import { RunFigures } from '../../store/plots/run-figures'
import { recentSteps, summarise } from './summary'

const CONFIG = runConfig.parse({
  objective: { name: 'simpo', beta: 2, gammaBetaRatio: 0.5 },
  training: { batchSize: 50 },
})

const stage = (number: number, firstStep: number) =>
  ({
    type: 'stage',
    stage: number,
    stages: 2,
    kind: 'preference',
    pairs: 9,
    steps: 3,
    firstStep,
    sources: [],
    ease: null,
  }) as never
const step = (number: number, margin: number | null) =>
  ({ type: 'step', step: number, metrics: { 'rewards/margins': margin } }) as never

describe('summarise', () => {
  it('means over about a hundred pairs, and says over how many', () => {
    const figures = new RunFigures()
    figures.append([stage(1, 1), step(1, 9), step(2, 1), step(3, null), step(4, 3)])
    const summary = summarise(figures, CONFIG)
    expect(recentSteps(CONFIG)).toBe(2)
    expect(summary).toMatchObject({ step: 4, margin: 2, pairs: 100, gamma: 1, stage: 1, stages: 2 })
  })
  it('does not look back beyond the stage, whose reference is another', () => {
    const figures = new RunFigures()
    figures.append([stage(1, 1), step(1, 9), stage(2, 2)])
    expect(summarise(figures, CONFIG).margin).toBeNaN()
    figures.append([step(2, 1)])
    expect(summarise(figures, CONFIG)).toMatchObject({ margin: 1, pairs: 50 })
  })
  it('takes the last correlation as it is, undefined too', () => {
    const figures = new RunFigures()
    const evaluated = (at: number, rho: number | null) =>
      ({ type: 'eval', step: at, metrics: { 'eval_length/spearman_within': rho }, contingency: null }) as never
    figures.append([evaluated(0, 0.4), evaluated(20, null)])
    expect(summarise(figures, CONFIG).rhoWithin).toBeNaN()
    expect(summarise(figures, null)).toMatchObject({ evaluatedAt: 20, gamma: null, objective: 'dpo' })
  })
  it('knows nothing of an empty run', () => {
    expect(summarise(new RunFigures(), null)).toMatchObject({ step: 0, pairs: 0, evaluatedAt: null })
  })
})
