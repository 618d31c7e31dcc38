import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TrainEvent } from '../protocol/train-events'
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
    expect(figures.stageMarks).toEqual([{ step: 1, stage: 1, stages: 2, kind: 'preference', steps: 4 }])
    expect(figures.lastEval?.step).toBe(1)
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
