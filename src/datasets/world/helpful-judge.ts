/** @file Grades how far an answer helps: the right place, day and hour, and something useful beyond them. */
import { judgeWith, namesIn, strangers } from './judging'
import { DAYS, EVENTS, HOURS, NAMES, NOTICE_PLACES } from './lexicon'
import { OFF_TOPIC, REFUSALS, TIPS, VAGUE } from './notice-templates'
import { NOTICE_GRAMMAR } from './notices'
import { holds, sentencesOf } from './text'

const DETAILS: readonly { worth: number; phrases: readonly string[] }[] = [
  { worth: 0.25, phrases: NOTICE_PLACES.map((place) => `the ${place}`) },
  { worth: 0.2, phrases: DAYS },
  { worth: 0.2, phrases: HOURS.map((hour) => `at ${hour}`) },
]
const COST_OF_MISTAKE = 0.15
const ADDRESS = 0.1
/** The first tip, and the second. */
const WORTH_OF_TIPS = [0, 0.15, 0.25]

const patternOf = (templates: readonly string[]): RegExp => {
  const sources = templates.map((one) => one.replace(/([.?])/g, '\\$1').replace(/\{\w+\}/g, '\\w+'))
  return new RegExp(`^(?:${sources.join('|')})$`)
}
const TIP = patternOf(TIPS)
const COSTS: readonly [RegExp, number][] = [
  [patternOf(VAGUE), 0.1],
  [patternOf(REFUSALS), 0.15],
  [patternOf(OFF_TOPIC), 0.3],
]

export const judgeHelpful = judgeWith(NOTICE_GRAMMAR, (prompt, completion) => {
  const asker = namesIn(prompt)[0]
  if (asker === undefined || strangers(asker, completion, NAMES).length > 0) return 0
  const events = EVENTS.map((event) => `the ${event}`)
  if (events.some((event) => holds(completion, event) && !holds(prompt, event))) return 0

  let score = 0
  let right = 0
  for (const { worth, phrases } of DETAILS) {
    const named = phrases.filter((phrase) => holds(completion, phrase))
    if (named.some((phrase) => !holds(prompt, phrase))) score -= COST_OF_MISTAKE
    else if (named.length > 0) {
      score += worth
      right++
    }
  }
  // Tips for an event that one cannot find are of no use.
  if (right === 0) return 0
  const sentences = sentencesOf(completion)
  const tips = sentences.filter((sentence) => TIP.test(sentence)).length
  for (const [pattern, cost] of COSTS) score -= cost * sentences.filter((sentence) => pattern.test(sentence)).length
  return score + WORTH_OF_TIPS[Math.min(tips, 2)]! + (holds(completion, asker) ? ADDRESS : 0)
})
