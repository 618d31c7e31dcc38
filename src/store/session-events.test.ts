import { describe, expect, it } from 'vitest'
import type { TrainEvent } from '../protocol/train-events'
import { secondsLeft } from './readiness'
import { takeEvent } from './session-events'
import { EMPTY_SESSION, type Session } from './session-store'

const step = (n: number): TrainEvent => ({ type: 'step', step: n, metrics: {} })
const evaluation = (n: number): TrainEvent => ({
  type: 'eval',
  step: n,
  metrics: {},
  pairs: { margins: [], logpsAvgChosen: [], logpsAvgRejected: [], lengthsChosen: [], lengthsRejected: [] },
  contingency: null,
})

/** A run of 100 steps that has told these events at these seconds. */
function after(...messages: [number, ...TrainEvent[]][]): Session {
  let session: Session = { ...EMPTY_SESSION, runState: 'running', totalSteps: 100 }
  for (const [seconds, ...events] of messages) {
    session = { ...session, ...takeEvent(session, { type: 'train', events }, seconds * 1000) }
  }
  return session
}

describe('the time left', () => {
  it('goes by the steps, without what came before the first', () => {
    expect(secondsLeft(after([9, step(1)], [10, step(2)], [11, step(3)]))).toBe(97)
  })

  it('leaves out the evaluation of the base, which comes behind the first step', () => {
    const session = after([1, step(1)], [20, evaluation(0)], [21, step(2)], [22, step(3)])
    expect(session.step).toBe(3)
    expect(secondsLeft(session)).toBe(97)
  })

  it('counts the later evaluations', () => {
    const session = after([1, step(1)], [2, step(2)], [5, evaluation(2), step(3)])
    expect(secondsLeft(session)).toBe(2 * 97)
  })
})
