import { describe, expect, it } from 'vitest'
import { runConfig } from './run-config'

describe('runConfig', () => {
  it('fills every default from an empty object', () => {
    const config = runConfig.parse({})
    expect(config.objective).toMatchObject({ name: 'dpo', beta: 0.1, variant: 'sigmoid' })
    expect(config.stages.count).toBe(1)
    expect(config.optimizer.maxGradNorm).toBe(1)
  })

  it('keeps the defaults of an objective beside what is given', () => {
    const config = runConfig.parse({ objective: { name: 'simpo', gammaBetaRatio: 0.25 } })
    expect(config.objective).toEqual({
      name: 'simpo',
      beta: 2,
      gammaBetaRatio: 0.25,
      variant: 'sigmoid',
      lengthNormalised: true,
      labelSmoothing: 0,
      sftWeight: 0,
    })
  })

  it('refuses values that cannot be run', () => {
    expect(runConfig.safeParse({ objective: { name: 'dpo', beta: 0 } }).success).toBe(false)
    expect(runConfig.safeParse({ objective: { name: 'dpo', labelSmoothing: 0.5 } }).success).toBe(false)
    expect(runConfig.safeParse({ training: { batchSize: 0 } }).success).toBe(false)
  })
})
