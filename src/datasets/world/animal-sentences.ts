/** @file How the facts about animals are put, what advice ends an answer, and what only fills space. */
import type { Animal, Aspect } from './animals'

/** How a fact can be put; `{the}` is `the fox` or `it`. */
export const FACT_TEMPLATES: Readonly<Record<Aspect, readonly string[]>> = {
  kind: ['The {animal} is {kind}.', 'The {animal} is known as {kind}.'],
  home: ['{the} lives {home}.', '{the} makes its home {home}.', 'You can find {the} {home}.'],
  food: [
    '{the} eats {food1}, {food2} and {food3}.',
    '{the} feeds on {food1} and {food2}.',
    '{the} likes {food1} and {food2}.',
  ],
  looks: ['{the} has {looks}.', 'You can tell {the} by {looks}.'],
  awake: ['{the} is mostly awake {awake}.', '{the} looks for food {awake}.', 'The best time to see {the} is {awake}.'],
  skill: [
    '{the} can {skill}.',
    'It may surprise you that {the} can {skill}.',
    'People are amazed that {the} can {skill}.',
  ],
  young: ['Every year {the} has {young}.', 'In spring {the} has {young}.'],
  winter: ['In winter {the} {winter}.', 'When it gets cold, {the} {winter}.'],
}

/** Useful advice to end with. */
export const ADVICE: Readonly<Record<Animal['group'], readonly string[]>> = {
  wild: [
    'If you meet one, stay calm and walk away slowly.',
    'Never go near its young, {asker}.',
    'Keep a safe distance, and do not run.',
  ],
  shy: [
    'If you want to see one, {asker}, sit still and be patient.',
    'Do not touch it, and watch it from a distance.',
    'Leave a wild corner in your garden, and it may come to visit.',
  ],
  bird: [
    'Take a good pair of glasses with you, {asker}, and watch it from a distance.',
    'Do not feed it bread, because that is bad for it.',
    'If you find a nest, {asker}, do not go too close.',
  ],
  farm: [
    'Give it fresh water every day, {asker}.',
    'Always walk up to it from the front, so that it is not afraid.',
    'Ask the farmer before you feed it.',
  ],
  insect: [
    'Plant some flowers, {asker}, and it will come to your garden.',
    'Do not hit at it, and it will do you no harm.',
    'Look at it through a glass, and then let it go.',
  ],
}

/** True of anything, and of no use. */
export const FILLERS: readonly string[] = [
  'There is a lot to say about {the}.',
  'Many people have heard of {the}.',
  'The {animal} is an animal like many others.',
  '{the} is very interesting, I think.',
  'Some like {the}, and others do not.',
  'Everybody knows something about {the}.',
  'My uncle once told me something about {the}.',
  'I read about {the} in a book, but I forgot most of it.',
  'You can find out more about {the} if you want to.',
  '{the} does this and that all day.',
  'One {animal} may be big, and another may be small.',
  '{the} is a little hard to explain.',
  'People say all kinds of things about {the}.',
  'One could talk about {the} for hours.',
  'Well, the {animal} is what it is.',
]
