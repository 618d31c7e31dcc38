/** @file The preference sets of the world: prompts held out from the corpus, a better and a worse completion, a judge. */
import type { Judge, PreferencePair } from '../../protocol/preference'
import { createRandom, type Random } from '../../protocol/random'
import { judgeDetailed } from './detailed-judge'
import { judgeHappy } from './happy-judge'
import { drawWhere } from './held-out'
import { judgeHelpful } from './helpful-judge'
import { drawEasyPair, drawHardPair } from './helpful-pairs'
import { drawAnswer, drawQuestion } from './knowledge'
import { drawNotice } from './notices'
import { courtesyOf, judgePolite } from './polite-judge'
import { drawReply, drawRequest } from './requests'
import { drawStory, drawStoryTask } from './stories'
import { pick } from './template'
import { wordsOf } from './text'

const SEED = 2026
const PAIRS = 400
const PAIRS_PER_SOURCE = 220

/** The two sides of a pair, before they are judged. */
export interface Sides {
  chosen: string
  rejected: string
}

interface Task {
  key: string
  prompt: string
}

const lengthOf = (text: string): number => wordsOf(text).length

/**
 * Pairs with different prompts. `drawSides` draws again until the judge prefers the chosen side by `gap` and, where
 * `longer` gives a share, until chosen is longer in that share of the pairs.
 */
function drawPairs<T extends Task>(options: {
  source: string
  count: number
  judge: Judge
  gap: number
  longer?: number
  drawTask: (random: Random) => T
  drawSides: (random: Random, task: T) => Sides
}): PreferencePair[] {
  const { source, count, judge, gap, longer, drawTask, drawSides } = options
  const random = createRandom(SEED, source)
  const seen = new Set<string>()
  const pairs: PreferencePair[] = []
  while (pairs.length < count) {
    const task = drawWhere(() => drawTask(random), true)
    if (seen.has(task.prompt)) continue
    seen.add(task.prompt)
    const chosenIsLonger = longer === undefined ? undefined : random.next() < longer
    for (let attempt = 0; attempt < 100; attempt++) {
      const { chosen, rejected } = drawSides(random, task)
      const more = lengthOf(chosen) - lengthOf(rejected)
      if (chosenIsLonger !== undefined && (chosenIsLonger ? more <= 0 : more >= 0)) continue
      if (judge(task.prompt, chosen) - judge(task.prompt, rejected) < gap) continue
      pairs.push({ row: pairs.length + 1, source, prompt: task.prompt, chosen, rejected })
      break
    }
  }
  return pairs
}

/** Only replies with nearly every courtesy are chosen, so that half a courtesy is not enough. */
const COURTEOUS = 0.8

/** Both sides have as many sentences, and either is as often the longer one: length must not give politeness away. */
export const drawPolitePairs = (): PreferencePair[] =>
  drawPairs({
    source: 'polite',
    count: PAIRS,
    judge: judgePolite,
    gap: 0.3,
    longer: 0.5,
    drawTask: drawRequest,
    drawSides: (random, request) => {
      const count = 2 + random.int(3)
      const drawChosen = () => drawReply(random, request, 'polite', count)
      let chosen = drawChosen()
      for (let tries = 0; tries < 30 && courtesyOf(request.prompt, chosen) < COURTEOUS; tries++) chosen = drawChosen()
      const share = random.next()
      const manner = share < 0.6 ? 'rude' : share < 0.85 ? 'mixed' : 'neutral'
      return { chosen, rejected: drawReply(random, request, manner, count) }
    },
  })

export const drawHappyPairs = (): PreferencePair[] =>
  drawPairs({
    source: 'happy',
    count: PAIRS,
    judge: judgeHappy,
    gap: 0.3,
    longer: 0.5,
    drawTask: drawStoryTask,
    drawSides: (random, task) => {
      const count = 3 + random.int(4)
      return {
        chosen: drawStory(random, task, 'happy', count),
        rejected: drawStory(random, task, random.next() < 0.6 ? 'sad' : 'plain', count),
      }
    },
  })

/** Length-biased: more facts make a better and a longer answer, but filler makes a longer one, too. */
export const drawDetailedPairs = (): PreferencePair[] =>
  drawPairs({
    source: 'detailed',
    count: PAIRS,
    judge: judgeDetailed,
    gap: 0.15,
    longer: 0.78,
    drawTask: drawQuestion,
    drawSides: (random, question) => {
      const side = (): string => {
        const facts = random.int(6)
        const fillers = Math.min(6 - facts, Math.max(facts === 0 ? 1 : 0, pick(random, [0, 0, 1, 2, 3, 4, 5])))
        const advice = facts + fillers < 6 && random.next() < 0.4
        return drawAnswer(random, question, { facts, fillers, wrong: 0, advice })
      }
      const [one, other] = [side(), side()]
      const oneWins = judgeDetailed(question.prompt, one) > judgeDetailed(question.prompt, other)
      return oneWins ? { chosen: one, rejected: other } : { chosen: other, rejected: one }
    },
  })

/** Two sources with one criterion. */
export const drawHelpfulPairs = (): PreferencePair[] => {
  const common = { count: PAIRS_PER_SOURCE, judge: judgeHelpful, drawTask: drawNotice }
  const easy = drawPairs({ ...common, source: 'helpful-easy', gap: 0.4, longer: 0.55, drawSides: drawEasyPair })
  const taken = new Set(easy.map((pair) => pair.prompt))
  const hard = drawPairs({ ...common, source: 'helpful-hard', gap: 0.1, drawSides: drawHardPair })
  return [...easy, ...hard.filter((pair) => !taken.has(pair.prompt))]
}
