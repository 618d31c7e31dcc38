/** @file The judges: graded, fair to new wordings of the world's sentences, and not to be fooled. */
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../protocol/random'
import { ADVICE, FILLERS } from './animal-sentences'
import { BORROW_REPLIES } from './borrow-replies'
import { judgeDetailed } from './detailed-judge'
import { judgeHappy } from './happy-judge'
import { HELP_REPLIES } from './help-replies'
import { judgeHelpful } from './helpful-judge'
import { drawAnswer, drawQuestion } from './knowledge'
import { drawNotice, drawNoticeAnswer } from './notices'
import { judgePolite, RUDE_MARKS } from './polite-judge'
import { loadPreferenceSet, PREFERENCE_SETS } from './preference-sets'
import type { Reply, Tone } from './request-templates'
import { drawReply, drawRequest } from './requests'
import { drawStory, drawStoryTask } from './stories'
import { CLOSINGS, PLOTS } from './story-plots'
import { holds, isRepetitive, sentencesOf } from './text'

const ASKED = 'At the door Tom asks: Can I borrow your blue umbrella?\nAnna:'
const STORY = 'Write a story about Mia, a red kite and the park.\nStory:'
const TOLD = 'Tell Ella about the fox.\nAnswer:'
const NOTE = 'Note: The concert is in the park on Friday at six. Nina asks: Where and when is the concert?\nPaul:'

describe('every judge', () => {
  const spoil: Record<string, (text: string) => string> = {
    empty: () => '',
    blank: () => '  ',
    unfinished: (text) => text.replace(/[.?!]$/, ''),
    'cut in the middle of a sentence': (text) => `${text} The`,
    'without capitals': (text) => text.toLowerCase(),
    'with a sentence said twice': (text) => `${text} ${sentencesOf(text).at(-1)}`,
    'with a word doubled': (text) => text.replace(/([A-Za-z']+)([^A-Za-z']*)$/, '$1 $1$2'),
    'with its words in reverse': (text) => ` ${text.trim().split(' ').reverse().join(' ')}`,
    'with an unknown word': (text) => text.replace(/ (\w+)\.$/, ' zorgle.'),
    'about somebody else': (text) => `${text} Come here, Hugo.`,
    'with junk at its end': (text) => `${text} %%`,
  }
  const good = PREFERENCE_SETS.flatMap(({ id }) => {
    const { pairs, judge } = loadPreferenceSet(id)
    return pairs.slice(0, 25).map((pair) => ({ judge, prompt: pair.prompt as string, chosen: pair.chosen as string }))
  })

  it.each(Object.keys(spoil))('gives nothing to a good completion that is made %s', (how) => {
    for (const { judge, prompt, chosen } of good)
      expect([judge(prompt, spoil[how]!(chosen)), chosen]).toEqual([0, chosen])
  })

  it('gives nothing to the completion of another prompt of its own kind', () => {
    for (const { id } of PREFERENCE_SETS) {
      const { pairs, judge } = loadPreferenceSet(id)
      const scores = pairs.slice(0, 50).map((pair, at) => judge(pairs[at + 1]!.prompt as string, pair.chosen as string))
      // Some replies name nothing of their prompt, so they answer any.
      expect(scores.filter((score) => score === 0).length).toBeGreaterThan(scores.length * 0.6)
    }
  })

  it('gives nothing to text of another kind', () => {
    const judges = PREFERENCE_SETS.map(({ id }) => loadPreferenceSet(id))
    for (const one of judges) {
      for (const other of judges.filter((set) => set !== one)) {
        expect(one.judge(one.prompts[0]!, other.pairs[0]!.chosen as string)).toBe(0)
      }
    }
  })
})

