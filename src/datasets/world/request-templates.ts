/** @file What neighbours ask for, how a reply is built, and how it can close. */

export type Tone = 'polite' | 'neutral' | 'rude'
export interface Reply {
  open: readonly string[]
  middle: readonly string[]
  close: readonly string[]
}
/** By tone, and by what is answered. */
export type Replies = Readonly<Record<Tone, Readonly<Record<'yes' | 'no', Reply>>>>

export const BORROW_QUESTIONS = [
  'Can I borrow your {adj} {thing}?',
  'May I use your {adj} {thing}?',
  'Could you lend me your {adj} {thing}?',
  'Can I have your {adj} {thing} for a day?',
] as const

export const HELP_QUESTIONS = [
  'Can you help me {verb} my {adj} {thing}?',
  'Could you {verb} my {adj} {thing}?',
] as const

/** What one can sensibly be asked to do with a thing. */
export const HELP_VERBS: Readonly<Record<string, readonly string[]>> = {
  find: ['hat', 'scarf', 'book', 'map', 'camera', 'watch', 'bag', 'coat', 'ball', 'umbrella', 'torch', 'jacket'],
  carry: ['ladder', 'chair', 'suitcase', 'basket', 'tent', 'bag', 'bucket', 'lamp', 'mirror', 'clock'],
  clean: ['bike', 'lamp', 'coat', 'chair', 'pan', 'kettle', 'jacket', 'mirror', 'tent', 'blanket', 'suitcase'],
  fix: ['bike', 'lamp', 'radio', 'camera', 'guitar', 'chair', 'watch', 'tent', 'kettle', 'umbrella', 'clock', 'ladder'],
}

export const politeClose = [
  'Have a wonderful day, {asker}.',
  'I hope you have a lovely time.',
  'Thank you for asking so nicely.',
  'Thank you for asking me, {asker}.',
  'It is always nice to see you.',
  'It is very kind of you to ask first.',
  'Please say hello to your family.',
  'I hope your day goes well.',
] as const

export const neutralClose = [
  'I have to go now.',
  'We can talk about it later.',
  'I will be out {soon}.',
  'That is all I know.',
  'The shop closes early.',
  'I am at home until six.',
  'I have some work to do.',
  'The bus comes in a minute.',
] as const

export const rudeClose = [
  'Now go away and leave me alone.',
  'Stop asking me silly things.',
  'Nobody likes people who always want something.',
  'You are the most annoying person in the street.',
  'Do not come to my door again.',
  'I have no time for your nonsense.',
  'Go and bother somebody else, {asker}.',
  'That was a stupid question anyway.',
  'You never think before you speak, {asker}.',
  'I am tired of your voice.',
] as const
