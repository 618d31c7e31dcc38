/** @file Requests: one neighbour asks another for a thing or for help; replies of every tone. */
import type { Random } from '../../protocol/random'
import { BORROW_REPLIES } from './borrow-replies'
import { HELP_REPLIES } from './help-replies'
import { ADJECTIVES, NAMES, SOON, SPOTS, TOOLS, withArticle } from './lexicon'
import { BORROW_QUESTIONS, HELP_QUESTIONS, HELP_VERBS, type Replies, type Tone } from './request-templates'
import { fill, pick, pickSome, type Slots } from './template'

export interface Request {
  slots: Slots
  prompt: string
  /** What decides whether the prompt is held out. */
  key: string
  kind: 'borrow' | 'help'
}

export function drawRequest(random: Random): Request {
  const [asker, helper] = pickSome(random, NAMES, 2) as [string, string]
  const kind = random.next() < 0.55 ? 'borrow' : 'help'
  const verb = pick(random, Object.keys(HELP_VERBS))
  const thing = pick(random, kind === 'borrow' ? TOOLS : HELP_VERBS[verb]!)
  const slots = { asker, helper, verb, thing, aThing: withArticle(thing), adj: pick(random, ADJECTIVES) }
  const question = fill(pick(random, kind === 'borrow' ? BORROW_QUESTIONS : HELP_QUESTIONS), slots)
  return {
    slots,
    prompt: `At the door ${asker} asks: ${question}\n${helper}:`,
    key: ['request', kind, asker, helper, slots.adj, thing, kind === 'help' ? verb : ''].join('/'),
    kind,
  }
}

/** The tones of a reply: all one tone, or a polite touch in a neutral reply. */
export type Manner = Tone | 'mixed'

const SAID_ONCE = ['{spot}', '{soon}']

/** A reply of `count` sentences (2 to 4): an opening, one or two in the middle, and at three and more a close. */
export function drawReply(random: Random, request: Request, manner: Manner, count: number): string {
  const replies = request.kind === 'borrow' ? BORROW_REPLIES : HELP_REPLIES
  const answer = random.next() < (manner === 'rude' ? 0.3 : 0.65) ? 'yes' : 'no'
  const politeAt = random.int(count)
  const tone = (at: number): Tone => (manner === 'mixed' ? (at === politeAt ? 'polite' : 'neutral') : manner)
  const slots: Slots = { ...request.slots, spot: pick(random, SPOTS), soon: pick(random, SOON) }
  const used: string[] = []
  for (let at = 0; at < count; at++) {
    const reply = replies[tone(at)][answer]
    const choices =
      at === 0 ? reply.open : at === count - 1 && (count > 2 || random.next() < 0.5) ? reply.close : reply.middle
    // One reply names a spot or a time once: twice would be monotonous.
    const said = (choice: string) =>
      used.some(
        (before) => before === choice || SAID_ONCE.some((slot) => before.includes(slot) && choice.includes(slot)),
      )
    used.push(
      pick(
        random,
        choices.filter((choice) => !said(choice)),
      ),
    )
  }
  return ` ${used.map((template) => fill(template, slots)).join(' ')}`
}

const gather = (replies: Replies): string[] =>
  Object.values(replies).flatMap((answers) =>
    Object.values(answers).flatMap((r) => [...r.open, ...r.middle, ...r.close]),
  )

/** Every sentence of this part of the world, and what may fill its slots. */
export const REQUEST_GRAMMAR = {
  templates: [...gather(BORROW_REPLIES), ...gather(HELP_REPLIES)],
  slots: {
    asker: NAMES,
    thing: TOOLS,
    aThing: TOOLS.map(withArticle),
    adj: ADJECTIVES,
    verb: Object.keys(HELP_VERBS),
    spot: SPOTS,
    soon: SOON,
  },
} as const
