import { describe, expect, it } from 'vitest'
import { lessons } from '../../i18n/en/lessons'
import { LESSON_IDS, type LessonArm, type LessonPoint } from '../../protocol/lesson'
import type { EvalMetrics } from '../../protocol/metrics'
import type { Contingency } from '../../protocol/train-events'
import { BETAS, FAST_GAMMAS, GAMMAS, LESSON_PLANS } from '../../store/lessons/lesson-plans'
import { EXHIBITS } from './exhibits'
import { pathPicture, sweepPicture } from './pictures'
import { verdictOf, verdictsByGroup } from './verdicts'

const SEEDS = [1, 2, 3]

/** Three seeds that differ by little, at one evaluation or at several. */
function arm(file: string, path: EvalMetrics | EvalMetrics[], contingency: Contingency | null = null): LessonArm {
  const steps = Array.isArray(path) ? path : [path]
  const nudged = (metrics: EvalMetrics, seed: number): EvalMetrics =>
    Object.fromEntries(Object.entries(metrics).map(([key, value]) => [key, value! * (1 + (seed - 2) * 0.001)]))
  const points = (seed: number): LessonPoint[] =>
    steps.map((metrics, i) => ({ step: i * 30, metrics: nudged(metrics, seed), contingency }))
  return { file, runs: SEEDS.map((seed) => ({ seed, points: points(seed) })) }
}

const outcomes = (lesson: (typeof LESSON_IDS)[number], arms: LessonArm[]) =>
  Object.fromEntries(verdictOf(lesson, arms).findings.map(({ claim, outcome }) => [claim, outcome]))

const winRates = (files: string[], rates: number[]) => files.map((file, i) => arm(file, { eval_win_rate: rates[i]! }))

describe('the lesson on γ', () => {
  const arms = (files: string[], accuracies: number[], likelihoods: number[], wins: number[]) =>
    files.map((file, i) =>
      arm(file, {
        'eval_rewards/accuracies': accuracies[i]!,
        'eval_logps_avg/chosen': likelihoods[i]!,
        eval_win_rate: wins[i]!,
      }),
    )
  const like = (files: string[]) =>
    arms(files, [0.6, 0.7, 0.8, 0.9, 0.95], [-0.3, -0.4, -0.5, -0.7, -1], [0.6, 0.7, 0.8, 0.7, 0.5])
  const unlike = (files: string[]) =>
    arms(files, [0.9, 0.8, 0.7, 0.6, 0.5], [-1, -0.7, -0.5, -0.4, -0.3], [0.5, 0.6, 0.7, 0.8, 0.9])
  const byRate = (given: LessonArm[]) =>
    verdictsByGroup(verdictOf('gamma', given)).map(({ group, agreement }) => [group, agreement])

  it('agrees with figures like the paper’s', () => {
    const given = [...like(GAMMAS), ...like(FAST_GAMMAS)]
    expect(verdictOf('gamma', given).agreement).toBe('agrees')
    expect(outcomes('gamma', given).onlyFalls).toBe('unclear')
  })
  it('does not with figures that go the other way', () => {
    const given = [...unlike(GAMMAS), ...unlike(FAST_GAMMAS)]
    expect(new Set(Object.values(outcomes('gamma', given)))).toEqual(new Set(['not']))
    expect(verdictOf('gamma', given).agreement).toBe('not-shown')
  })
  it('judges each learning rate by its own runs', () => {
    expect(byRate([...like(GAMMAS), ...unlike(FAST_GAMMAS)])).toEqual([
      ['gentle', 'agrees'],
      ['fast', 'not-shown'],
    ])
    expect(byRate([...unlike(GAMMAS), ...like(FAST_GAMMAS)])).toEqual([
      ['gentle', 'not-shown'],
      ['fast', 'agrees'],
    ])
  })
  it('judges nothing while an arm is missing', () => {
    expect(byRate([...like(GAMMAS).slice(1), ...like(FAST_GAMMAS)])).toEqual([
      ['gentle', 'unmeasured'],
      ['fast', 'agrees'],
    ])
  })
})

