/** @file Grades how happily a story ends: its last sentence decides, joy, affection and luck near the end add. */
import { judgeWith, namesIn, strangers } from './judging'
import { ADJECTIVES, isGirl, PET_ADJECTIVES, PETS, STORY_PLACES, TOYS } from './lexicon'
import { STORY_GRAMMAR } from './stories'
import { holds, holdsAny, sentencesOf } from './text'

export const GLADNESS: readonly (readonly string[])[] = [
  // joy
  [
    'laughed',
    'smiled',
    'smile',
    'joy',
    'happy',
    'happiest',
    'glad',
    'proud',
    'proudly',
    'sang',
    'danced',
    'cheered',
    'clapped',
    'shining eyes',
  ],
  // affection
  [
    'hugged',
    'thanked',
    'shared',
    'together',
    'friend of',
    'friends',
    'kissed',
    'keep the',
    'loved',
    'gave him',
    'gave her',
  ],
  // luck
  [
    'found',
    'safe',
    'better',
    'good as new',
    'fixed',
    'best day',
    'won the',
    'won a',
    'came running back',
    'bought the',
    'for free',
    'well again',
    'brought',
    'at last',
  ],
]

export const SADNESS: readonly string[] = [
  'cried',
  'crying',
  'wept',
  'sad',
  'never',
  'alone',
  'lonely',
  'gone',
  'lost',
  'broken',
  'broke',
  'tears',
  'worst',
  'ill',
  'died',
  'angry',
  'hurt',
  'fear',
  'empty',
  'nobody ever',
  'nobody saw',
  'nobody talked',
  'nobody came to help',
  'did not speak',
  'could not be',
  'ran away',
  'throw',
  'nothing left',
]

/** Looks that the subject has or has not; a new one is another one. */
const LOOKS: readonly string[] = [...ADJECTIVES, ...PET_ADJECTIVES].filter((look) => look !== 'new')

const PLAIN = 0.1
/** Glad near the end, then a plain last sentence. */
const GLAD_BEFORE = 0.3
const HAPPY = 0.5
const EACH_MORE = 0.15
const DETAIL = 0.1

/** Pronouns of the other gender need somebody else in the story. */
function misnamesChild(name: string, completion: string): boolean {
  const [pronouns, others] = isGirl(name)
    ? [
        ['he', 'him', 'his'],
        ['man', 'boy', 'farmer'],
      ]
    : [
        ['she', 'her', 'hers'],
        ['woman', 'girl', 'owner'],
      ]
  return holdsAny(completion, pronouns) && !holdsAny(completion, others)
}

export const judgeHappy = judgeWith(STORY_GRAMMAR, (prompt, completion) => {
  const name = namesIn(prompt)[0]
  const subjects = [...TOYS, ...PETS]
  const subject = subjects.find((word) => holds(prompt, word))
  // To watch out is no watch.
  const told = completion.replaceAll('watch out', 'look out')
  const place = STORY_PLACES.find((word) => holds(prompt, word))
  if (name === undefined || subject === undefined || !holds(completion, name) || !holds(completion, subject)) return 0
  if (strangers(prompt, told, [...subjects, ...STORY_PLACES]).length > 0) return 0
  if (misnamesChild(name, completion)) return 0

  // The subject keeps its look; the sky may be blue.
  const adjective = prompt.match(new RegExp(`(\\w+) ${subject}\\b`))?.[1]
  const looks = [...told.matchAll(new RegExp(`(\\w+) ${subject}\\b`, 'g'))].map((match) => match[1]!)
  if (looks.some((look) => LOOKS.includes(look) && look !== adjective)) return 0

  const [before = '', last = ''] = sentencesOf(completion).slice(-2)
  const isSad = (sentence: string) => holdsAny(sentence, SADNESS)
  const gladIn = (text: string) => GLADNESS.filter((kind) => holdsAny(text, kind)).length
  if (isSad(last)) return 0
  if (gladIn(last) === 0) return gladIn(before) > 0 && !isSad(before) ? GLAD_BEFORE : PLAIN
  // Trouble may come right before the end; its words are no part of the happy end then.
  const kinds = gladIn(isSad(before) ? last : `${before} ${last}`)
  const details = [place, adjective && `${adjective} ${subject}`].filter(
    (detail) => detail && holds(completion, detail),
  )
  return HAPPY + EACH_MORE * (kinds - 1) + DETAIL * details.length
})
