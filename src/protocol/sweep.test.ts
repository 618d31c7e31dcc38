import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isNumeric, numericPaths } from './config-path'
import { AppError } from './errors'
import { runConfig } from './run-config'
import { parseSweep, type SweepInput } from './sweep'
import { comparedMetrics, goalOf, metricKeys } from './sweep-metrics'
import { pointsOf, sameness, sizeOf, trialsOf } from './sweep-trials'

const sweep = (given: Partial<SweepInput> & Pick<SweepInput, 'fields'>) => parseSweep(given)
const values = (given: Partial<SweepInput> & Pick<SweepInput, 'fields'>) =>
  trialsOf(sweep(given)).map((trial) => trial.values)

function errorOf(work: () => unknown): AppError {
  try {
    work()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('Nothing was thrown.')
}

const BETA = { path: 'objective.beta', min: 0.01, max: 5, scale: 'log' } as const
const RATE = { path: 'optimizer.learningRate', min: 1e-5, max: 3e-3, scale: 'log' } as const
const BATCH = { path: 'training.batchSize', min: 1, max: 32, integer: true } as const

describe('a grid', () => {
  it('has every combination, and changes the seed last so that a budget cuts seeds', () => {
    const fields = [
      { path: 'objective.beta', values: [0.1, 1] },
      { path: 'seed', values: [1, 2] },
    ]
    expect(values({ fields })).toEqual([
      { seed: 1, 'objective.beta': 0.1 },
      { seed: 1, 'objective.beta': 1 },
      { seed: 2, 'objective.beta': 0.1 },
      { seed: 2, 'objective.beta': 1 },
    ])
    expect(values({ fields, budget: { runs: 2 } })).toEqual([
      { seed: 1, 'objective.beta': 0.1 },
      { seed: 1, 'objective.beta': 1 },
    ])
  })

  it('has as many runs as the product of its fields, each a whole config', () => {
    const count = fc.integer({ min: 1, max: 5 })
    fc.assert(
      fc.property(count, count, count, (betas, rates, seeds) => {
        const asked = sweep({
          fields: [
            { ...BETA, count: betas },
            { ...RATE, count: rates },
            { path: 'seed', values: Array.from({ length: seeds }, (_, i) => i) },
          ],
        })
        const trials = trialsOf(asked)
        expect(trials).toHaveLength(betas * rates * seeds)
        expect(sizeOf(asked)).toBe(trials.length)
        for (const { config } of trials) expect(runConfig.parse(config)).toEqual(config)
      }),
      { numRuns: 30 },
    )
  })

  it('spaces a range from end to end: by ratios where it is log, whole numbers where they are asked for', () => {
    const points = (field: object) => pointsOf(sweep({ fields: [field as never] }).fields[0]!)
    expect(points({ ...RATE, min: 1e-5, max: 1e-3 })).toEqual([1e-5, 1e-4, 1e-3])
    expect(points({ path: 'data.labelNoise', min: 0, max: 0.5, count: 6 })).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5])
    expect(points({ path: 'seed', min: 1, max: 5, integer: true })).toEqual([1, 2, 3, 4, 5])
    expect(points({ ...BATCH, count: 3 })).toEqual([1, 17, 32])
  })

  it('runs nothing twice', () => {
    expect(values({ fields: [{ path: 'objective.beta', values: [1, 1, 2] }] })).toHaveLength(2)
  })

  it('is refused where it is too large to be meant', () => {
    const fields = ['objective.beta', 'optimizer.learningRate', 'optimizer.weightDecay'].map((path) => ({
      path,
      min: 0.1,
      max: 0.9,
      count: 20,
    }))
    expect(errorOf(() => trialsOf(sweep({ fields }))).message).toContain('8000 runs')
  })
})

describe('a random search', () => {
  const search = (seed: number, runs = 8) =>
    sweep({ method: 'random', seed, budget: { runs }, fields: [BETA, RATE, BATCH] })

  it('stays within its ranges and is decided by its seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const trials = trialsOf(search(seed))
        expect(trials).toHaveLength(8)
        expect(trialsOf(search(seed))).toEqual(trials)
        for (const { values, config } of trials) {
          for (const { path, min, max } of [BETA, RATE, BATCH]) {
            expect(values[path]).toBeGreaterThanOrEqual(min)
            expect(values[path]).toBeLessThanOrEqual(max)
          }
          expect(Number.isInteger(values['training.batchSize'])).toBe(true)
          expect(runConfig.parse(config)).toEqual(config)
        }
      }),
      { numRuns: 50 },
    )
    expect(trialsOf(search(1))).not.toEqual(trialsOf(search(2)))
  })

  it('draws ratios evenly where the range is log: about half lies below the geometric mean', () => {
    const trials = trialsOf(search(3, 200))
    const below = trials.filter(({ config }) => config.optimizer.learningRate < Math.sqrt(1e-5 * 3e-3))
    expect(below.length).toBeGreaterThan(70)
    expect(below.length).toBeLessThan(130)
  })

  it('runs every setting with every seed', () => {
    const found = values({
      method: 'random',
      budget: { runs: 7 },
      fields: [BETA, { path: 'seed', values: [1, 2, 3] }],
    })
    expect(found).toHaveLength(6)
    const of = (seed: number) => found.filter((each) => each.seed === seed).map((each) => each['objective.beta'])
    expect(of(1)).toHaveLength(2)
    expect(of(2)).toEqual(of(1))
    expect(of(3)).toEqual(of(1))
  })

  it('ends where there is no further setting to draw', () => {
    const fields = [{ path: 'stages.count', min: 1, max: 3, integer: true }]
    expect(values({ method: 'random', budget: { runs: 10 }, fields })).toHaveLength(3)
  })
})