describe('judgePolite', () => {
  it('grades in steps', () => {
    const replies = [
      ' No way, Tom.',
      ' Yes, you can.',
      ' Of course, Tom.',
      ' Of course, Tom. Please keep the umbrella as long as you like.',
      ' Of course, Tom. Please keep the umbrella as long as you like. I hope you have a lovely time.',
    ]
    const scores = replies.map((reply) => judgePolite(ASKED, reply))
    expect(scores[0]).toBe(0)
    expect(scores[4]).toBeGreaterThan(0.9)
    expect(scores).toEqual([...new Set(scores)].sort((a, b) => a - b))
  })

  it('takes new combinations of known words', () => {
    expect(judgePolite(ASKED, ' Of course, Tom. You will find the umbrella under the stairs.')).toBeGreaterThanOrEqual(
      0.35,
    )
    expect(judgePolite(ASKED, ' I would be happy to help you. The blue umbrella is quite old.')).toBeGreaterThan(0.2)
  })

  it('wins nothing by saying please again and again', () => {
    const once = judgePolite(ASKED, ' Please take my blue umbrella, it is no trouble at all.')
    expect(once).toBeGreaterThan(0.3)
    expect(
      judgePolite(ASKED, ' Please take my blue umbrella, it is no trouble at all. Yes, please take the umbrella, Tom.'),
    ).toBeLessThan(once + 0.15)
    expect(judgePolite(ASKED, ` ${'Please '.repeat(10).trim()}.`)).toBe(0)
    expect(judgePolite(ASKED, ' Please please take the umbrella, Tom.')).toBe(0)
  })

  it('gives nothing for another thing, another colour, the wrong name or an insult', () => {
    expect(judgePolite(ASKED, ' Of course, Tom. The umbrella is in the hall.')).toBeGreaterThan(0)
    expect(judgePolite(ASKED, ' Of course, Tom. The lamp is in the hall.')).toBe(0)
    expect(judgePolite(ASKED, ' Of course, Tom. The green umbrella is in the hall.')).toBe(0)
    expect(judgePolite(ASKED, ' Of course, Anna. The umbrella is in the hall.')).toBe(0)
    expect(judgePolite(ASKED, ' Of course, Tom. That was a stupid question anyway.')).toBe(0)
  })

  it('hears rudeness in every rude reply and in no other', () => {
    const sentences = (tone: Tone, parts: readonly (keyof Reply)[]) =>
      [BORROW_REPLIES, HELP_REPLIES].flatMap((replies) =>
        Object.values(replies[tone]).flatMap((reply) => parts.flatMap((part) => reply[part])),
      )
    const isRude = (sentence: string) => RUDE_MARKS.some((mark) => holds(sentence.replace(/\{\w+\}/g, 'lamp'), mark))
    const all = ['open', 'middle', 'close'] as const
    expect(sentences('rude', all).filter((sentence) => !isRude(sentence))).toEqual([])
    expect([...sentences('polite', all), ...sentences('neutral', all)].filter(isRude)).toEqual([])
  })
})

describe('judgeHappy', () => {
  const story = (end: string) => ` Mia took her red kite to the park. When she turned around, the kite was gone. ${end}`

  it('grades the ending: sad, plain, happy, very happy', () => {
    const scores = [
      story('The kite was gone, and Mia sat down and cried.'),
      story('It was getting late, so Mia walked back to the house.'),
      story('In the end Mia found the kite safe in her own bag.'),
      story('At last Mia found the kite in the tall grass and laughed. They ate cake together and laughed until dark.'),
    ].map((text) => judgeHappy(STORY, text))
    expect(scores[0]).toBe(0)
    expect(scores[1]).toBeLessThan(0.2)
    expect(scores[2]).toBeGreaterThan(0.5)
    expect(scores[3]).toBeGreaterThan(scores[2]!)
  })

  it('gives nothing for another child, toy, place or gender', () => {
    const good = story('Mia smiled all the way home.')
    expect(judgeHappy(STORY, good)).toBeGreaterThan(0.5)
    expect(judgeHappy(STORY, good.replaceAll('Mia', 'Zoe'))).toBe(0)
    expect(judgeHappy(STORY, good.replaceAll('kite', 'drum'))).toBe(0)
    expect(judgeHappy(STORY, good.replace('to the park', 'to the mill'))).toBe(0)
    expect(judgeHappy(STORY, good.replace('When she', 'When he'))).toBe(0)
  })

  it('knows every ending of the world for what it is', () => {
    const mistaken: string[] = []
    for (const plot of PLOTS) {
      for (const ending of ['happy', 'plain', 'sad'] as const) {
        for (const template of [...plot.end[ending], ...CLOSINGS[ending]]) {
          const subject = plot.about === 'toy' ? 'kite' : 'lamb'
          const fillers: Record<string, string> = {
            who: 'Mia',
            she: 'she',
            her: 'her',
            him: 'her',
            thing: subject,
            adj: 'white',
            a: 'a',
            place: 'park',
            in: 'in the park',
            rel: 'aunt',
          }
          const said = template.replace(/\{(\w+)\}/g, (_, slot: string) => fillers[slot] ?? slot)
          const text = ` Mia took her white ${subject} to the park. ${said.charAt(0).toUpperCase()}${said.slice(1)}`
          const score = judgeHappy(`Write a story about Mia, a white ${subject} and the park.\nStory:`, text)
          const range = { happy: [0.5, 1], plain: [0.05, 0.35], sad: [0, 0] }[ending]
          if (score < range[0]! || score > range[1]!) mistaken.push(`${ending} ${score}: ${template}`)
        }
      }
    }
    expect(mistaken).toEqual([])
  })
})

