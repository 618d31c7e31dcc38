/** @file Answers about animals: facts, advice, and sentences that only fill space. */
import type { Random } from '../../protocol/random'
import { ADVICE, FACT_TEMPLATES, FILLERS } from './animal-sentences'
import { ANIMAL_NAMES, ANIMALS, type Animal, ASPECTS } from './animals'
import { NAMES } from './lexicon'
import { fill, pick, pickSome } from './template'

export interface Question {
  prompt: string
  key: string
  animal: Animal
  asker: string
}

const ONE = [
  '{one} asks: What should I know about the {animal}?',
  '{one} wants to know about the {animal}.',
  'Tell {one} about the {animal}.',
]
const TWO = ['{one} and {other} want to know about the {animal}.', 'Tell {one} and {other} about the {animal}.']

export function drawQuestion(random: Random): Question {
  const [one, other] = pickSome(random, NAMES, 2) as [string, string]
  const animal = pick(random, ANIMALS)
  const both = random.next() < 0.6
  const question = fill(pick(random, both ? TWO : ONE), { one, other, animal: animal.name })
  return {
    prompt: `${question}\nAnswer:`,
    key: ['animal', one, both ? other : '', animal.name].join('/'),
    animal,
    asker: both ? `${one} and ${other}` : one,
  }
}

/** What an answer is made of; `wrong` facts belong to another animal. */
export interface AnswerPlan {
  facts: number
  fillers: number
  wrong: number
  advice: boolean
}

export function drawAnswer(random: Random, { animal, asker }: Question, plan: AnswerPlan): string {
  const aspects = pickSome(random, ASPECTS, plan.facts + plan.wrong)
  const facts = aspects.map((aspect, at) => {
    const source =
      at < plan.facts
        ? animal
        : pick(
            random,
            ANIMALS.filter((one) => one !== animal),
          )
    const template = pick(random, FACT_TEMPLATES[aspect])
    const [food1, food2, food3] = random.shuffle(source.foods) as [string, string, string]
    return { template, slots: { ...source, foods: '', animal: animal.name, food1, food2, food3 } }
  })
  const fillers = pickSome(random, FILLERS, plan.fillers).map((template) => ({
    template,
    slots: { animal: animal.name },
  }))
  const body = random.shuffle([...facts, ...fillers])
  // What it is comes first, as people tell it.
  body.sort(
    (a, b) => Number(FACT_TEMPLATES.kind.includes(b.template)) - Number(FACT_TEMPLATES.kind.includes(a.template)),
  )
  const sentences = body.map(({ template, slots }, at) => {
    // "It" needs something to point at: the first sentence names the animal.
    const the = at === 0 || random.next() < 0.15 ? `the ${animal.name}` : 'it'
    return fill(template, { ...slots, the })
  })
  if (plan.advice) sentences.push(fill(pick(random, ADVICE[animal.group]), { asker }))
  return ` ${sentences.join(' ')}`
}

const values = (of: (animal: Animal) => string | readonly string[]): string[] => ANIMALS.flatMap(of)

export const KNOWLEDGE_GRAMMAR = {
  templates: [...Object.values(FACT_TEMPLATES).flat(), ...Object.values(ADVICE).flat(), ...FILLERS],
  slots: {
    animal: ANIMAL_NAMES,
    asker: [...NAMES, `${NAMES[0]} and ${NAMES[1]}`],
    kind: values((one) => one.kind),
    home: values((one) => one.home),
    looks: values((one) => one.looks),
    awake: values((one) => one.awake),
    skill: values((one) => one.skill),
    young: values((one) => one.young),
    winter: values((one) => one.winter),
    food1: values((one) => one.foods),
    food2: values((one) => one.foods),
    food3: values((one) => one.foods),
    the: ['it', ...ANIMAL_NAMES.map((name) => `the ${name}`)],
  },
} as const
