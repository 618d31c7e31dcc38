/** @file What the text of the lesson on γ says of its runs, held against the figures of these runs. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { LessonArm, LessonResults } from '../../protocol/lesson'
import { FAST_GAMMAS, GAMMAS } from '../../store/lessons/lesson-plans'
import { atEnd, type FigureId, overTime, spreadOf } from './figures'
import { falls } from './findings'
import { verdictOf } from './verdicts'

const read = (name: string): LessonArm[] =>
  (JSON.parse(readFileSync(`public/lessons/${name}.json`, 'utf8')) as LessonResults).arms
const arms = [...read('gamma'), ...read('gamma-fast')]

const BETA = 2
const RATIOS = [0, 0.3, 0.8, 1.6, 3.2]
const HALF_TIME = 60

const ends = (files: readonly string[], figure: FigureId) => files.map((file) => atEnd(arms, file, figure)!)
const halfTime = (file: string, figure: FigureId) =>
  overTime(arms, file, figure).find(({ step }) => step === HALF_TIME)!.spread
const runsOf = (file: string) => arms.find((arm) => arm.file === file)!.runs
const wins = (file: string, seed: number): number[] =>
  runsOf(file)
    .find((run) => run.seed === seed)!
    .points.map(({ metrics }) => metrics.eval_win_rate!)

describe('the lesson on γ says of the gentle rate', () => {
  it('that margins end near 0.2, below every γ but 0', () => {
    for (const { min, max } of ends(GAMMAS, 'margin')) {
      expect(min).toBeGreaterThan(0.15)
      expect(max).toBeLessThan(0.25)
    }
    expect(RATIOS[1]! * BETA).toBeGreaterThan(0.25)
  })
  it('that the runs are hard to tell apart', () => {
    const medians = ends(GAMMAS, 'chosenPerToken').map(({ median }) => median)
    expect(Math.max(...medians) - Math.min(...medians)).toBeLessThan(0.01)
  })
})

describe('and of the faster one', () => {
  it('that margins pass γ in every run', () => {
    ends(FAST_GAMMAS, 'margin').forEach(({ min }, i) => {
      expect(min).toBeGreaterThan(RATIOS[i]! * BETA)
    })
  })
  it('that the pairs are in order by half time, and stay so without γ', () => {
    for (const file of FAST_GAMMAS) expect(halfTime(file, 'accuracy').min).toBe(1)
    expect(atEnd(arms, 'gamma-fast-0', 'accuracy')!.min).toBe(1)
  })
  it('that the cost shows, and neither the gain nor the rise', () => {
    const outcomes = Object.fromEntries(verdictOf('gamma', arms).findings.map(({ claim, outcome }) => [claim, outcome]))
    expect(outcomes).toMatchObject({ fastAccuracy: 'not', fastLikelihood: 'shows', fastWinRate: 'not' })
    expect(outcomes.onlyFalls).toBe('shows')
    for (const seed of [1, 2, 3]) {
      const ofSeed = FAST_GAMMAS.map((file) => {
        const run = runsOf(file).find((one) => one.seed === seed)!
        return spreadOf([run.points.at(-1)!.metrics['eval_logps_avg/chosen']!])
      })
      expect(falls(ofSeed)).toBe('shows')
    }
  })
  it('that all do well by half time, and none wins half of its comparisons in the end', () => {
    for (const file of FAST_GAMMAS) {
      expect(halfTime(file, 'winRate').min).toBeGreaterThan(0.65)
      expect(atEnd(arms, file, 'winRate')!.max).toBeLessThan(0.5)
    }
  })
  it('that the tops rise a little with γ in the seed that is drawn, and not in the others', () => {
    const rise = (seed: number) => Math.max(...wins('gamma-fast-3.2', seed)) - Math.max(...wins('gamma-fast-0', seed))
    expect(rise(1)).toBeGreaterThan(0.02)
    expect(rise(2)).toBeLessThan(0.02)
    expect(rise(3)).toBeLessThan(0)
  })
})
