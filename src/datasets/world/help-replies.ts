/** @file Replies to somebody who wants help with a thing. */
import { neutralClose, politeClose, type Replies, rudeClose } from './request-templates'

export const HELP_REPLIES: Replies = {
  polite: {
    yes: {
      open: [
        'Of course, {asker}.',
        'Of course I will help you {verb} the {thing}.',
        'I would be happy to help you {verb} it, {asker}.',
        'With pleasure, {asker}.',
        'Yes, I would love to help you with your {thing}.',
        'I will gladly {verb} the {adj} {thing} with you.',
        'Sure, {asker}, you are always welcome to ask me.',
      ],
      middle: [
        'I can come to your house {soon}, if you like.',
        'Please wait a moment, and I will get my keys.',
        'Let me just put on my shoes.',
        'Would you like to start right now?',
        'Please tell me what I can do first.',
        'Let me do the hard part for you.',
        'We can {verb} the {thing} together, so please do not worry.',
        'Please sit down and have some tea while I {verb} it.',
        'Let me know if you need anything else.',
      ],
      close: politeClose,
    },
    no: {
      open: [
        'I am so sorry, {asker}, but I have to work {soon}.',
        'I wish I could help you, {asker}, but my back hurts.',
        'I am afraid I have no time {soon}, {asker}.',
        'I am very sorry, but I do not know how to {verb} {aThing}.',
        'I would love to help you {verb} it, but I am ill.',
      ],
      middle: [
        'Please ask me again next week.',
        'I can ask my brother to help you, if you like.',
        'Let me ask my neighbour for you.',
        'My sister can {verb} it for you, if you like.',
        'Would you like to wait until I come back?',
        'Let me know if I can help you in another way.',
      ],
      close: politeClose,
    },
  },
  neutral: {
    yes: {
      open: [
        'Yes, I can.',
        'All right, I will {verb} it {soon}.',
        'Yes, I can {verb} the {thing}.',
        'I can do it {soon}.',
        'All right.',
        'Yes, bring me the {adj} {thing}.',
      ],
      middle: [
        'It will take about an hour.',
        'I had to {verb} {aThing} last week, too.',
        'Put the {thing} {spot}.',
        'I will look at the {thing} {soon}.',
        'My brother knows how to {verb} {aThing}.',
        'The {adj} {thing} is quite old.',
        'First I have to eat my lunch.',
      ],
      close: neutralClose,
    },
    no: {
      open: [
        'No, I have no time {soon}.',
        'No, I have to work {soon}.',
        'I do not know how to {verb} {aThing}.',
        'Not {soon}.',
        'No, my back hurts.',
      ],
      middle: [
        'The man at the shop can {verb} the {thing}.',
        'Ask me again next week.',
        'You can ask the people next door.',
        'It takes a long time to {verb} {aThing}.',
        'I have a lot to do {soon}.',
        'A new {thing} does not cost much.',
      ],
      close: neutralClose,
    },
  },
  rude: {
    yes: {
      open: [
        'Fine, give me the stupid {thing} and stop asking.',
        'Oh no, {asker} wants something again.',
        'Give me that ugly {thing} and be quiet.',
        'Fine, because you are too stupid to {verb} it.',
      ],
      middle: [
        'You are too lazy to {verb} your own {thing}.',
        'I have never seen such an ugly {thing}.',
        'You will pay me for this, you lazy fool.',
        'A child could {verb} that {thing}, but you are too silly.',
        'I do it only because you will not stop talking.',
        'Next time do it yourself, because I am not your servant.',
      ],
      close: rudeClose,
    },
    no: {
      open: [
        'No way, {asker}.',
        'Certainly not, and do not ask again.',
        'You must be mad, {asker}.',
        '{verb} your stupid {thing} yourself.',
        'Ha, I would never help you {verb} it.',
        'What a stupid idea, {asker}.',
        'Do I look like your servant, {asker}?',
      ],
      middle: [
        'I do not care about your {adj} {thing}.',
        'Throw the ugly {thing} away, you fool.',
        'You are too lazy to {verb} your own {thing}.',
        'Even a child can {verb} {aThing} without help.',
        'You always want help, you silly fool.',
        'Your problems mean nothing to me.',
        'I would rather sleep all day than help you.',
        'You should be angry with yourself and not ask me.',
      ],
      close: rudeClose,
    },
  },
}
