/** @file The built-in preference sets by id; their pairs are made when one is first asked for. */
import type { Judge, PreferencePair } from '../../protocol/preference'
import { judgeDetailed } from './detailed-judge'
import { drawDetailedPairs, drawHappyPairs, drawHelpfulPairs, drawPolitePairs } from './draw-pairs'
import { judgeHappy } from './happy-judge'
import { judgeHelpful } from './helpful-judge'
import { judgePolite } from './polite-judge'

export type PreferenceSetId = 'polite' | 'happy' | 'detailed' | 'helpful'

export interface PreferenceSetInfo {
  id: PreferenceSetId
  name: string
  /** One sentence. */
  description: string
  /** The sources of its pairs, easiest first. */
  sources: readonly string[]
}

export interface PreferenceSet extends PreferenceSetInfo {
  pairs: PreferencePair[]
  /** The prompts of the pairs: none was in the corpus, and none occurs twice. */
  prompts: string[]
  judge: Judge
}

/** The first is the default. */
export const PREFERENCE_SETS: readonly PreferenceSetInfo[] = [
  {
    id: 'polite',
    name: 'Polite replies',
    description: 'A neighbour asks for something: polite replies are preferred to rude ones of the same length.',
    sources: ['polite'],
  },
  {
    id: 'happy',
    name: 'Happy endings',
    description: 'Stories about a child: a happy ending is preferred to a sad or a plain one.',
    sources: ['happy'],
  },
  {
    id: 'detailed',
    name: 'Detailed answers',
    description:
      'Answers about animals: true facts and advice are preferred to filler, and most of the better answers are also longer.',
    sources: ['detailed'],
  },
  {
    id: 'helpful',
    name: 'Helpful answers',
    description:
      'Questions about a notice, from an easy source (answer or refusal) and a hard one (a single detail differs).',
    sources: ['helpful-easy', 'helpful-hard'],
  },
]

const MAKERS: Readonly<Record<PreferenceSetId, { judge: Judge; drawPairs: () => PreferencePair[] }>> = {
  polite: { judge: judgePolite, drawPairs: drawPolitePairs },
  happy: { judge: judgeHappy, drawPairs: drawHappyPairs },
  detailed: { judge: judgeDetailed, drawPairs: drawDetailedPairs },
  helpful: { judge: judgeHelpful, drawPairs: drawHelpfulPairs },
}

const made = new Map<string, PreferenceSet>()

export function loadPreferenceSet(id: string): PreferenceSet {
  const known = made.get(id)
  if (known) return known
  const info = PREFERENCE_SETS.find((set) => set.id === id)
  if (!info)
    throw new RangeError(`No preference set "${id}"; there are ${PREFERENCE_SETS.map((set) => set.id).join(', ')}.`)
  const { judge, drawPairs } = MAKERS[info.id]
  const pairs = drawPairs()
  const set = { ...info, pairs, prompts: pairs.map((pair) => pair.prompt as string), judge }
  made.set(id, set)
  return set
}
