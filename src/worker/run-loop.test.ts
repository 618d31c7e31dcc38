import { describe, expect, it, vi } from 'vitest'
import type { Emission, Training } from '../engine/training/trainer'
import type { RunState } from '../protocol/messages'
import type { TrainEvent } from '../protocol/train-events'
import { RunLoop } from './run-loop'

const STEPS = 20

/** A run of 20 steps; `late` steps tell their figures some time after they were pulled. */
function fakeTraining({ late = 0, failAt = -1 } = {}) {
  let returned = false
  async function* events(): AsyncGenerator<Emission> {
    try {
      for (let step = 1; step <= STEPS; step++) {
        if (step === failAt) throw new Error('the device is gone')
        const event: TrainEvent = { type: 'step', step, metrics: {} }
        yield { event: new Promise((resolve) => setTimeout(() => resolve(event), late)) }
      }
    } finally {
      returned = true
    }
  }
  const finish = async (reason: string, message: string | null, step: number) => ({
    type: 'finished',
    reason,
    message,
    step,
    ranking: [],
  })
  return { training: { events, finish, halt: () => {} } as unknown as Training, wasReturned: () => returned }
}

const EVALUATION = 60

/** Two steps with an evaluation behind each, which takes its time. */
function evaluating(): ReturnType<typeof fakeTraining> {
  const step = (step: number): Emission => ({
    event: Promise.resolve({ type: 'step', step, metrics: {} }),
    evaluationFollows: true,
  })
  const evaluation = async (step: number): Promise<Emission> => {
    await new Promise((resolve) => setTimeout(resolve, EVALUATION))
    return { event: Promise.resolve({ type: 'eval', step } as TrainEvent) }
  }
  async function* events(): AsyncGenerator<Emission> {
    yield step(1)
    yield await evaluation(0)
    yield step(2)
    yield await evaluation(2)
  }
  return { training: { events } as unknown as Training, wasReturned: () => false }
}

function open(fake = fakeTraining()) {
  const states: RunState[] = []
  const events: TrainEvent[] = []
  const errors: unknown[] = []
  const loop = new RunLoop(fake.training, {
    onState: (state) => states.push(state),
    onEvents: (batch) => events.push(...batch),
    onError: (error) => errors.push(error),
  })
  const until = (state: RunState) => vi.waitFor(() => expect(states.at(-1)).toBe(state))
  return { loop, states, events, errors, until, ...fake }
}

const stepsOf = (events: TrainEvent[]) => events.flatMap((event) => (event.type === 'step' ? [event.step] : []))

const kindsOf = (events: TrainEvent[]) => events.map((event) => `${event.type} ${'step' in event ? event.step : ''}`)

describe('RunLoop', () => {
  it('runs to the end and tells every step in order, also when figures come late', async () => {
    const { loop, events, until } = open(fakeTraining({ late: 3 }))
    loop.resume()
    await until('finished')
    expect(stepsOf(events)).toEqual(Array.from({ length: STEPS }, (_, i) => i + 1))
  })

  it('takes one step and waits, however late its figures', async () => {
    const { loop, events, until } = open(fakeTraining({ late: 10 }))
    loop.step()
    await until('paused')
    await vi.waitFor(() => expect(stepsOf(events)).toEqual([1]))
    loop.step()
    await vi.waitFor(() => expect(stepsOf(events)).toEqual([1, 2]))
    loop.resume()
    await until('finished')
    expect(stepsOf(events)).toHaveLength(STEPS)
  })

  it('tells a step before the evaluation behind it begins', async () => {
    const { loop, events, until } = open(evaluating())
    loop.resume()
    for (const told of [['step 1'], ['step 1', 'eval 0', 'step 2']]) {
      await vi.waitFor(() => expect(kindsOf(events)).toEqual(told), { interval: 5 })
    }
    await until('finished')
    expect(kindsOf(events)).toEqual(['step 1', 'eval 0', 'step 2', 'eval 2'])
  })

  it('is paused after a single step, and yet makes the evaluation that belongs to it', async () => {
    const { loop, events, until } = open(evaluating())
    loop.step()
    await until('paused')
    await vi.waitFor(() => expect(kindsOf(events)).toEqual(['step 1', 'eval 0']))
    await new Promise((resolve) => setTimeout(resolve, 3 * EVALUATION))
    expect(kindsOf(events)).toEqual(['step 1', 'eval 0'])
    loop.step()
    await vi.waitFor(() => expect(kindsOf(events)).toEqual(['step 1', 'eval 0', 'step 2', 'eval 2']))
  })

  it('pauses without losing a step', async () => {
    const { loop, events, until } = open(fakeTraining({ late: 5 }))
    loop.resume()
    await new Promise((resolve) => setTimeout(resolve, 12))
    loop.pause()
    await until('paused')
    const told = await vi.waitFor(() => {
      expect(stepsOf(events).length).toBeGreaterThan(0)
      return stepsOf(events).length
    })
    await new Promise((resolve) => setTimeout(resolve, 40))
    expect(stepsOf(events).length).toBeLessThan(STEPS)
    expect(told).toBeGreaterThan(0)
    loop.resume()
    await until('finished')
    expect(stepsOf(events)).toEqual(Array.from({ length: STEPS }, (_, i) => i + 1))
  })

  it('stops with a last event that names the step it reached', async () => {
    const { loop, events, until, wasReturned } = open()
    loop.step()
    await until('paused')
    await loop.stop()
    expect(events.at(-1)).toMatchObject({ type: 'finished', reason: 'stopped', step: 1 })
    expect(wasReturned()).toBe(true)
  })

  it('says nothing more once abandoned', async () => {
    const { loop, states, events, wasReturned } = open(fakeTraining({ late: 2 }))
    loop.resume()
    await loop.abandon()
    const told = events.length
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(events.length).toBe(told)
    expect(states.at(-1)).toBe('running')
    expect(wasReturned()).toBe(true)
  })

  it('abandoned while it stops, it waits for the last evaluation, which computes with what is freed next', async () => {
    const order: string[] = []
    const fake = fakeTraining()
    Object.assign(fake.training, {
      halt: () => order.push('halted'),
      finish: async () => {
        await new Promise((resolve) => setTimeout(resolve, EVALUATION))
        order.push('evaluated')
        throw new Error('given up')
      },
    })
    const { loop, states, until } = open(fake)
    loop.step()
    await until('paused')
    const stopped = loop.stop().catch(() => order.push('stop failed'))
    await new Promise((resolve) => setTimeout(resolve, EVALUATION / 3))
    await loop.abandon()
    order.push('freed')
    await stopped
    expect(order.indexOf('evaluated')).toBeLessThan(order.indexOf('freed'))
    expect(order).not.toContain('stop failed')
    expect(states).not.toContain('finished')
  })

  it('fails with the error, after the steps that succeeded', async () => {
    const { loop, events, errors, until } = open(fakeTraining({ failAt: 4 }))
    loop.resume()
    await until('failed')
    expect(stepsOf(events)).toEqual([1, 2, 3])
    expect(String(errors[0])).toContain('the device is gone')
  })
})
