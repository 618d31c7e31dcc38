import { beforeEach, describe, expect, it } from 'vitest'
import type { HubRepository } from '../protocol/hub'
import type { AdapterReport, ModelReport, ModelSource, WorkerCommand, WorkerEvent } from '../protocol/messages'
import { createConfigStore } from './config-store'
import { createModelControl } from './model-control'
import { takeEvent } from './session-events'
import { createSessionStore } from './session-store'

const BUNDLED: ModelSource = { kind: 'url', name: 'small-world', url: 'models/' }
const REPOSITORY: HubRepository = { kind: 'model', name: 'a/b' }
const HUB: ModelSource = { kind: 'hub', name: 'a/b', repository: REPOSITORY }

const report = (name: string, change: Partial<ModelReport> = {}): ModelReport => ({
  name,
  family: 'llama',
  parameters: 1e6,
  bytes: 4e6,
  halfWeights: false,
  linearLayers: ['q_proj'],
  layers: 1,
  width: 8,
  vocabulary: 10,
  context: 64,
  hasTokenizer: true,
  hasChatTemplate: false,
  ...change,
})
const ADAPTER: AdapterReport = { name: 'mine', rank: 8, alpha: 8, rsLora: false, targets: ['q_proj'], parameters: 128 }
const failure = (during: WorkerCommand['type'], code: 'hub/not-found' | 'hub/cancelled' | 'adapter/broken') =>
  ({ type: 'error', during, error: { code, message: '', remedy: '' } }) as const

function setUp() {
  const sent: WorkerCommand[] = []
  const remembered: string[] = []
  const config = createConfigStore()
  const session = createSessionStore()
  const control = createModelControl({
    config,
    session,
    send: (command) => sent.push(command),
    rememberEndpoint: (endpoint) => remembered.push(endpoint),
    askForPersistence: async () => true,
  })
  const tell = (event: WorkerEvent) => {
    const before = session.getState()
    session.setState(takeEvent(before, event, 0))
    control.onEvent(event, before)
  }
  const types = () => sent.map((command) => command.type)
  const tuning = () => config.getState().config.tuning
  return { sent, remembered, config, session, control, tell, types, tuning }
}

describe('model control', () => {
  let page: ReturnType<typeof setUp>
  beforeEach(() => {
    page = setUp()
    page.control.loadModel(BUNDLED)
    page.tell({ type: 'model', model: report('small-world') })
    page.sent.length = 0
  })

  it('lists what has arrived of a model that failed: it can be gone on with, or deleted', () => {
    page.control.loadModel(HUB)
    page.tell(failure('load-model', 'hub/not-found'))
    expect(page.types()).toEqual(['load-model', 'list-storage'])
    expect(page.config.getState().config.model).toBe('small-world')
  })

  it('goes back to the loaded model, not to the failed one, with another worker', () => {
    page.control.loadModel(HUB)
    page.tell(failure('load-model', 'hub/not-found'))
    page.sent.length = 0
    page.control.loadAgain()
    expect(page.sent).toMatchObject([{ type: 'load-model', source: BUNDLED }])
  })

  it('gives one up for the next, and waits for the next still when the first says so', () => {
    page.control.loadModel(HUB)
    page.control.loadModel({ ...HUB, name: 'c/d' })
    expect(page.types()).toEqual(['load-model', 'cancel-model', 'load-model'])
    page.tell(failure('load-model', 'hub/cancelled'))
    expect(page.session.getState().modelProgress).toMatchObject({ name: 'c/d' })
    page.sent.length = 0
    page.control.loadAgain()
    expect(page.sent).toMatchObject([{ source: { name: 'c/d' } }])
  })

  it('does not pull the model from under a run', () => {
    page.session.setState({ runState: 'running' })
    page.control.loadModel(HUB)
    page.control.loadAdapter('mine', [])
    page.control.chooseBaseWeights('16-bit')
    expect(page.sent).toEqual([])
    expect(page.session.getState().errors.map(({ during }) => during)).toEqual(['load-model', 'load-adapter'])
  })

  it('takes back that a run is under way once none is, or another load is asked for', () => {
    const messages = () => page.session.getState().errors.map(({ error }) => error.message)
    page.session.setState({ runState: 'running' })
    page.control.loadModel(HUB)
    page.tell({ type: 'run-state', state: 'paused', totalSteps: 9 })
    expect(messages()).toHaveLength(1)
    page.tell({ type: 'run-state', state: 'finished', totalSteps: 9 })
    expect(messages()).toEqual([])
    page.session.setState({ runState: 'running' })
    page.control.loadModel(HUB)
    page.session.setState({ runState: 'idle' })
    page.control.loadModel(HUB)
    expect(messages()).toEqual([])
  })

  it('loads the model anew when its weights are to be held otherwise, and says how they are held', () => {
    page.control.chooseBaseWeights('16-bit')
    expect(page.sent).toMatchObject([{ type: 'load-model', source: BUNDLED, baseWeights: '16-bit' }])
    page.tell(failure('load-model', 'hub/not-found'))
    expect(page.tuning().baseWeights).toBe('auto')
    page.control.chooseBaseWeights('16-bit')
    page.tell({ type: 'model', model: report('small-world', { halfWeights: true }) })
    expect(page.tuning()).toMatchObject({ baseWeights: '16-bit', method: 'lora' })
  })

  it('takes the adapter’s shape, and puts it on again when the same model is loaded anew', () => {
    page.control.loadAdapter('mine', [])
    page.tell({ type: 'adapter', adapter: ADAPTER })
    expect(page.tuning()).toMatchObject({ method: 'lora', rank: 8 })
    page.control.chooseBaseWeights('16-bit')
    page.sent.length = 0
    page.tell({ type: 'model', model: report('small-world') })
    expect(page.sent).toEqual([{ type: 'load-adapter', name: 'mine', files: [] }])
  })

  it('leaves the adapter with the model it belongs to', () => {
    page.control.loadAdapter('mine', [])
    page.tell({ type: 'adapter', adapter: ADAPTER })
    page.control.loadModel(HUB)
    page.sent.length = 0
    page.tell({ type: 'model', model: report('a/b') })
    expect(page.types()).toEqual([])
    expect(page.session.getState().adapter).toBeNull()
    expect(page.tuning()).toMatchObject({ method: 'full', rank: 16 })
  })

  it('keeps the former adapter when another one is broken', () => {
    page.control.loadAdapter('mine', [])
    page.tell({ type: 'adapter', adapter: ADAPTER })
    page.control.loadAdapter('broken', [])
    page.tell(failure('load-adapter', 'adapter/broken'))
    expect(page.session.getState()).toMatchObject({ adapter: ADAPTER, adapterLoading: false })
    page.control.loadAgain()
    page.sent.length = 0
    page.tell({ type: 'model', model: report('small-world') })
    expect(page.sent).toMatchObject([{ type: 'load-adapter', name: 'mine' }])
  })

  it('tells the worker of another server and keeps its address', () => {
    page.control.setEndpoint('http://127.0.0.1:8000')
    expect(page.sent).toEqual([{ type: 'set-hub', endpoint: 'http://127.0.0.1:8000' }])
    expect(page.remembered).toEqual(['http://127.0.0.1:8000'])
  })

  it('packs one thing at a time into a file', () => {
    page.control.saveModel('adapter')
    expect(page.session.getState().saving).toBe('adapter')
    page.tell({ type: 'saved', id: 1, what: 'merged', name: 'a.zip', zip: new Blob() })
    expect(page.session.getState().saving).toBeNull()
  })
})

