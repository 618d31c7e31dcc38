/** @file The corpus is deterministic, grammatical, short, varied, and shares no prompt with a preference set. */
import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { createRandom } from '../../protocol/random'
import { drawDocument, generateCorpus, type Kind, type WorldDocument } from './corpus'
import { judgeDetailed } from './detailed-judge'
import { type Grammar, isGrammatical } from './grammar'
import { judgeHappy } from './happy-judge'
import { judgeHelpful } from './helpful-judge'
import { KNOWLEDGE_GRAMMAR } from './knowledge'
import { NOTICE_GRAMMAR } from './notices'
import { judgePolite } from './polite-judge'
import { loadPreferenceSet, PREFERENCE_SETS } from './preference-sets'
import { REQUEST_GRAMMAR } from './requests'
import { STORY_GRAMMAR } from './stories'
import { isRepetitive, sentencesOf, wordsOf } from './text'

const grammars: readonly Grammar[] = [REQUEST_GRAMMAR, STORY_GRAMMAR, KNOWLEDGE_GRAMMAR, NOTICE_GRAMMAR]

describe('generateCorpus', () => {
  let documents: WorldDocument[]
  beforeAll(() => {
    documents = [...generateCorpus({ seed: 1, documents: 4000 })]
  })

  it('gives the same documents for the same seed, and others for another', () => {
    const again = [...generateCorpus({ seed: 1, documents: 50 })]
    expect(again).toEqual(documents.slice(0, 50))
    expect([...generateCorpus({ seed: 2, documents: 50 })]).not.toEqual(again)
  })

  it('is still the corpus that the bundled model was trained on', () => {
    const digest = createHash('sha256').update(JSON.stringify(documents)).digest('hex').slice(0, 16)
    // Another digest means another corpus: run `npm run pretrain` again, and only then write it here.
    expect(digest).toBe('62f1fa06e8fe71aa')
  })

  it('holds no prompt of a preference set', () => {
    const prompts = new Set(documents.map(({ prompt }) => prompt))
    const shared = PREFERENCE_SETS.flatMap(({ id }) => loadPreferenceSet(id).prompts).filter((prompt) =>
      prompts.has(prompt),
    )
    expect(shared).toEqual([])
  })

  it('is grammatical, finished and seldom repetitive', () => {
    const broken = documents.filter(({ completion }) => !grammars.some((grammar) => isGrammatical(completion, grammar)))
    expect(broken.map(({ completion }) => completion)).toEqual([])
    const repetitive = documents.filter(({ prompt, completion }) => isRepetitive(completion, prompt))
    expect(repetitive.length / documents.length).toBeLessThan(0.01)
  })

  it('has completions of one to six sentences that follow the prompt with a space', () => {
    for (const { prompt, completion } of documents) {
      expect(completion).toMatch(/^ [A-Z]/)
      expect(prompt).toMatch(/:$/)
      expect(sentencesOf(completion).length).toBeLessThanOrEqual(6)
      expect(wordsOf(completion).length).toBeLessThanOrEqual(75)
    }
  })

  it('hardly says the same thing twice', () => {
    const completions = new Set(documents.map(({ completion }) => completion))
    expect(completions.size / documents.length).toBeGreaterThan(0.93)
  })

  it.each([
    ['request', judgePolite],
    ['story', judgeHappy],
    ['animal', judgeDetailed],
    ['notice', judgeHelpful],
  ] as const)(
    'leaves room to move: the mean score of text of the kind %s is 0.2 to 0.35, and scores range widely',
    (kind, judge) => {
      const random = createRandom(3, kind)
      const scores = Array.from({ length: 800 }, () => {
        const { prompt, completion } = drawDocument(random, kind as Kind, true)
        return judge(prompt, completion)
      })
      const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
      console.info(`mean judge score of the corpus, ${kind}: ${mean.toFixed(3)}`)
      expect(mean).toBeGreaterThan(0.2)
      expect(mean).toBeLessThan(0.35)
      expect(Math.min(...scores)).toBe(0)
      expect(Math.max(...scores)).toBeGreaterThan(0.85)
      expect(new Set(scores).size).toBeGreaterThan(5)
    },
  )
})
