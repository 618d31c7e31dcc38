import { describe, expect, it } from 'vitest'
import { notesOf } from './notes'
import { accuracyReading, lengthReading, logProbReading, marginReading } from './readings'
import type { Summary } from './summary'

const nan = Number.NaN
const BLANK: Summary = {
  step: 120,
  objective: 'dpo',
  gamma: null,
  stage: 1,
  stages: 1,
  pairs: 96,
  margin: nan,
  accuracy: nan,
  chosenDelta: nan,
  rejectedDelta: nan,
  heldMargin: nan,
  heldAccuracy: nan,
  cumulativeMargin: nan,
  rhoWithin: nan,
  rhoPooled: nan,
  rhoBase: nan,
  winRate: nan,
  bestWinRate: Number.NEGATIVE_INFINITY,
  evaluatedAt: 120,
  sampleLength: nan,
  sampleLengthBase: nan,
  eosRate: nan,
  eosRateBase: nan,
  repetition: nan,
  repetitionBase: nan,
  kl: nan,
}
const summary = (some: Partial<Summary> = {}): Summary => ({ ...BLANK, ...some })
const noted = (some: Partial<Summary>): string[] => notesOf(summary(some)).map((note) => note.id)

describe('readings', () => {
  it('says margin and share', () => {
    expect(marginReading(summary({ margin: 1.8, accuracy: 0.93 }))).toBe(
      'Margin 1.8, chosen ahead in 93%: means over the last 96 pairs, to step 120.',
    )
  })
  it('names γ for SimPO and the base for later stages', () => {
    expect(marginReading(summary({ margin: 0.5, gamma: 1, accuracy: 1 }))).toContain('target γ 1.0, chosen ahead')
    expect(marginReading(summary({ margin: 0.5, accuracy: 0.9, stage: 2, stages: 3, cumulativeMargin: 1.9 }))).toBe(
      'Margin 0.50, chosen ahead in 90%: last 96 pairs, to step 120. Since the base, held out: 1.9.',
    )
  })
  it('is silent before there is anything', () => {
    const blank = summary({ step: 0, evaluatedAt: null })
    for (const read of [marginReading, logProbReading, lengthReading, accuracyReading]) expect(read(blank)).toBe('')
  })
  it('says who moved', () => {
    expect(logProbReading(summary({ chosenDelta: -3, rejectedDelta: -9.4 }))).toBe(
      'Since the base: chosen −3.0, rejected −9.4 nats. The gap grows: rejected falls faster.',
    )
    expect(logProbReading(summary({ chosenDelta: 2, rejectedDelta: -2 }))).toContain('from both sides')
  })
  it('says n/a for an undefined ρ, and compares a defined one with the base', () => {
    expect(lengthReading(summary())).toContain('n/a')
    expect(lengthReading(summary({ rhoWithin: 0.32, rhoBase: 0.12 }))).toContain('more than in the base')
    expect(lengthReading(summary({ rhoWithin: 0.12, rhoBase: 0.11 }))).toContain('about as for the base')
  })
  it('puts accuracy and win rate in one sentence, whatever is known', () => {
    expect(accuracyReading(summary({ accuracy: 0.9, heldAccuracy: 0.8, winRate: 0.7 }))).toBe(
      'Right in 90% of the last 96 pairs, 80% held out; the judge prefers the policy in 70%.',
    )
    expect(accuracyReading(summary({ winRate: 0.7 }))).toMatch(/^The judge/)
  })
  it('keeps what was measured before the first step out of what training did', () => {
    const early = { evaluatedAt: 0, accuracy: 0.95, heldAccuracy: 0.41, winRate: 0.5 }
    expect(accuracyReading(summary(early))).toBe('Right in 95% of the last 96 pairs.')
    expect(noted(early)).toEqual([])
    const staged = { margin: 0.5, accuracy: 0.9, stages: 2, cumulativeMargin: 3e-8, evaluatedAt: 0 }
    expect(marginReading(summary(staged))).not.toMatch(/since the base/i)
  })
})

describe('notes', () => {
  it('has none for a run of which nothing is known', () => expect(noted({})).toEqual([]))
  it('explains that chosen falls while the margin rises', () => {
    expect(noted({ chosenDelta: -3, rejectedDelta: -9 })).toEqual(['both-fall'])
    expect(noted({ chosenDelta: -0.2, rejectedDelta: -9 })).toEqual([])
  })
  it('offers β for DPO alone', () => {
    const text = (objective: Summary['objective']) =>
      notesOf(summary({ objective, chosenDelta: -3, rejectedDelta: -9 }))[0]!.text
    expect(text('dpo')).toContain('raise β')
    expect(text('simpo')).not.toContain('raise β')
  })
  it('tells of the target, saturation, over-optimisation and length', () => {
    expect(noted({ gamma: 1, margin: 1.2 })).toEqual(['past-gamma'])
    expect(noted({ accuracy: 0.99 })).toEqual(['saturated'])
    expect(noted({ accuracy: 0.95, winRate: 0.6, bestWinRate: 0.8 })).toEqual(['over-optimised'])
    expect(noted({ accuracy: 0.95, heldAccuracy: 0.7 })).toEqual(['overfitted'])
    expect(noted({ kl: 0.8, repetition: 0.3, repetitionBase: 0.05 })).toEqual(['repeats', 'kl-large'])
    expect(noted({ sampleLength: 60, sampleLengthBase: 40 })).toEqual(['longer'])
    expect(noted({ rhoWithin: 0.4, rhoBase: 0.2 })).toEqual(['rho-rises'])
    expect(noted({ eosRate: 0.5, eosRateBase: 0.9 })).toEqual(['does-not-end'])
  })
})
