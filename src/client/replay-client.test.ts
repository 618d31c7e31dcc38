import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { WorkerEvent } from '../protocol/messages'
import type { RecordedRun } from '../protocol/recorded-run'
import { runConfig } from '../protocol/run-config'
import type { TrainEvent } from '../protocol/train-events'
import { createReplayClient } from './replay-client'

const steps: TrainEvent[] = [1, 2, 3].map((step) => ({ type: 'step', step, metrics: {} }))
const RUN: RecordedRun = {
  version: 1,
  name: 'test',
  config: runConfig.parse({}),
  device: { backend: 'wasm', name: 'cpu', software: false, reason: '', remedy: '', features: [], limits: {} },
  totalSteps: 3,
  events: [...steps, { type: 'finished', step: 3, reason: 'completed', message: null, ranking: [] }],
}

describe('replay client', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  const play = () => {
    const client = createReplayClient(RUN, 10)
    const events: WorkerEvent[] = []
    client.subscribe((event) => events.push(event))
    const seen = () =>
      events.flatMap((event) => (event.type === 'train' ? event.events : [])).filter((event) => event.type === 'step')
    const states = () => events.flatMap((event) => (event.type === 'run-state' ? [event.state] : []))
    return { client, seen, states }
  }

  it('plays to the end and says so', () => {
    const { client, seen, states } = play()
    client.send({ type: 'start', config: RUN.config })
    vi.advanceTimersByTime(1000)
    expect(seen()).toHaveLength(3)
    expect(states()).toEqual(['running', 'finished'])
  })

  it('pauses, steps and goes on', () => {
    const { client, seen, states } = play()
    client.send({ type: 'start', config: RUN.config, paused: true })
    client.send({ type: 'step' })
    vi.advanceTimersByTime(1000)
    expect(seen()).toHaveLength(1)
    client.send({ type: 'resume' })
    vi.advanceTimersByTime(1000)
    expect(seen()).toHaveLength(3)
    expect(states().at(-1)).toBe('finished')
  })
})
