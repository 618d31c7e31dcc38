/**
 * @file Is a text grammatical in this world? Words are mapped to classes (names, things, places, ...), and every three
 * classes in a row must occur in some sentence template: new combinations pass, broken sentences do not.
 */
import { ANIMAL_NAMES, ANIMALS } from './animals'
import {
  ADJECTIVES,
  DAYS,
  EVENTS,
  HOURS,
  NAMES,
  PETS,
  PLACES,
  type Place,
  RELATIVES,
  TOOLS,
  TOYS,
  WEATHER,
} from './lexicon'
import { HELP_VERBS } from './request-templates'
import { fill, slotsOf } from './template'
import { sentencesOf, tokensOf } from './text'

export interface Grammar {
  templates: readonly string[]
  /** All values of every slot. */
  slots: Readonly<Record<string, readonly string[]>>
}

const CLASSES: readonly [string, readonly string[]][] = [
  ['NAME', NAMES],
  ['ADJECTIVE', ADJECTIVES],
  ['THING', [...TOOLS, ...TOYS]],
  ['ANIMAL', [...PETS, ...ANIMAL_NAMES]],
  ['EVENT', EVENTS],
  ['DAY', DAYS],
  ['HOUR', HOURS],
  ['RELATIVE', RELATIVES],
  ['WEATHER', WEATHER],
  ['FOOD', ANIMALS.flatMap((animal) => animal.foods)],
]

const classByWord = new Map<string, string>(
  CLASSES.flatMap(([name, words]) => words.map((word) => [word, name] as const)),
)
// "In the beach" is wrong: places go by their preposition.
for (const place of Object.keys(PLACES)) classByWord.set(place, `PLACE ${PLACES[place as Place]}`)

for (const verb of Object.keys(HELP_VERBS)) classByWord.set(verb, 'VERB')

/** Written with a capital anywhere in a sentence. */
const PROPER = new Set<string>([...NAMES, ...DAYS, 'I', 'Africa'])

const NOUNS = new Set(['THING', 'ANIMAL', 'EVENT'])

/** "The red kite" and "the kite" may stand wherever "it" may, and the other way round. */
function asPronouns(classes: readonly string[]): string[] {
  const reduced: string[] = []
  for (const one of classes) {
    reduced.push(one)
    const start = reduced.at(-2) === 'ADJECTIVE' ? -3 : -2
    if (NOUNS.has(one) && reduced.at(start) === 'the') reduced.splice(start, -start, 'it')
  }
  return reduced
}

/** The classes of a sentence with its borders; undefined where capitals are wrong. */
function classesOf(sentence: string): string[] | undefined {
  const tokens = tokensOf(sentence)
  const first = tokens[0]
  if (first === undefined || !/^[A-Z]/.test(first)) return undefined
  const lowered = PROPER.has(first) ? first : first.charAt(0).toLowerCase() + first.slice(1)
  return ['<', ...asPronouns([lowered, ...tokens.slice(1)].map((token) => classByWord.get(token) ?? token)), '>']
}

const triplesOf = (classes: readonly string[]): string[] =>
  classes.slice(2).map((_, at) => `${classes[at]} ${classes[at + 1]} ${classes[at + 2]}`)

/** One value for every sequence of classes that a slot can bring. */
function distinctValues(values: readonly string[]): string[] {
  const bySequence = new Map<string, string>()
  for (const value of values) {
    bySequence.set(
      tokensOf(value)
        .map((token) => classByWord.get(token) ?? token)
        .join(' '),
      value,
    )
  }
  return [...bySequence.values()]
}

const licensed = new WeakMap<Grammar, ReadonlySet<string>>()

function triplesOfGrammar(grammar: Grammar): ReadonlySet<string> {
  const known = licensed.get(grammar)
  if (known) return known
  const triples = new Set<string>()
  const values = Object.fromEntries(Object.entries(grammar.slots).map(([slot, all]) => [slot, distinctValues(all)]))
  for (const template of grammar.templates) {
    let fillings: Record<string, string>[] = [{}]
    for (const slot of slotsOf(template)) {
      fillings = fillings.flatMap((filling) => values[slot]!.map((value) => ({ ...filling, [slot]: value })))
    }
    for (const filling of fillings)
      for (const triple of triplesOf(classesOf(fill(template, filling))!)) triples.add(triple)
  }
  licensed.set(grammar, triples)
  return triples
}

const wrongArticle = (text: string): boolean =>
  /\ban (?![aeiou]|hour)/i.test(text) || /\ba (?=[aeiou])(?!useful)/i.test(text)

/** Finished sentences with licensed sequences of words, right capitals and right articles. */
export function isGrammatical(completion: string, grammar: Grammar): boolean {
  const sentences = sentencesOf(completion)
  if (sentences.length === 0 || wrongArticle(completion)) return false
  const triples = triplesOfGrammar(grammar)
  return sentences.every((sentence) => {
    const classes = classesOf(sentence)
    return (
      classes !== undefined &&
      /[^.?!][.?!]$/.test(sentence) &&
      triplesOf(classes).every((triple) => triples.has(triple))
    )
  })
}
