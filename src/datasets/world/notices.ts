/** @file Notices: a note names place, day and hour of an event; somebody asks, and gets a more or less helpful answer. */
import type { Random } from '../../protocol/random'
import { DAYS, EVENTS, HOURS, inPlace, NAMES, NOTICE_PLACES, OUTDOOR_EVENTS, OUTDOOR_PLACES } from './lexicon'
import * as T from './notice-templates'
import { fill, pick, pickSome, type Slots } from './template'

export interface Notice {
  slots: Slots
  prompt: string
  key: string
}

const isOutdoor = (event: string): boolean => (OUTDOOR_EVENTS as readonly string[]).includes(event)

export function drawNotice(random: Random): Notice {
  const [asker, helper] = pickSome(random, NAMES, 2) as [string, string]
  const event = pick(random, EVENTS)
  const place = pick(random, isOutdoor(event) ? OUTDOOR_PLACES : NOTICE_PLACES)
  const slots = {
    asker,
    helper,
    place,
    in: inPlace(place),
    event,
    day: pick(random, DAYS),
    hour: pick(random, HOURS),
  }
  const question = fill(pick(random, T.QUESTIONS), slots)
  return {
    slots,
    prompt: `${fill(T.NOTE, slots)} ${asker} asks: ${question}\n${helper}:`,
    key: ['notice', asker, slots.event, place, slots.day, slots.hour].join('/'),
  }
}

export type Detail = 'place' | 'day' | 'hour'

/** The slots with one detail replaced by another of its kind. */
export function mistake(random: Random, slots: Slots, detail: Detail): Slots {
  const places = isOutdoor(slots.event!) ? OUTDOOR_PLACES : NOTICE_PLACES
  const all = { place: places, day: DAYS, hour: HOURS }[detail] as readonly string[]
  const value = pick(
    random,
    all.filter((other) => other !== slots[detail]),
  )
  return detail === 'place' ? { ...slots, place: value, in: inPlace(value) } : { ...slots, [detail]: value }
}

/** The templates that leave one detail vague. */
export const VAGUE_FOR: Readonly<Record<Detail, readonly string[]>> = {
  place: T.PLACE_VAGUE,
  day: T.DAY_VAGUE,
  hour: T.HOUR_VAGUE,
}
export const DETAILS: readonly Detail[] = ['place', 'day', 'hour']

export type Help =
  | 'whole'
  | 'vagueDetail'
  | 'wrong'
  | 'whereOnly'
  | 'whenOnly'
  | 'dayOnly'
  | 'vague'
  | 'refusal'
  | 'offTopic'

/** An answer of about `count` sentences (1 to 4). */
export function drawNoticeAnswer(random: Random, { slots }: Notice, help: Help, count: number): string {
  const rest = (from: readonly string[]) => pickSome(random, from, Math.max(0, count - 1))
  const join = (templates: readonly string[], used: Slots = slots) =>
    ` ${templates.map((one) => fill(one, used)).join(' ')}`
  switch (help) {
    case 'whole':
      if (count > 1 && random.next() < 0.3)
        return join([pick(random, T.WHERE), pick(random, T.WHEN), ...rest(T.TIPS).slice(1)])
      return join([pick(random, T.WHOLE), ...rest(T.TIPS)])
    case 'vagueDetail':
      return join([pick(random, VAGUE_FOR[pick(random, DETAILS)]), ...rest(T.TIPS)])
    case 'wrong':
      return join([pick(random, T.WHOLE), ...rest(T.TIPS)], mistake(random, slots, pick(random, DETAILS)))
    case 'whereOnly':
      return join([pick(random, T.WHERE), ...rest([...T.VAGUE, ...T.REFUSALS])])
    case 'whenOnly':
      return join([pick(random, T.WHEN), ...rest(T.VAGUE)])
    case 'dayOnly':
      return join([pick(random, T.DAY_ONLY), ...rest(T.VAGUE)])
    case 'vague':
      return join(pickSome(random, T.VAGUE, count))
    case 'refusal':
      return join(pickSome(random, T.REFUSALS, count))
    case 'offTopic':
      return join(pickSome(random, T.OFF_TOPIC, count))
  }
}

export const NOTICE_GRAMMAR = {
  templates: [
    T.WHOLE,
    T.WHERE,
    T.WHEN,
    T.DAY_ONLY,
    T.HOUR_VAGUE,
    T.DAY_VAGUE,
    T.PLACE_VAGUE,
    T.TIPS,
    T.VAGUE,
    T.REFUSALS,
    T.OFF_TOPIC,
  ].flat(),
  slots: {
    asker: NAMES,
    event: EVENTS,
    place: NOTICE_PLACES,
    in: NOTICE_PLACES.map(inPlace),
    day: DAYS,
    hour: HOURS,
  },
} as const
