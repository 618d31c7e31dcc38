import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ClassRules } from '../../protocol/link'
import type { ModelSource } from '../../protocol/messages'
import { runConfig } from '../../protocol/run-config'
import { createConfigStore } from '../config-store'
import { FIELDS } from '../fields'
import type { RunControl } from '../run-control'
import { settingsOf } from '../sweeps/sweep-control'
import { guardConfig, guardControl } from './class-locks'
import { classStore, isPathLocked, sectionOf } from './class-store'

const rules = (change: Partial<ClassRules>): ClassRules => ({
  title: '',
  hidden: [],
  locked: [],
  replayOnly: false,
  ...change,
})

beforeEach(() => classStore.setState({ rules: null, model: null, refused: false }))

describe('locks of a class', () => {
  it('hold a section, a setting, and what is hidden; nothing without a class', () => {
    expect(isPathLocked(null, 'objective.beta')).toBe(false)
    const some = rules({ locked: ['objective.beta', 'length', 'model'], hidden: ['data'] })
    const locked = (path: string) => isPathLocked(some, path)
    expect(
      ['objective.beta', 'training.maxSteps', 'training.epochs', 'tuning.rank', 'data.labelNoise'].filter(locked),
    ).toHaveLength(5)
    expect(['optimizer.learningRate', 'training.batchSize', 'data.maxLength', 'objective.name'].filter(locked)).toEqual(
      [],
    )
  })

  it('put every slider into a section', () => {
    const sections = new Set(Object.keys(FIELDS).map(sectionOf))
    expect([...sections].sort()).toEqual(['data', 'model', 'objective', 'training'])
  })

  it('keep a value from every hand, and let a recording through', () => {
    const config = guardConfig(createConfigStore())
    classStore.setState({ rules: rules({ locked: ['objective.beta', 'method'] }) })
    const { set, reset, chooseMethod, load } = config.getState()
    set('objective.beta', 4)
    chooseMethod('simpo')
    expect(config.getState().config.objective).toMatchObject({ name: 'dpo', beta: 1 })
    set('optimizer.learningRate', 1e-3)
    expect(config.getState().config.optimizer.learningRate).toBe(1e-3)
    load(runConfig.parse({ objective: { name: 'simpo', beta: 3 } }))
    reset('objective.beta')
    expect(config.getState().config.objective).toMatchObject({ name: 'simpo', beta: 3 })
    classStore.setState({ rules: null })
    set('objective.beta', 4)
    expect(config.getState().config.objective).toMatchObject({ beta: 4 })
  })

  it('keep a value through another method and back, whose preset has others', () => {
    const config = guardConfig(createConfigStore())
    config.getState().load(runConfig.parse({ objective: { beta: 5 }, training: { maxSteps: 7 } }))
    classStore.setState({ rules: rules({ locked: ['objective.beta', 'length'] }) })
    for (const method of ['simpo', 'orpo', 'dpo'] as const) {
      config.getState().chooseMethod(method)
      const { objective, training } = config.getState().config
      expect([objective.name, 'beta' in objective ? objective.beta : 5, training.maxSteps]).toEqual([method, 5, 7])
    }
    expect(config.getState().problems).toEqual({})
    // What the lock does not hold follows the preset, as ever.
    config.getState().set('training.batchSize', 3)
    config.getState().chooseMethod('simpo')
    expect(config.getState().config.training.batchSize).not.toBe(3)
  })

  it('keep a value when the settings of a sweep are taken', () => {
    const form = runConfig.parse({ objective: { beta: 5 }, optimizer: { learningRate: 1e-3 } })
    const trial = runConfig.parse({ objective: { name: 'simpo', beta: 2 }, optimizer: { learningRate: 1e-5 } })
    const take = () => settingsOf(trial, form, { model: null, adapter: null })
    classStore.setState({ rules: rules({ locked: ['objective.beta'] }) })
    expect(take()).toMatchObject({ objective: { name: 'simpo', beta: 5 }, optimizer: { learningRate: 1e-5 } })
    classStore.setState({ rules: rules({ locked: ['method'] }) })
    expect(take()).toMatchObject({ objective: form.objective, optimizer: { learningRate: 1e-5 } })
    classStore.setState({ rules: rules({ hidden: ['objective'] }) })
    expect(take()).toMatchObject({ objective: form.objective, optimizer: { learningRate: 1e-3 } })
  })

  it('keep other data and models out, but not those of lessons and of the link itself', () => {
    const loadData = vi.fn()
    const loadModel = vi.fn()
    const takeFiles = vi.fn()
    const control = guardControl({ loadData, loadModel, takeFiles, loadAdapter: vi.fn() } as unknown as RunControl)
    classStore.setState({ rules: rules({ hidden: ['data'], locked: ['model'] }), model: 'owner/name@abc' })
    const hub = (name: string): ModelSource => ({ kind: 'hub', name, repository: { kind: 'model', name } })
    control.loadData([{ kind: 'typed', name: 'mine', rows: [] }])
    control.loadModel(hub('other/model'))
    control.takeFiles([{ path: 'pairs.csv', file: new File([''], 'pairs.csv') }])
    expect([loadData, loadModel, takeFiles].map((verb) => verb.mock.calls.length)).toEqual([0, 0, 0])
    expect(classStore.getState().refused).toBe(true)
    control.loadData([{ kind: 'built-in', id: 'detailed' }])
    control.loadModel(hub('owner/name@abc'))
    expect([loadData, loadModel].map((verb) => verb.mock.calls.length)).toEqual([1, 1])
  })
})
