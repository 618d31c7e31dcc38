import { expect, test } from 'vitest'
import { eventsByKind, eventsInTime } from './recorded-run'
import type { TrainEvent } from './train-events'

const event = (type: TrainEvent['type'], at: number) =>
  (type === 'stage' ? { type, firstStep: at } : { type, step: at }) as TrainEvent

const HAPPENED = [
  event('eval', 0),
  event('samples', 0),
  event('stage', 1),
  event('step', 1),
  event('step', 2),
  event('eval', 2),
  event('samples', 2),
  event('stage', 3),
  event('step', 3),
  event('notice', 3),
  event('finished', 3),
]

test('a file holds like beside like, and gives it back in the order in which it happened', () => {
  const held = eventsByKind(HAPPENED)
  expect(held.map(({ type }) => type).join()).toBe(
    'stage,stage,step,step,step,eval,eval,samples,samples,notice,finished',
  )
  expect(eventsInTime(held)).toEqual(HAPPENED)
  expect(eventsInTime(HAPPENED)).toEqual(HAPPENED)
})
