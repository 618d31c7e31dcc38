import { describe, expect, it } from 'vitest'
import { en } from '../i18n/en'
import { ko } from '../i18n/ko'
import { speak, words } from '../i18n/words'
import { methodOf } from '../protocol/presets'
import { getAt, setAt } from './config-path'
import { createConfigStore } from './config-store'
import { FIELDS } from './fields'

const SMALL = { name: 'little', parameters: 1e6, halfWeights: false, linearLayers: ['q_proj', 'v_proj'] }
const LARGE = { ...SMALL, name: 'big', parameters: 135e6 }

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

  it('turns to LoRA for a large model and back for a small one', () => {
    const store = createConfigStore()
    store.getState().chooseModel(LARGE)
    expect(store.getState().config).toMatchObject({
      model: 'big',
      tuning: { method: 'lora' },
      objective: { beta: 0.1 },
      optimizer: { learningRate: 2e-4 },
      training: { batchSize: 4, maxSteps: 60 },
      data: { maxLength: 512, heldOutMax: 16 },
      evaluation: { samplePrompts: 4 },
    })
    // A reset goes back to what fits this model.
    store.getState().set('optimizer.learningRate', 1e-3)
    store.getState().reset('optimizer.learningRate')
    expect(store.getState().config.optimizer.learningRate).toBe(2e-4)
    store.getState().chooseModel(SMALL)
    expect({ ...store.getState().config, model: '' }).toEqual({ ...createConfigStore().getState().config, model: '' })
  })

  it('keeps what was changed by hand, value by value, when another model comes', () => {
    const store = createConfigStore()
    store.getState().set('optimizer.learningRate', 7e-4)
    store.getState().set('tuning.method', 'lora')
    store.getState().chooseModel(LARGE)
    expect(store.getState().config).toMatchObject({ optimizer: { learningRate: 7e-4 }, objective: { beta: 0.1 } })
    store.getState().set('tuning.method', 'full')
    store.getState().chooseModel({ ...LARGE, name: 'another' })
    expect(store.getState().config.tuning.method).toBe('full')
  })

  it('gives an adapter on a small model its own learning rate, unless that was changed by hand', () => {
    const store = createConfigStore()
    const rate = () => store.getState().config.optimizer.learningRate
    const full = rate()
    store.getState().set('tuning.method', 'lora')
    expect(rate()).toBe(4 * full)
    store.getState().chooseMethod('simpo')
    expect(rate()).toBe(4 * 5e-5)
    store.getState().chooseMethod('dpo')
    store.getState().set('tuning.method', 'full')
    expect(rate()).toBe(full)
    store.getState().set('optimizer.learningRate', 7e-4)
    store.getState().set('tuning.method', 'lora')
    expect(rate()).toBe(7e-4)
  })

  it('chooses the preset of the model’s scale with another method', () => {
    const store = createConfigStore()
    store.getState().chooseModel(LARGE)
    store.getState().chooseMethod('sdpo')
    expect(store.getState().config).toMatchObject({ stages: { count: 3 }, training: { maxSteps: 20 } })
  })

  it('never trains weights that are frozen in 16 bits, nor layers that a model lacks', () => {
    const store = createConfigStore()
    store.getState().chooseModel(LARGE)
    store.getState().set('tuning.method', 'full')
    store.getState().set('tuning.targets', ['q_proj'])
    store.getState().chooseModel({ ...LARGE, halfWeights: true, linearLayers: ['c_attn'] })
    expect(store.getState().config.tuning).toMatchObject({ method: 'lora', targets: null })
  })

  it('takes the shape of a loaded adapter, and is free again without it', () => {
    const store = createConfigStore()
    const adapter = { name: 'a', rank: 8, alpha: 8, rsLora: true, targets: ['q_proj'], parameters: 10 }
    store.getState().chooseAdapter(adapter)
    expect(store.getState().config.tuning).toMatchObject({ method: 'lora', rank: 8, rsLora: true, targets: ['q_proj'] })
    store.getState().chooseAdapter({ ...adapter, targets: [] })
    expect(store.getState().problems).toEqual({})
    store.getState().chooseAdapter(null)
    expect(store.getState().config.tuning).toEqual(createConfigStore().getState().config.tuning)
  })

  it('marks an adapter that would go on no layer at all', () => {
    const store = createConfigStore()
    store.getState().set('tuning.targets', [])
    expect(store.getState().problems).toEqual({ 'tuning.targets': 'Choose at least one' })
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

it('what is wrong is said anew in the language of the page', () => {
  const store = createConfigStore()
  store.getState().set('training.epochs', -1)
  const said = store.getState().problems['training.epochs']
  expect(said).toBe(words.problems.above('0'))
  speak(ko)
  store.getState().sayAgain()
  expect(store.getState().problems['training.epochs']).toBe(ko.problems.above('0'))
  speak(en)
})