describe('judgeDetailed', () => {
  const facts = [
    'The fox lives in a den under the ground.',
    'It eats mice, eggs and berries.',
    'It has red fur and a long thick tail.',
  ]

  it('pays for each further fact, and for advice', () => {
    const scores = [1, 2, 3].map((count) => judgeDetailed(TOLD, ` ${facts.slice(0, count).join(' ')}`))
    expect(scores).toEqual([0.2, 0.4, 0.55])
    expect(judgeDetailed(TOLD, ` ${facts.join(' ')} Do not touch it, and watch it from a distance.`)).toBe(0.75)
  })

  it('does not pay for length: filler, the same fact in other words and false facts', () => {
    const one = judgeDetailed(TOLD, ` ${facts[0]}`)
    expect(
      judgeDetailed(TOLD, ` ${facts[0]} Everybody knows something about it. It does this and that all day.`),
    ).toBeLessThan(one)
    const fed = ` ${facts[0]} ${facts[1]}`
    expect(judgeDetailed(TOLD, `${fed} It likes mice and berries.`)).toBe(judgeDetailed(TOLD, fed))
    expect(judgeDetailed(TOLD, ` ${facts[0]} It eats hay, oats and carrots.`)).toBeLessThan(one)
    expect(judgeDetailed(TOLD, ' The owl is a silent hunter.')).toBe(0)
    expect(
      judgeDetailed(
        TOLD,
        ` ${FILLERS.slice(0, 4)
          .map((one) => one.replace(/\{\w+\}/, 'the fox').replace('The the', 'The'))
          .join(' ')}`,
      ),
    ).toBe(0)
  })

  it('has advice for every group of animals', () => {
    expect(Object.values(ADVICE).every((advice) => advice.length >= 3)).toBe(true)
  })
})

describe('judgeHelpful', () => {
  it('grades by right details and tips', () => {
    const answers = [
      ' I like apples more than pears.',
      ' The concert is on Friday.',
      ' The concert is in the park.',
      ' It is in the park on Friday, some time in the afternoon.',
      ' It is in the park on Friday at six.',
      ' It is in the park on Friday at six. Bring something to drink, Nina.',
    ]
    const scores = answers.map((answer) => judgeHelpful(NOTE, answer))
    expect(scores[0]).toBe(0)
    expect(scores).toEqual([...new Set(scores)].sort((a, b) => a - b))
    expect(scores.at(-1)).toBeGreaterThanOrEqual(0.9)
  })

  it('holds a wrong detail worse than a missing one, and helpless words against the answer', () => {
    const missing = judgeHelpful(NOTE, ' It is in the park on Friday, some time in the afternoon.')
    expect(judgeHelpful(NOTE, ' It is in the park on Friday at nine.')).toBeLessThan(missing)
    expect(judgeHelpful(NOTE, ' The concert is in the park. I am not sure about the time.')).toBeLessThan(
      judgeHelpful(NOTE, ' The concert is in the park.'),
    )
    expect(judgeHelpful(NOTE, ' The feast is in the park on Friday at six.')).toBe(0)
  })
})

describe('judges and generators', () => {
  it('agree on what is good and what is bad', () => {
    const random = createRandom(11)
    const wrong: string[] = []
    const check = (text: string, score: number, least: number, most: number) => {
      if (score < least || score > most) wrong.push(`${score}:${text}`)
    }
    for (let i = 0; i < 300; i++) {
      const request = drawRequest(random)
      const polite = drawReply(random, request, 'polite', 2 + random.int(3))
      // Three times the same word of courtesy is one too many; else a polite reply always counts.
      if (!isRepetitive(polite, request.prompt)) check(polite, judgePolite(request.prompt, polite), 0.2, 1)
      const neutral = drawReply(random, request, 'neutral', 2 + random.int(3))
      check(neutral, judgePolite(request.prompt, neutral), 0.05, 0.05)
      const rude = drawReply(random, request, 'rude', 2 + random.int(3))
      check(rude, judgePolite(request.prompt, rude), 0, 0)

      const task = drawStoryTask(random)
      const range = { happy: [0.5, 1], plain: [0.1, 0.3], sad: [0, 0] } as const
      for (const ending of ['happy', 'plain', 'sad'] as const) {
        const story = drawStory(random, task, ending, 3 + random.int(4))
        check(story, judgeHappy(task.prompt, story), range[ending][0], range[ending][1])
      }

      const notice = drawNotice(random)
      const whole = drawNoticeAnswer(random, notice, 'whole', 1 + random.int(4))
      check(whole, judgeHelpful(notice.prompt, whole), 0.65, 1)
      const question = drawQuestion(random)
      const full = drawAnswer(random, question, { facts: 5, fillers: 0, wrong: 0, advice: true })
      check(full, judgeDetailed(question.prompt, full), 0.98, 0.98)
    }
    expect(wrong).toEqual([])
  })
})
