/** @file The corpus for pretraining: all kinds of documents, in which every good quality is a minority. */
import { createRandom, type Random } from '../../protocol/random'
import { drawWhere } from './held-out'
import { type AnswerPlan, drawAnswer, drawQuestion } from './knowledge'
import { drawNotice, drawNoticeAnswer, type Help } from './notices'
import type { Ending } from './plot'
import { drawReply, drawRequest, type Manner } from './requests'
import { drawStory, drawStoryTask } from './stories'
import { pick, pickWeighted } from './template'

export interface WorldDocument {
  prompt: string
  /** Follows the prompt directly. */
  completion: string
}

export type Kind = 'request' | 'story' | 'animal' | 'notice'

const KINDS: Record<Kind, number> = { request: 0.25, story: 0.32, animal: 0.2, notice: 0.23 }
const MANNERS: Record<Manner, number> = { polite: 0.26, mixed: 0.23, neutral: 0.25, rude: 0.26 }
/** Sentences by manner: neutral ones are short and polite ones long, so all replies come out about equally long. */
const COUNTS: Record<Manner, readonly number[]> = {
  polite: [2, 2, 3, 3, 4],
  mixed: [2, 3, 4],
  neutral: [2, 3, 4, 4],
  rude: [2, 3, 4],
}
const ENDINGS: Record<Ending, number> = { happy: 0.3, plain: 0.38, sad: 0.32 }
const HELP: Record<Help, number> = {
  whole: 0.22,
  vagueDetail: 0.12,
  wrong: 0.04,
  whereOnly: 0.1,
  whenOnly: 0.08,
  dayOnly: 0.08,
  vague: 0.14,
  refusal: 0.14,
  offTopic: 0.08,
}

/** One to six sentences, mostly with filler among them. */
export function drawPlan(random: Random): AnswerPlan {
  const facts = pick(random, [0, 0, 1, 1, 2, 2, 3, 3, 4, 5])
  const wrong = random.next() < 0.04 ? 1 : 0
  const fillers = Math.min(6 - facts - wrong, pick(random, [0, 1, 1, 2, 2, 3, 4]))
  const advice = facts + fillers + wrong < 6 && random.next() < 0.3
  // An answer is at least one sentence.
  return facts + fillers + wrong === 0 ? { facts: 0, fillers: 1, wrong, advice } : { facts, fillers, wrong, advice }
}

export function drawDocument(random: Random, kind: Kind, heldOut: boolean): WorldDocument {
  switch (kind) {
    case 'request': {
      const request = drawWhere(() => drawRequest(random), heldOut)
      const manner = pickWeighted(random, MANNERS)
      return { prompt: request.prompt, completion: drawReply(random, request, manner, pick(random, COUNTS[manner])) }
    }
    case 'story': {
      const task = drawWhere(() => drawStoryTask(random), heldOut)
      return {
        prompt: task.prompt,
        completion: drawStory(random, task, pickWeighted(random, ENDINGS), 3 + random.int(4)),
      }
    }
    case 'animal': {
      const question = drawWhere(() => drawQuestion(random), heldOut)
      return { prompt: question.prompt, completion: drawAnswer(random, question, drawPlan(random)) }
    }
    case 'notice': {
      const notice = drawWhere(() => drawNotice(random), heldOut)
      const completion = drawNoticeAnswer(random, notice, pickWeighted(random, HELP), pick(random, [1, 2, 2, 3, 3, 4]))
      return { prompt: notice.prompt, completion }
    }
  }
}

/** Training documents; the prompts of the preference sets are never among them. */
export function* generateCorpus({ seed, documents }: { seed: number; documents: number }): Iterable<WorldDocument> {
  const random = createRandom(seed, 'corpus')
  for (let i = 0; i < documents; i++) yield drawDocument(random, pickWeighted(random, KINDS), false)
}
