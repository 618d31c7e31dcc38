import { describe, expect, it } from 'vitest'
import { runConfig } from '../../protocol/run-config'
import type { TrainEvent } from '../../protocol/train-events'
import { RunFigures } from './run-figures'
import { stepScale, valueAt } from './x-axis'

const CONFIG = runConfig.parse({ training: { batchSize: 8 } })

const stage = (
  number: number,
  kind: 'sft' | 'preference',
  firstStep: number,
  steps: number,
  pairs: number,
): TrainEvent => ({
  type: 'stage',
  stage: number,
  stages: 2,
  kind,
  pairs,
  steps,
  firstStep,
  sources: [],
  ease: null,
})
const step = (n: number, tokens: number, seconds: number): TrainEvent => ({
  type: 'step',
  step: n,
  metrics: { num_tokens: tokens, step_seconds: seconds, 'rewards/margins': n * 10 },
})
const held = (n: number, accuracy: number | null): TrainEvent => ({
  type: 'eval',
  step: n,
  metrics: { 'eval_rewards/accuracies': accuracy },
  pairs: { margins: [], logpsAvgChosen: [], logpsAvgRejected: [], lengthsChosen: [], lengthsRejected: [] },
  contingency: null,
})

function figures(...events: TrainEvent[]): RunFigures {
  const run = new RunFigures()
  run.append(events)
  return run
}

const RUN = figures(
  stage(0, 'sft', 1, 2, 100),
  stage(1, 'preference', 3, 2, 3),
  held(0, 0.1),
  step(1, 100, 1),
  step(2, 250, 2),
  held(2, 0.2),
  step(3, 300, 0.5),
  step(4, 400, 0.5),
  held(4, null),
)

describe('the places of steps on an axis', () => {
  it('are pairs by whole batches, warm-up included, or all of a stage that has fewer', () => {
    const pairs = stepScale('pairs', RUN, CONFIG)
    expect([0, 1, 2, 3, 4].map(pairs)).toEqual([0, 8, 16, 19, 22])
    // The last stage's band ends half a step behind it, in batches of that stage.
    expect(pairs(4.5)).toBe(23.5)
  })
  it('are tokens as they were counted, and seconds summed', () => {
    expect([0, 1, 2, 3, 4].map(stepScale('tokens', RUN, CONFIG))).toEqual([0, 100, 250, 300, 400])
    expect([0, 1, 2, 3, 4].map(stepScale('time', RUN, CONFIG))).toEqual([0, 1, 3, 3.5, 4])
  })
  it('lie between steps where an edge of a stage does, and go on at the pace so far', () => {
    const time = stepScale('time', RUN, CONFIG)
    expect(time(0.5)).toBe(0.5)
    expect(time(2.5)).toBe(3.25)
    expect(time(8)).toBe(8)
    expect(stepScale('pairs', RUN, CONFIG)(2.5)).toBe(17.5)
  })
  it('never go back, on any axis', () => {
    for (const axis of ['step', 'pairs', 'tokens', 'time'] as const) {
      const scale = stepScale(axis, RUN, CONFIG)
      for (let at = 0; at < 6; at += 0.25) expect(scale(at + 0.25)).toBeGreaterThanOrEqual(scale(at))
    }
  })
  it('follow a run that goes on', () => {
    const run = figures(step(1, 10, 1))
    expect(stepScale('time', run, CONFIG)(1)).toBe(1)
    run.append([step(2, 20, 5)])
    expect(stepScale('time', run, CONFIG)(2)).toBe(6)
  })
  it('are nowhere but at 0 before the first step', () => {
    expect(stepScale('tokens', new RunFigures(), CONFIG)(3)).toBe(0)
  })
})

describe('a value at a place', () => {
  it('is the last one there or before', () => {
    expect(valueAt(RUN, CONFIG, 'step', 'rewards/margins', 2)).toBe(20)
    expect(valueAt(RUN, CONFIG, 'time', 'rewards/margins', 3.4)).toBe(20)
    expect(valueAt(RUN, CONFIG, 'tokens', 'rewards/margins', 400)).toBe(40)
    expect(valueAt(RUN, CONFIG, 'step', 'eval_rewards/accuracies', 1)).toBe(0.1)
    expect(valueAt(RUN, CONFIG, 'step', 'eval_rewards/accuracies', 4)).toBe(0.2)
  })
  it('is none beyond the end of the run, and before the first', () => {
    expect(valueAt(RUN, CONFIG, 'step', 'rewards/margins', 5)).toBeNull()
    expect(valueAt(RUN, CONFIG, 'step', 'rewards/margins', 0)).toBeNull()
  })
})
