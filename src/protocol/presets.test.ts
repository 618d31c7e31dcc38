import { describe, expect, it } from 'vitest'
import { type Method, methodOf, presetFor, scaleOf } from './presets'
import { runConfig } from './run-config'

const METHODS: Method[] = ['dpo', 'sdpo', 'simpo', 'ipo', 'orpo', 'sft']

describe('presetFor', () => {
  it.each(METHODS)('gives a config that can be run and amounts to %s', (method) => {
    for (const source of ['polite', 'my-own.jsonl']) {
      expect(methodOf(runConfig.parse(presetFor(source, method)))).toBe(method)
    }
  })

  it.each(METHODS)('gives a large model an adapter and short texts, and still amounts to %s', (method) => {
    const config = runConfig.parse(presetFor('polite', method, 'large'))
    expect(methodOf(config)).toBe(method)
    expect(config).toMatchObject({ tuning: { method: 'lora' }, training: { batchSize: 4 }, data: { maxLength: 512 } })
  })

  it('counts a model as large by its parameters, or where its weights are frozen in 16 bits', () => {
    expect(scaleOf({ parameters: 1e6, halfWeights: false })).toBe('small')
    expect(scaleOf({ parameters: 135e6, halfWeights: false })).toBe('large')
    expect(scaleOf({ parameters: 1e6, halfWeights: true })).toBe('large')
  })
})
