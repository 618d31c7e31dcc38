import { describe, expect, it } from 'vitest'
import { type Method, methodOf, presetFor } from './presets'
import { runConfig } from './run-config'

const METHODS: Method[] = ['dpo', 'sdpo', 'simpo', 'ipo', 'orpo', 'sft']

describe('presetFor', () => {
  it.each(METHODS)('gives a config that can be run and amounts to %s', (method) => {
    for (const source of ['polite', 'my-own.jsonl']) {
      expect(methodOf(runConfig.parse(presetFor(source, method)))).toBe(method)
    }
  })
})