describe('the lesson on β', () => {
  const arms = (kls: number[], moved: number[]) =>
    BETAS.map((file, i) =>
      arm(file, {
        'eval_kl/chosen': kls[i]!,
        'eval_logps_delta/chosen': 0,
        'eval_logps_delta/rejected': -moved[i]!,
        eval_win_rate: [0.3, 0.7, 0.9, 0.8, 0.75][i]!,
      }),
    )
  it('agrees where KL and gap fall with β', () => {
    expect(verdictOf('beta', arms([1.2, 0.3, 0.1, 0.05, 0.02], [100, 30, 9, 4, 2])).agreement).toBe('agrees')
  })
  it('counts what the paper does not claim apart', () => {
    const against = verdictOf('beta', arms([0.02, 0.05, 0.1, 0.3, 1.2], [2, 4, 9, 30, 100]))
    expect(against.agreement).toBe('not-shown')
    expect(against.findings.find(({ claim }) => claim === 'middle')).toMatchObject({ outcome: 'shows', beyond: true })
  })
})

describe('the lesson on the falling log-prob', () => {
  it('says whether it fell, and whether the remedies help', () => {
    const measured = (dpo: number, sft: number) => [
      arm('falls-dpo', { 'eval_logps_delta/chosen': dpo, 'eval_rewards/accuracies': 0.9 }),
      arm('falls-sft', { 'eval_logps_delta/chosen': sft }),
    ]
    expect(outcomes('chosen-falls', measured(-20, 2))).toEqual({
      falls: 'shows',
      stillRight: 'shows',
      sftHelps: 'shows',
      betaHelps: 'unmeasured',
    })
    expect(outcomes('chosen-falls', measured(3, -4))).toMatchObject({ falls: 'not', sftHelps: 'not' })
  })
})

describe('the lesson on length', () => {
  const measured = (rho: [number, number, number]) =>
    ['length-simpo', 'length-dpo', 'length-no-length-normalisation'].map((file, i) =>
      arm(file, { 'eval_length/spearman_within': rho[i]!, 'eval_length/spearman_within_base': 0 }),
    )
  it('finds the paper’s order only where it is', () => {
    expect(outcomes('length-normalisation', measured([0.3, 0.6, 0.8])).order).toBe('shows')
    expect(outcomes('length-normalisation', measured([0.201, 0.193, 0.219])).order).toBe('unclear')
    expect(outcomes('length-normalisation', measured([0.8, 0.6, 0.3])).order).toBe('not')
  })
})

describe('the lesson on reward and likelihood', () => {
  const half = { bothRight: 30, rewardRightOnly: 20, likelihoodRightOnly: 10, neitherRight: 0 }
  const none = { bothRight: 40, rewardRightOnly: 0, likelihoodRightOnly: 0, neitherRight: 20 }
  it('counts the pairs on which they disagree', () => {
    const arms = [arm('length-dpo', {}, half), arm('length-simpo', {}, none)]
    expect(outcomes('reward-likelihood', arms)).toEqual({ many: 'shows', more: 'shows', none: 'shows' })
  })
  it('notices a SimPO that disagrees with itself, and a DPO that does not', () => {
    const arms = [arm('length-dpo', {}, none), arm('length-simpo', {}, half)]
    expect(outcomes('reward-likelihood', arms)).toEqual({ many: 'not', more: 'not', none: 'not' })
  })
})

describe('the lesson on the reference', () => {
  it('sees a better sDPO, and sees none', () => {
    const files = LESSON_PLANS.reference.arms
    const judged = (scores: number[]) => files.map((file, i) => arm(file, { 'eval_judge/policy': scores[i]! }))
    expect(verdictOf('reference', judged([0.5, 0.7, 0.6, 0.55])).agreement).toBe('agrees')
    expect(verdictOf('reference', judged([0.7, 0.5, 0.6, 0.55])).agreement).toBe('not-shown')
  })
})

describe('the lesson on wrong labels', () => {
  it('tells a remedy that helps from one that does not', () => {
    const arms = winRates(['noise-none', 'noise-dpo', 'noise-robust', 'noise-smoothed'], [0.9, 0.6, 0.8, 0.5])
    expect(outcomes('label-noise', arms)).toEqual({ hurts: 'shows', robust: 'shows', smoothed: 'not' })
  })
})

describe('the lesson on over-optimisation', () => {
  const path = (wins: number[], margins: number[]) =>
    arm(
      'beta-0.1',
      wins.map((rate, i) => ({ eval_win_rate: rate, 'eval_rewards/margins': margins[i]! })),
    )
  it('sees the turn, and that the margin does not', () => {
    expect(outcomes('over-optimisation', [path([0.5, 0.8, 0.3], [0, 1, 9])])).toMatchObject({
      turns: 'shows',
      blind: 'shows',
      leash: 'unmeasured',
    })
  })
  it('sees no turn where the win rate only rises', () => {
    expect(outcomes('over-optimisation', [path([0.5, 0.8, 0.9], [0, 1, 9])])).toMatchObject({
      turns: 'not',
      blind: 'not',
    })
  })
  it('sees a margin that warns', () => {
    expect(outcomes('over-optimisation', [path([0.5, 0.8, 0.3], [0, 5, 1])])).toMatchObject({ blind: 'not' })
  })
})

