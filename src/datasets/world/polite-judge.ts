/** @file Grades politeness: five kinds of courtesy, each counted once; one rude word spoils it all. */
import type { Judge } from '../../protocol/preference'
import { COLOURS, judgeWith, namesIn, strangers, toScore } from './judging'
import { NAMES, TOOLS } from './lexicon'
import { REQUEST_GRAMMAR } from './requests'
import { holds, holdsAny } from './text'

export const RUDE_MARKS: readonly string[] = [
  'stupid',
  'lazy',
  'fool',
  'silly',
  'mad',
  'ugly',
  'nonsense',
  'annoying',
  'servant',
  'angry',
  'bother',
  'care',
  'throw',
  'nobody',
  'never',
  'go away',
  'leave my',
  'leave me',
  'no way',
  'stop',
  'ha',
  'certainly not',
  'tired',
  'only break',
  'wants something',
  'really asking',
  'come to my door',
  'too good',
  'a child',
  'rather',
  'yourself',
  'lose everything',
  'mean nothing',
  'people like you',
  'back dirty',
]

/** Kinds of courtesy, what each is worth, and how one hears it. */
export const COURTESIES: readonly { worth: number; marks: readonly string[] }[] = [
  // Willing, or sorry not to be able to.
  {
    worth: 0.25,
    marks: [
      'of course',
      'with pleasure',
      'happy to',
      'glad to',
      'gladly',
      'welcome',
      'love to',
      'sorry',
      'afraid',
      'wish i could',
      'no trouble',
    ],
  },
  { worth: 0.2, marks: ['please', 'thank you'] },
  // An offer beyond what was asked.
  {
    worth: 0.25,
    marks: [
      'let me',
      'if you like',
      'would you like',
      'as long as you like',
      'no hurry',
      'take your time',
      'i can get',
      'i can lend',
      'do not worry',
      'have some tea',
      'we will think',
      'help you with it',
    ],
  },
  { worth: 0.15, marks: ['i hope', 'wonderful day', 'nice to', 'very kind', 'say hello', 'nicely', 'for asking me'] },
]
const ADDRESS = 0.1
const SOUND = 0.05

/** What was asked for: fixing is no answer to carrying. */
const TASKS = ['carry', 'clean', 'fix']
const NAMED = [...TOOLS, ...COLOURS, ...TASKS]

/** The judge's grade of text that is known to be sound. */
export const courtesyOf: Judge = (prompt, completion) => {
  const asker = namesIn(prompt)[0]
  if (strangers(prompt, completion, NAMED).length > 0) return 0
  // The one who answers does not address oneself.
  if (strangers(asker ?? '', completion, NAMES).length > 0) return 0
  if (holdsAny(completion, RUDE_MARKS)) return 0
  const address = asker !== undefined && holds(completion, asker) ? ADDRESS : 0
  const heard = COURTESIES.filter(({ marks }) => holdsAny(completion, marks))
  return toScore(heard.reduce((sum, { worth }) => sum + worth, SOUND + address))
}

export const judgePolite = judgeWith(REQUEST_GRAMMAR, courtesyOf)
