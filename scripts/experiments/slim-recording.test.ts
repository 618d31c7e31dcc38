import { describe, expect, it } from 'vitest'
import type { RecordedRun } from '../../src/protocol/recorded-run'
import type { SamplesEvent, TrainEvent } from '../../src/protocol/train-events'
import { slim } from './slim-recording'

const sample = { text: 'x', tokens: 1, ended: true, score: 1 }
const samples = (step: number, count = 60): SamplesEvent => ({
  type: 'samples',
  step,
  samples: Array.from({ length: count }, (_, i) => ({ prompt: `${i}`, base: sample, policy: sample })),
})
const recording = (events: TrainEvent[]) =>
  ({ version: 1, name: 'r', totalSteps: 50, events }) as unknown as RecordedRun
const counts = (run: RecordedRun) =>
  run.events.map((event) => (event.type === 'samples' ? [event.step, event.samples.length] : null))

describe('a slimmed recording', () => {
  it('keeps all samples of the last evaluation, and the first of the others, in whatever order they lie', () => {
    const slimmed = slim(recording([samples(50), samples(0), samples(25)]))
    expect(counts(slimmed)).toEqual([
      [50, 60],
      [0, 40],
      [25, 40],
    ])
    const [, first] = slimmed.events
    expect(first?.type === 'samples' && first.samples.slice(0, 2).map(({ prompt }) => prompt)).toEqual(['0', '1'])
  })

  it('is not slimmed further the second time', () => {
    const once = slim(recording([samples(0), samples(25), samples(50)]))
    expect(slim(once)).toEqual(once)
  })

  it('leaves steps and evaluations as they were measured', () => {
    const step = { type: 'step', step: 1, metrics: { loss: 0.123456789 } } as TrainEvent
    expect(slim(recording([step])).events).toEqual([step])
  })
})
