import { describe, expect, it } from 'vitest'
import { methodOf } from '../protocol/presets'
import { getAt, setAt } from './config-path'
import { createConfigStore } from './config-store'
import { FIELDS } from './fields'

describe('config store', () => {
  it('begins with a config that can be run', () => {
    const { config, problems } = createConfigStore().getState()
    expect(methodOf(config)).toBe('dpo')
    expect(problems).toEqual({})
  })

  it('marks what cannot be run where it was typed, and says why', () => {
    const store = createConfigStore()
    store.getState().set('objective.beta', 0)
    store.getState().set('training.epochs', Number.NaN)
    expect(store.getState().problems).toEqual({
      'objective.beta': 'Must be above 0',
      'training.epochs': 'A number is needed',
    })
    store.getState().reset('objective.beta')
    store.getState().reset('training.epochs')
    expect(store.getState().problems).toEqual({})
  })

  it('applies the preset when the method changes, and keeps what is the person’s own', () => {
    const store = createConfigStore()
    store.getState().set('seed', 7)
    store.getState().chooseMethod('sdpo')
    expect(methodOf(store.getState().config)).toBe('sdpo')
    store.getState().chooseMethod('simpo')
    const { config, problems } = store.getState()
    expect(config.objective).toMatchObject({ name: 'simpo' })
    expect(config.stages.count).toBe(1)
    expect(config.seed).toBe(7)
    expect(problems).toEqual({})
  })

  it('keeps edited values when other data are chosen', () => {
    const store = createConfigStore()
    store.getState().set('objective.beta', 0.25)
    store.getState().chooseSources(['mine.jsonl'])
    const { config } = store.getState()
    expect(config.sources).toEqual(['mine.jsonl'])
    expect(config.objective).toMatchObject({ beta: 0.25 })
  })

  it('writes stage overrides that are not there yet', () => {
    const { config } = createConfigStore().getState()
    const next = setAt(config, 'stages.overrides.2.beta', 0.2)
    expect(next.stages.overrides).toEqual([{}, {}, { beta: 0.2 }])
    expect(config.stages.overrides).toEqual([])
  })

  it('has a field for paths that exist in some config', () => {
    const configs = (['dpo', 'simpo', 'orpo'] as const).map((method) => createConfigStore(method).getState().config)
    for (const path of Object.keys(FIELDS)) {
      expect(
        configs.some((config) => getAt(config, path) !== undefined),
        path,
      ).toBe(true)
    }
  })
})
