/** @file Grades an answer by what it holds: distinct true facts and useful advice; filler and false facts cost. */
import { ADVICE } from './animal-sentences'
import { ANIMAL_NAMES, ANIMALS, type Animal, ASPECTS, type Aspect, animalByName } from './animals'
import { judgeWith } from './judging'
import { KNOWLEDGE_GRAMMAR } from './knowledge'
import { holds, sentencesOf, spoken, wordsOf } from './text'

/** The first facts are worth the most. */
const WORTH_OF_FACTS = [0, 0.2, 0.4, 0.55, 0.68, 0.78, 0.85]
const WORTH_OF_ADVICE = 0.2
const COST_OF_FILLER = 0.12
const COST_OF_FALSEHOOD = 0.3

const FOODS = new Set(ANIMALS.flatMap((animal) => animal.foods))

/** Does the sentence tell this aspect as it is with this animal? */
function tells(said: string, animal: Animal, aspect: Aspect): boolean {
  if (aspect !== 'food') return said.includes(` ${animal[aspect].toLowerCase()} `)
  const menu = said.match(/ (?:eats|feeds on|likes) (.*)/)?.[1]
  const named = menu?.split(' ').filter((word) => FOODS.has(word)) ?? []
  return named.length > 0 && named.every((food) => animal.foods.includes(food))
}

const aspectOf = (said: string, animal: Animal): Aspect | undefined =>
  ASPECTS.find((aspect) => tells(said, animal, aspect))

const isAdvice = (sentence: string, animal: Animal): boolean =>
  ADVICE[animal.group].some((template) => template.split('{asker}').every((piece) => sentence.includes(piece)))

/** What the world says of the animal may name others; what is left should name none. */
function namesAnother(completion: string, animal: Animal): boolean {
  let rest = spoken(completion)
  for (const value of [animal.kind, animal.home, animal.looks, animal.skill, ...animal.foods]) {
    rest = rest.replaceAll(` ${value} `, ' ')
  }
  return wordsOf(rest).some((word) => word !== animal.name && ANIMAL_NAMES.includes(word))
}

export const judgeDetailed = judgeWith(KNOWLEDGE_GRAMMAR, (prompt, completion) => {
  const animal = animalByName(wordsOf(prompt).find((word) => ANIMAL_NAMES.includes(word)) ?? '')
  if (!animal || !holds(completion, animal.name) || namesAnother(completion, animal)) return 0
  const facts = new Set<Aspect>()
  let falsehoods = 0
  let fillers = 0
  let advice = 0
  for (const sentence of sentencesOf(completion)) {
    const said = spoken(sentence)
    const aspect = aspectOf(said, animal)
    if (aspect) facts.add(aspect)
    else if (isAdvice(sentence, animal)) advice = WORTH_OF_ADVICE
    else if (ANIMALS.some((other) => aspectOf(said, other))) falsehoods++
    else fillers++
  }
  const worth = WORTH_OF_FACTS[Math.min(facts.size, WORTH_OF_FACTS.length - 1)]!
  return worth + advice - COST_OF_FILLER * fillers - COST_OF_FALSEHOOD * falsehoods
})
