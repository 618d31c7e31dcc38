import { describe, expect, it } from 'vitest'
import type { WorkerEvent } from '../protocol/messages'
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

describe('a model on its way', () => {
  const asked: Session = {
    ...EMPTY_SESSION,
    modelProgress: {
      name: 'a/b',
      kind: 'hub',
      file: null,
      loaded: 0,
      total: null,
      state: 'fetching',
      began: null,
      bytesPerSecond: null,
      plan: null,
    },
  }
  const progress = (file: string, loaded: number): WorkerEvent => ({
    type: 'model-progress',
    file,
    loaded,
    total: 100e6,
  })
  /** Messages at these milliseconds. */
  const tell = (...messages: [number, WorkerEvent][]) => {
    let session = asked
    for (const [now, event] of messages) session = { ...session, ...takeEvent(session, event, now) }
    return session
  }

  it('is told what it will be before its weights come, unless it was cancelled', () => {
    const plan: WorkerEvent = { type: 'model-plan', parameters: 135e6, fileBytes: 270e6, memory: null }
    expect(tell([0, plan]).modelProgress?.plan).toEqual({ parameters: 135e6, fileBytes: 270e6, memory: null })
    expect(tell([0, plan], [1, progress('w', 1)]).modelProgress?.plan).not.toBeNull()
    expect(takeEvent({ ...asked, modelProgress: null }, plan, 0)).toEqual({})
  })

  it('tells the rate of what came since it began, not of what was here before', () => {
    const session = tell([0, progress('w', 40e6)], [1000, progress('w', 45e6)], [2000, progress('w', 60e6)])
    expect(session.modelProgress).toMatchObject({ file: 'w', loaded: 60e6, total: 100e6, bytesPerSecond: 10e6 })
  })

  it('begins anew with each file', () => {
    const session = tell([0, progress('a', 0)], [1000, progress('a', 100e6)], [1001, progress('b', 0)])
    expect(session.modelProgress).toMatchObject({ file: 'b', loaded: 0, bytesPerSecond: 100e6 })
    const later = takeEvent(session, progress('b', 2e6), 2001).modelProgress
    expect(later?.bytesPerSecond).toBe(2e6)
  })

  it('hears nothing more of one that was cancelled, and takes that for no fault', () => {
    const cancelled = { ...EMPTY_SESSION }
    expect(takeEvent(cancelled, progress('w', 1), 0)).toEqual({})
    const error = { code: 'hub/cancelled', message: '', remedy: '' } as const
    expect(takeEvent(asked, { type: 'error', during: 'load-model', error }, 0)).toEqual({})
  })

  it('is told once of each kind that should be known', () => {
    const notice = (file: string): WorkerEvent => ({
      type: 'hub-notice',
      name: 'a/b',
      notice: { kind: 'in-memory', file },
    })
    expect(tell([0, notice('x')], [1, notice('y')]).hubNotices).toEqual([
      { name: 'a/b', notice: { kind: 'in-memory', file: 'x' } },
    ])
  })

  it('ends with an error, and the former model stays', () => {
    const error = { code: 'hub/not-found', message: 'a/b', remedy: '' } as const
    const change = takeEvent(asked, { type: 'error', during: 'load-model', error }, 0)
    expect(change).toMatchObject({ modelProgress: null, errors: [{ during: 'load-model', error }] })
    expect(change).not.toHaveProperty('model')
  })
})

describe('samples of the run before', () => {
  const former: Session = {
    ...EMPTY_SESSION,
    runState: 'running',
    samples: { type: 'samples', step: 9, samples: [] },
    samplesStale: true,
  }
  const runState = (state: Session['runState']): WorkerEvent => ({ type: 'run-state', state, totalSteps: 9 })

  it('stay while this one may still draw its own', () => {
    expect({ ...former, ...takeEvent(former, { type: 'train', events: [step(1)] }, 0) }.samples).toBe(former.samples)
    expect({ ...former, ...takeEvent(former, runState('paused'), 0) }.samples).toBe(former.samples)
  })

  it('are taken away when it says that it will draw none', () => {
    const notice: TrainEvent = { type: 'notice', step: 0, code: 'no-samples', message: 'No room.' }
    expect(takeEvent(former, { type: 'train', events: [notice] }, 0)).toMatchObject({
      samples: null,
      samplesStale: false,
      notices: [{ message: 'No room.' }],
    })
  })

  it('are taken away when it has ended without any; its own stay', () => {
    expect(takeEvent(former, runState('finished'), 0)).toMatchObject({ samples: null, samplesStale: false })
    expect(takeEvent({ ...former, samplesStale: false }, runState('finished'), 0)).not.toHaveProperty('samples')
  })
})

describe('what is kept of the Hub', () => {
  it('leaves out repositories of which there is not a byte', () => {
    const entry = (name: string, files: number, partialBytes: number) => ({
      kind: 'model' as const,
      name,
      commit: 'c',
      host: 'h',
      files,
      bytes: files,
      partialBytes,
    })
    const repositories = [entry('empty', 0, 0), entry('whole', 2, 0), entry('begun', 0, 5)]
    const storage = { repositories, usage: null, quota: null, persisted: false }
    const { storage: taken } = takeEvent(EMPTY_SESSION, { type: 'storage', storage }, 0)
    expect(taken?.repositories.map(({ name }) => name)).toEqual(['whole', 'begun'])
  })
})