describe('a tuned model that is not saved', () => {
  let page: ReturnType<typeof setUp>
  const held = () => page.session.getState().heldBack
  const save = (form: 'merged' | 'adapter') => {
    page.control.saveModel(form)
    page.tell({ type: 'saved', id: 1, what: 'merged', name: 'a.zip', zip: new Blob() })
  }
  beforeEach(() => {
    page = setUp()
    page.control.loadModel(BUNDLED)
    page.tell({ type: 'model', model: report('small-world') })
    page.session.setState({ runState: 'finished', step: 9, runConfig: page.config.getState().config })
    page.sent.length = 0
  })

  it('is not lost by loading, nor by an adapter put on or taken off, before the person has said so', () => {
    page.control.loadModel(HUB)
    expect(held()).toBe('load')
    page.control.chooseBaseWeights('16-bit')
    expect(page.tuning().baseWeights).toBe('auto')
    page.control.loadAdapter('mine', [])
    page.control.removeAdapter()
    expect(held()).toBe('remove')
    expect(page.session.getState()).toMatchObject({ modelProgress: null, adapterLoading: false })
    expect(page.sent).toEqual([])
  })

  it('goes for what was asked for last, or stays', () => {
    page.control.loadModel(BUNDLED)
    page.control.loadModel(HUB)
    page.control.loseResult()
    expect(page.sent).toMatchObject([{ type: 'load-model', source: HUB }])
    expect(held()).toBeNull()
    page.control.loadAdapter('mine', [])
    page.control.keepResult()
    page.control.loseResult()
    expect(page.types()).toEqual(['load-model'])
    expect(held()).toBeNull()
  })

  it.each(['merged', 'adapter'] as const)('once saved (%s), what waited goes on, and nothing more is asked', (form) => {
    page.control.loadModel(HUB)
    save(form)
    expect(page.types()).toEqual(['save-model', 'load-model'])
    expect(held()).toBeNull()
    page.control.removeAdapter()
    expect(page.types()).toEqual(['save-model', 'load-model', 'remove-adapter'])
  })

  it('is not saved by a file of an earlier step, of another run, or that could not be packed', () => {
    page.session.setState({ runState: 'running', step: 5 })
    page.control.saveModel('merged')
    page.session.setState({ runState: 'finished', step: 9 })
    page.tell({ type: 'saved', id: 1, what: 'merged', name: 'a.zip', zip: new Blob() })
    page.control.loadModel(HUB)
    page.control.saveModel('merged')
    page.tell({ ...failure('save-model', 'adapter/broken') })
    expect(held()).toBe('load')
    page.control.keepResult()
    page.control.saveModel('merged')
    page.session.setState({ savedStep: null, runConfig: structuredClone(page.config.getState().config) })
    page.tell({ type: 'saved', id: 3, what: 'merged', name: 'a.zip', zip: new Blob() })
    page.control.loadModel(HUB)
    expect(held()).toBe('load')
    expect(page.types()).not.toContain('load-model')
  })

  it('is none after a recording, a reset, or before the first step', () => {
    const recorded = { name: 'r', device: null as never, file: 'r.json' }
    for (const state of [
      { recorded },
      { runState: 'idle', recorded: null },
      { runState: 'finished', step: 0 },
    ] as const) {
      page.session.setState(state)
      page.control.removeAdapter()
      expect(held()).toBeNull()
    }
    expect(page.types()).toHaveLength(3)
  })
})
