/** @file The two sources of the helpful set: a plain contrast, and answers that differ in one detail. */
import type { Random } from '../../protocol/random'
import { TIPS, VAGUE, WHEN, WHERE, WHOLE } from './notice-templates'
import { DETAILS, drawNoticeAnswer, mistake, type Notice, VAGUE_FOR } from './notices'
import { fill, pick, pickSome } from './template'

/** The whole answer against a refusal or an answer to something else; neither is told by its length. */
export function drawEasyPair(random: Random, notice: Notice): { chosen: string; rejected: string } {
  return {
    chosen: drawNoticeAnswer(random, notice, 'whole', 1 + random.int(4)),
    rejected: drawNoticeAnswer(random, notice, random.next() < 0.5 ? 'refusal' : 'offTopic', 1 + random.int(4)),
  }
}

/** Nearly the same answer twice; the rejected one has a wrong detail, a vague one, or misses one. */
export function drawHardPair(random: Random, { slots }: Notice): { chosen: string; rejected: string } {
  const whole = random.next() < 0.7 ? [pick(random, WHOLE)] : [pick(random, WHERE), pick(random, WHEN)]
  const rest = pickSome(random, TIPS, random.int(3))
  const join = (templates: readonly string[], used = slots) => ` ${templates.map((one) => fill(one, used)).join(' ')}`
  const chosen = join([...whole, ...rest])
  const detail = pick(random, DETAILS)
  switch (random.int(3)) {
    case 0: {
      // Every detail has the same form here, so only the fact differs.
      return { chosen, rejected: join([...whole, ...rest], mistake(random, slots, detail)) }
    }
    case 1:
      return { chosen, rejected: join([pick(random, VAGUE_FOR[detail]), ...rest]) }
    default:
      return { chosen, rejected: join([pick(random, WHERE), pick(random, VAGUE), ...rest]) }
  }
}
