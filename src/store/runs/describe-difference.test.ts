import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { words } from '../../i18n/words'
import { type RunConfig, runConfig } from '../../protocol/run-config'
import { setAt } from '../config-path'
import { describeConfig, describeDifference, differences } from './describe-difference'

const BASE = runConfig.parse({})
const given = (settings: object): RunConfig => runConfig.parse(settings)

describe('the difference between two runs', () => {
  it('is said with the symbols and values of the page', () => {
    const former = given({ objective: { name: 'simpo', beta: 2 } })
    const now = given({ objective: { name: 'simpo', beta: 10 }, optimizer: { learningRate: 1e-4 }, seed: 2 })
    expect(describeDifference(now, former)).toBe('β 2 → 10, learning rate 3e-4 → 1e-4, seed 1 → 2')
  })
  it('begins with another objective, and tells what it brings', () => {
    const simpo = given({ objective: { name: 'simpo' }, sources: ['detailed'] })
    expect(describeDifference(simpo, BASE)).toBe('SimPO instead of DPO, β 0.1 → 2, γ/β 0.5, data polite → detailed')
    expect(describeDifference(BASE, simpo)).toBe('DPO instead of SimPO, β 2 → 0.1, data detailed → polite')
  })
  it('says what an empty value means', () => {
    const now = given({ training: { maxSteps: 40 }, warmup: { enabled: true }, optimizer: { schedule: 'cosine' } })
    expect(describeDifference(now, BASE)).toBe('SFT warm-up off → on, schedule linear → cosine, steps by epochs → 40')
  })
  it('names stages that are set apart', () => {
    const staged = given({ stages: { count: 2, overrides: [{}, { beta: 0.5, learningRate: 1e-4 }] } })
    expect(describeDifference(staged, BASE)).toBe(
      'stages 1 → 2, stages set apart none → stage 2: learning rate 1e-4 β 0.5',
    )
  })
  it('tells values apart that look the same in few digits', () => {
    const [a, b] = [
      given({ optimizer: { learningRate: 1.23456e-4 } }),
      given({ optimizer: { learningRate: 1.23457e-4 } }),
    ]
    expect(describeDifference(b, a)).toBe('learning rate 0.000123456 → 0.000123457')
  })
  it('does not depend on the order of keys', () => {
    const { seed, ...rest } = BASE
    expect(describeDifference({ ...rest, seed } as RunConfig, BASE)).toBe(words.library.difference.same)
  })

  const PATHS = describePaths(BASE).filter((path) => path !== 'version')

  it('never takes differing settings for the same', () => {
    const value = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.string(),
      fc.constant(null),
      fc.array(fc.string(), { maxLength: 3 }),
    )
    fc.assert(
      fc.property(fc.constantFrom(...PATHS), value, (path, other) => {
        fc.pre(path !== 'stages.overrides')
        const changed = setAt(BASE, path, other)
        const isSame = JSON.stringify(changed) === JSON.stringify(BASE)
        expect(describeDifference(changed, BASE) === words.library.difference.same).toBe(isSame)
      }),
    )
  })
  it('never takes differing stages for the same', () => {
    const override = fc.record(
      { beta: fc.double({ min: 0.01, max: 9, noNaN: true }), epochs: fc.double({ min: 0.5, max: 9, noNaN: true }) },
      { requiredKeys: [] },
    )
    const overrides = fc.array(override, { maxLength: 3 })
    fc.assert(
      fc.property(overrides, overrides, (a, b) => {
        const [now, before] = [setAt(BASE, 'stages.overrides', a), setAt(BASE, 'stages.overrides', b)]
        const isSame = JSON.stringify(a) === JSON.stringify(b)
        expect(differences(now, before).length === 0).toBe(isSame)
      }),
    )
  })
  it('has a word for every setting', () => {
    for (const objective of ['dpo', 'ipo', 'simpo', 'orpo', 'sft']) {
      const config = given({ objective: { name: objective } })
      for (const { label } of describeConfig(config)) expect(label).not.toMatch(/\w\.\w/)
      expect(describeConfig(config)).toHaveLength(describePaths(config).length - 1)
    }
  })
})

function describePaths(node: unknown, path = ''): string[] {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return [path]
  return Object.entries(node).flatMap(([key, value]) => describePaths(value, path ? `${path}.${key}` : key))
}
