import { describe, expect, it } from 'vitest'
import { runConfig } from '../../protocol/run-config'
import { marginUnit, unitMismatch } from './margin-units'

const given = (objective: object, stages: object = {}) => runConfig.parse({ objective, stages })
const between = (a: object, b: object) => unitMismatch(given(a), given(b))

describe('units of margins and losses', () => {
  it('are the same for the same objective, whatever else is set', () => {
    const [a, b] = [given({ name: 'dpo', beta: 0.1 }), { ...given({ name: 'dpo', beta: 0.1 }), seed: 9 }]
    expect(unitMismatch(a, b)).toEqual({ margins: false, losses: false })
    // The aim is no unit: gamma moves the loss, not the margin.
    expect(between({ name: 'simpo' }, { name: 'simpo', gammaBetaRatio: 1 }).margins).toBe(false)
  })
  it('of margins follow beta, which is a factor of every reward; the loss has it inside', () => {
    expect(between({ name: 'dpo', beta: 0.1 }, { name: 'dpo', beta: 1 })).toEqual({ margins: true, losses: false })
    expect(
      unitMismatch(given({ name: 'dpo' }), given({ name: 'dpo' }, { count: 2, overrides: [{}, { beta: 3 }] })).margins,
    ).toBe(true)
  })
  it('of margins follow the beta of every stage, also where only the first ones set their own', () => {
    const stages = { count: 3, overrides: [{ beta: 1 }] }
    expect(unitMismatch(given({ name: 'dpo', beta: 1 }), given({ name: 'dpo', beta: 0.1 }, stages)).margins).toBe(true)
    const alike = { count: 2, overrides: [{ beta: 1 }, { beta: 1 }] }
    expect(unitMismatch(given({ name: 'dpo', beta: 1 }), given({ name: 'dpo', beta: 0.1 }, alike)).margins).toBe(false)
    // Stages by source are as many as the sources, whatever the count says.
    const bySource = {
      ...given({ name: 'dpo' }, { split: 'by-source', overrides: [{}, { beta: 3 }] }),
      sources: ['a', 'b'],
    }
    expect(unitMismatch(given({ name: 'dpo' }), bySource).margins).toBe(true)
  })
  it('differ between a ratio to a reference and a log-prob, whole or per token', () => {
    const dpo = { name: 'dpo', beta: 2 }
    expect(between(dpo, { name: 'simpo', beta: 2 })).toEqual({ margins: true, losses: true })
    expect(between(dpo, { ...dpo, variant: 'length-normalised' }).margins).toBe(true)
    expect(between({ name: 'simpo' }, { name: 'simpo', lengthNormalised: false }).margins).toBe(true)
    expect(between({ name: 'ipo', beta: 2 }, { ...dpo, variant: 'length-normalised' }).margins).toBe(false)
    expect(between(dpo, { ...dpo, variant: 'hinge' })).toEqual({ margins: false, losses: true })
  })
  it('has no margin to be mistaken without rewards', () => {
    expect(marginUnit(given({ name: 'sft' }))).toBeNull()
    expect(between({ name: 'dpo' }, { name: 'sft' })).toEqual({ margins: false, losses: true })
  })
})
