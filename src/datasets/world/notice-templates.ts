/** @file What can be answered to a question about a notice. */

export const NOTE = 'Note: The {event} is {in} on {day} at {hour}.'

export const QUESTIONS = [
  'Where and when is the {event}?',
  'Can you tell me about the {event}?',
  'What do you know about the {event}?',
  'Where do I have to be for the {event}?',
] as const

/** Names the place, the day and the hour in one sentence. */
export const WHOLE = [
  'The {event} is {in} on {day} at {hour}.',
  'It is {in} on {day} at {hour}.',
  'It starts at {hour} on {day} {in}.',
  'You have to be {in} on {day} at {hour}, {asker}.',
  'Come to the {place} on {day} at {hour}, {asker}.',
  'On {day} at {hour} there is a {event} {in}.',
] as const

export const WHERE = [
  'The {event} is {in}.',
  'You have to go to the {place}, {asker}.',
  'It is {in}.',
  'We will all meet {in}.',
] as const
export const WHEN = [
  'The {event} is on {day} at {hour}.',
  'It starts on {day} at {hour}.',
  'It begins at {hour} on {day}.',
] as const
export const DAY_ONLY = [
  'The {event} is on {day}.',
  'It is on {day}, {asker}.',
  'They have planned it for {day}.',
] as const

/** Nearly the whole answer, one detail left vague. */
export const HOUR_VAGUE = [
  'The {event} is {in} on {day} in the evening.',
  'It is {in} on {day}, some time in the afternoon.',
  'Come to the {place} on {day} in the morning, {asker}.',
] as const
export const DAY_VAGUE = [
  'The {event} is {in} at {hour} some day this week.',
  'It is {in} at {hour}, but I forgot the day.',
  'Come to the {place} at {hour} some time soon, {asker}.',
] as const
export const PLACE_VAGUE = [
  'The {event} is somewhere in town on {day} at {hour}.',
  'It starts at {hour} on {day} at the usual place.',
  'Come to the place on {day} at {hour}, {asker}.',
] as const

export const TIPS = [
  'Come a little early to get a good seat.',
  'You can buy a ticket at the door.',
  'Take the number four bus from the bridge.',
  'Bring a warm coat, because it may get cold.',
  'It is best to walk, because there is no room for cars.',
  'Bring something to drink, {asker}.',
  'You do not have to pay for it.',
  'I can go there with you if you like.',
  'Ask for my sister at the door, and she will help you.',
  'Put it down in your diary, {asker}.',
] as const

export const VAGUE = [
  'It is somewhere in town, I think.',
  'It must be some day this week.',
  'It may be in the morning or in the evening.',
  'Somebody told me about the {event}, but I forgot.',
  'You will see when you get there.',
  'I think it is soon.',
  'There was something about it on the wall.',
  'People are talking about the {event}.',
  'It will be like last year.',
  'I am not sure about the time.',
] as const

export const REFUSALS = [
  'I do not know, {asker}.',
  'I can not help you with that.',
  'You have to ask somebody else.',
  'I did not read the note.',
  'I have never heard of the {event}.',
  'That is not my business.',
  'I do not want to talk about the {event}.',
  'Read it yourself, {asker}.',
] as const

export const OFF_TOPIC = [
  'My grandmother has three cats and a dog.',
  'I had soup and bread for lunch.',
  'The weather was very bad last week.',
  'My shoes are too small for me.',
  'I would like to learn how to swim.',
  'Our neighbour has painted his house green.',
  'Yesterday I saw a big ship.',
  'My brother plays football very well.',
  'The milk is in the kitchen.',
  'I like apples more than pears.',
  'My aunt lives far away from here.',
  'Last night I dreamed of a horse.',
] as const
