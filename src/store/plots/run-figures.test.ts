import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TrainEvent } from '../../protocol/train-events'
import { RunFigures } from './run-figures'

const step = (n: number): TrainEvent => ({ type: 'step', step: n, metrics: { loss: 1 / n } })

describe('RunFigures', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
  afterEach(() => vi.useRealTimers())

  it('sorts events into steps, evaluations and stage marks', () => {
    const figures = new RunFigures()
    figures.append([
      {
        type: 'stage',
        stage: 1,
        stages: 2,
        kind: 'preference',
        pairs: 8,
        steps: 4,
        firstStep: 1,
        sources: [],
        ease: null,
      },
      step(1),
      {
        type: 'eval',
        step: 1,
        metrics: { eval_loss: 0.5 },
        pairs: { margins: [], logpsAvgChosen: [], logpsAvgRejected: [], lengthsChosen: [], lengthsRejected: [] },
        contingency: null,
      },
    ])
    expect(figures.steps.last('loss')).toBe(1)
    expect(figures.evals.last('eval_loss')).toBe(0.5)
    expect(figures.stageMarks).toEqual([{ step: 1, stage: 1, stages: 2, kind: 'preference', steps: 4, pairs: 8 }])
    expect(figures.lastEval?.step).toBe(1)
  })

  it('keeps batches and tokens as they were told, and forgets them with the run', () => {
    const figures = new RunFigures()
    const pairs = { margins: [0.5], losses: [0.4] }
    const texts = [{ source: 'a', row: 1, prompt: 'p', chosen: ['x'], rejected: ['y'] }]
    const base = { type: 'tokens' as const, step: 0, pairs: [{ chosen: [-1], rejected: [-2] }], texts }
    const later = { type: 'tokens' as const, step: 2, pairs: [{ chosen: [-0.5], rejected: [-3] }] }
    figures.append([step(1), base, { type: 'step', step: 2, metrics: {}, pairs }, later])
    expect(figures.batches).toEqual([{ step: 2, pairs }])
    expect(figures.batches[0]!.pairs).toBe(pairs)
    expect(figures.tokenEvents).toEqual([base, later])
    expect(figures.tokenTexts).toBe(texts)
    figures.clear()
    expect([...figures.batches, ...figures.tokenEvents, ...figures.tokenTexts]).toEqual([])
  })

  it('tells listeners at most ten times a second, and of the last change', () => {
    const figures = new RunFigures()
    let told = 0
    figures.subscribe(() => told++)
    for (let i = 1; i <= 100; i++) {
      figures.append([step(i)])
      vi.advanceTimersByTime(10)
    }
    vi.advanceTimersByTime(200)
    expect(told).toBeGreaterThan(8)
    expect(told).toBeLessThanOrEqual(12)
    expect(figures.steps.length).toBe(100)
  })
})