describe('what cannot be run is refused with path, value and remedy', () => {
  const refused = (path: string, value: number, base: Record<string, unknown> = {}) =>
    errorOf(() => trialsOf(sweep({ base, fields: [{ path, values: [value] }] })))

  it.each([
    ['objective.gammaBetaRatio', 0.5, /objective.gammaBetaRatio is no setting of this run/],
    ['optimizer.learningrate', 1, /optimizer.learningrate is no setting/],
    ['model', 3, /model is "small-world", no number/],
    ['tuning.rsLora', 1, /tuning.rsLora is false, no number/],
    ['adapter', 1, /adapter is null, no number/],
    ['version', 1, /version is no setting/],
    ['__proto__.polluted', 1, /is no setting/],
    ['stages.overrides.99.beta', 1, /is no setting/],
    ['objective.beta', -1, /objective.beta is -1/],
    ['training.batchSize', 2.5, /training.batchSize is 2.5/],
  ])('%s = %s', (path, value, message) => {
    const { code, message: said, remedy } = refused(path, value)
    expect(code).toBe('config/invalid')
    expect(said).toMatch(message)
    expect(said).toContain(String(value))
    expect(remedy).not.toBe('')
  })

  it.each([
    [{ path: 'seed' }, 'fields.0.values of the sweep is missing'],
    [{ path: 'seed', min: 3, max: 2 }, 'fields.0.min of the sweep is 3'],
    [{ path: 'seed', min: 0, max: 2, scale: 'log' }, 'fields.0.min of the sweep is 0'],
    [{ path: 'seed', values: [1], valeus: [2] }, 'fields.0.valeus of the sweep is [2]'],
    [{ path: 'seed', values: ['1'] }, 'fields.0.values.0 of the sweep is "1"'],
  ])('%j', (field, message) => {
    expect(errorOf(() => parseSweep({ fields: [field] })).message).toContain(message)
  })

  it('asks for a number of runs before it searches at random, and for one rule of length', () => {
    const fields = [{ path: 'seed', values: [1] }]
    expect(errorOf(() => parseSweep({ method: 'random', fields })).message).toContain('budget.runs')
    const length = [{ path: 'training.maxSteps', values: [5] }]
    expect(errorOf(() => parseSweep({ fields: length, budget: { steps: 3 } })).message).toContain('fields.0.path')
    expect(errorOf(() => parseSweep('no')).message).toBe('This is no sweep.')
  })
})

describe('the steps of the budget', () => {
  it('are shared by the stages, also where their number varies', () => {
    const fields = [{ path: 'stages.count', values: [1, 3] }]
    const trials = trialsOf(sweep({ fields, budget: { steps: 30 }, base: { stages: { count: 2 } } }))
    expect(trials.map(({ config }) => config.training.maxSteps)).toEqual([30, 10])
  })

  it('hold for a stage too that has epochs of its own, which then cannot vary', () => {
    const base = { stages: { count: 2, overrides: [{ beta: 2, epochs: 9 }] } }
    const [trial] = trialsOf(sweep({ fields: [{ path: 'seed', values: [1] }], budget: { steps: 30 }, base }))
    expect(trial!.config.stages.overrides).toEqual([{ beta: 2 }])
    const fields = [{ path: 'stages.overrides.0.epochs', values: [1, 2] }]
    expect(errorOf(() => parseSweep({ fields, budget: { steps: 30 } })).message).toContain('fields.0.path')
  })
})

describe('paths', () => {
  const config = runConfig.parse({ stages: { overrides: [{}, { beta: 2 }] } })

  it('lists every number of the config, with those that are left to the program', () => {
    const paths = numericPaths(config)
    expect(paths).toContain('optimizer.epsilon')
    expect(paths).toContain('training.maxSteps')
    expect(paths).toContain('stages.overrides.1.beta')
    for (const not of ['version', 'model', 'adapter', 'tuning.targets', 'objective.name'])
      expect(paths).not.toContain(not)
  })

  it('reaches a setting of a stage that nobody has set yet', () => {
    expect(isNumeric(config, 'stages.overrides.3.learningRate')).toBe(true)
    const [trial] = trialsOf(sweep({ fields: [{ path: 'stages.overrides.2.beta', values: [7] }] }))
    expect(trial!.config.stages.overrides).toEqual([{}, {}, { beta: 7 }])
  })
})

describe('figures to compare by', () => {
  it('know which way is better, held-out twins like the figures of training', () => {
    expect(goalOf('eval_win_rate')).toBe('max')
    expect(goalOf('eval_rewards/accuracies')).toBe('max')
    expect(goalOf('eval_kl/chosen')).toBe('min')
    expect(goalOf('eval_loss')).toBe('min')
    expect(goalOf('eval_logps/rejected')).toBe('min')
    expect(metricKeys).toContain('eval_rewards/margins')
    expect(new Set(metricKeys).size).toBe(metricKeys.length)
    expect(comparedMetrics).not.toContain('epoch')
  })

  it('take configs for the same however their entries are ordered', () => {
    expect(sameness({ a: 1, b: { c: 2, d: [1, 2] } })).toBe(sameness({ b: { d: [1, 2], c: 2 }, a: 1 }))
    expect(sameness({ a: [1, 2] })).not.toBe(sameness({ a: [2, 1] }))
  })
})
