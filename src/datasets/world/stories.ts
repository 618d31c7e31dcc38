/** @file Stories: a child, a toy or an animal, a place; happy, plain and sad endings. */
import type { Random } from '../../protocol/random'
import {
  ADJECTIVES,
  DAY_PARTS,
  inPlace,
  isGirl,
  NAMES,
  PET_ADJECTIVES,
  PETS,
  RELATIVES,
  STORY_PLACES,
  TOYS,
  WEATHER,
  withArticle,
} from './lexicon'
import type { Ending } from './plot'
import { CLOSINGS, PLOTS, WEATHERS } from './story-plots'
import { fill, pick, pronounsOf, type Slots } from './template'

export interface StoryTask {
  slots: Slots
  prompt: string
  key: string
  about: 'toy' | 'pet'
}

export function drawStoryTask(random: Random): StoryTask {
  const about = random.next() < 0.65 ? 'toy' : 'pet'
  const who = pick(random, NAMES)
  const adj = pick(random, about === 'toy' ? ADJECTIVES : PET_ADJECTIVES)
  const thing = pick(random, about === 'toy' ? TOYS : PETS)
  const place = pick(random, STORY_PLACES)
  const slots = {
    who,
    ...pronounsOf(who),
    hers: isGirl(who) ? 'hers' : 'his',
    adj,
    thing,
    place,
    a: withArticle(adj).split(' ')[0]!,
    in: inPlace(place),
  }
  const prompt = `Write a story about ${who}, ${withArticle(`${adj} ${thing}`)} and the ${place}.\nStory:`
  return { slots, prompt, key: ['story', who, adj, thing, place].join('/'), about }
}

const withPronoun = (template: string): string => template.replace(/^\{who\} (?!and)/, '{she} ')

/** A story of `count` sentences, 3 to 6: opening, trouble and ending always; the others come as there is room. */
export function drawStory(random: Random, task: StoryTask, ending: Ending, count: number): string {
  const plot = pick(
    random,
    PLOTS.filter((candidate) => candidate.about === task.about),
  )
  const slots: Slots = {
    ...task.slots,
    rel: pick(random, RELATIVES),
    weather: pick(random, WEATHER),
    part: pick(random, DAY_PARTS),
  }
  const extra = new Set(random.shuffle(['weather', 'attempt', 'closing']).slice(0, count - 3))
  const parts = [
    extra.has('weather') ? WEATHERS : [],
    plot.open,
    plot.trouble,
    extra.has('attempt') ? plot.attempt : [],
    plot.end[ending],
    extra.has('closing') ? CLOSINGS[ending] : [],
  ]
  const templates = parts.filter((part) => part.length > 0).map((part) => pick(random, part))
  const sentences = templates.map((template, at) => {
    // A child who was just the subject needs no name again.
    const known = at > 0 && /^\{(who|she)\} /.test(templates[at - 1]!) && random.next() < 0.6
    return fill(known ? withPronoun(template) : template, slots)
  })
  return ` ${sentences.join(' ')}`
}

const TEMPLATES = [
  ...PLOTS.flatMap((plot) => [...plot.open, ...plot.trouble, ...plot.attempt, ...Object.values(plot.end).flat()]),
  ...Object.values(CLOSINGS).flat(),
  ...WEATHERS,
]

export const STORY_GRAMMAR = {
  // A child may be named or not wherever it is the subject.
  templates: TEMPLATES.flatMap((template) => [
    template,
    template.replaceAll('{she}', '{who}'),
    template.replace(/(^|, (?:and|so|but) )\{who\} (?!and)/g, '$1{she} '),
  ]),
  slots: {
    who: NAMES,
    she: ['she', 'he'],
    her: ['her', 'his'],
    him: ['her', 'him'],
    hers: ['hers', 'his'],
    adj: [...ADJECTIVES, ...PET_ADJECTIVES],
    thing: [...TOYS, ...PETS],
    place: STORY_PLACES,
    in: STORY_PLACES.map(inPlace),
    a: ['a', 'an'],
    rel: RELATIVES,
    weather: WEATHER,
    part: DAY_PARTS,
  },
} as const