describe('every lesson', () => {
  it.each(LESSON_IDS)('%s has words for each of its steps, claims, runs and columns', (id) => {
    const { steps, claims } = lessons.texts[id]
    const { scenes, arms, groups } = LESSON_PLANS[id]
    expect(steps).toHaveLength(scenes.length)
    expect(steps.length).toBeGreaterThanOrEqual(3)
    expect(Object.keys(claims)).toEqual(verdictOf(id, []).findings.map(({ claim }) => claim))
    for (const name of [...arms, ...scenes.flatMap(({ shown, behind }) => [shown, ...behind])])
      expect(lessons.arms).toHaveProperty([name])
    expect(groups?.flatMap((group) => group.arms) ?? arms).toEqual(arms)
    for (const column of EXHIBITS[id].columns) expect(lessons.figures).toHaveProperty([column])
  })
  it.each(LESSON_IDS)('%s claims nothing where nothing was measured', (id) => {
    expect(verdictOf(id, []).agreement).toBe('unmeasured')
  })
})

describe('plots', () => {
  it('draw a dot for each seed and join the medians, and leave out what was not measured', () => {
    const [plot] = EXHIBITS.beta.plots
    if (plot?.kind !== 'sweep') throw new Error('The lesson on β has lost its plot.')
    const { lines, frame } = sweepPicture(plot, winRates(['beta-0.1', 'beta-10'], [0.3, 0.8]))
    expect(lines.map(({ id }) => id)).toEqual(['seed-1', 'seed-2', 'seed-3', 'median'])
    expect([...(frame.x as number[])]).toEqual([-1, 1])
    expect(frame.ys[3]).toEqual([0.3, 0.8])
  })
  it('draw another group’s medians behind, at the same settings', () => {
    const plot = EXHIBITS.gamma.plots.find(({ kind }) => kind === 'sweep')
    if (plot?.kind !== 'sweep') throw new Error('The lesson on γ has lost its plots.')
    const accuracies = (files: string[], shares: number[]) =>
      shares.map((share, i) => arm(files[i]!, { 'eval_rewards/accuracies': share }))
    const given = [...accuracies(FAST_GAMMAS, [0.9, 0.8, 0.7, 0.6, 0.5]), ...accuracies(GAMMAS, [0.1, 0.2, 0.3])]
    const { lines, frame } = sweepPicture(plot, given)
    expect(lines.map(({ id }) => id).slice(-2)).toEqual(['behind', 'median'])
    expect([...(frame.x as number[])]).toEqual([0, 0.3, 0.8, 1.6, 3.2].map(Math.sqrt))
    expect(frame.ys.slice(-2)).toEqual([
      [0.1, 0.2, 0.3, null, null],
      [0.9, 0.8, 0.7, 0.6, 0.5],
    ])
    expect(frame.yRange![0]).toBeLessThanOrEqual(0.1)
  })
  it('do not make much of small differences', () => {
    const [plot] = EXHIBITS.beta.plots
    if (plot?.kind !== 'sweep') throw new Error('The lesson on β has lost its plot.')
    const [low, high] = sweepPicture(plot, winRates(['beta-0.1', 'beta-10'], [0.7, 0.71])).frame.yRange!
    expect(high - low).toBeCloseTo(0.2)
  })
  it('go by distance, whatever the order in time', () => {
    const [plot] = EXHIBITS['over-optimisation'].plots
    if (plot?.kind !== 'path') throw new Error('The lesson on over-optimisation has lost its plot.')
    const points = [
      { eval_win_rate: 0.5, 'eval_kl/chosen': 0 },
      { eval_win_rate: 0.2, 'eval_kl/chosen': 4 },
      { eval_win_rate: 0.4, 'eval_kl/chosen': 1 },
    ]
    const { frame } = pathPicture(plot, [arm('beta-0.1', points)])
    expect([...(frame.x as number[])]).toEqual([0, 1, 2])
    expect(frame.ys).toEqual([[0.5, 0.4, 0.2]])
  })
})
