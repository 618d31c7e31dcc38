import { describe, expect, it, vi } from 'vitest'
import type { Client } from '../client/client'
import type { DatasetReport, FitReport } from '../protocol/dataset-report'
import type { WorkerCommand, WorkerEvent } from '../protocol/messages'
import type { RecordedRun } from '../protocol/recorded-run'
import type { RunConfig } from '../protocol/run-config'
import { createConfigStore } from './config-store'
import { RunFigures } from './plots/run-figures'
import { obstacleOf, settingsDiffer } from './readiness'
import { createRunControl } from './run-control'
import { createSessionStore } from './session-store'

const DATA: DatasetReport = {
  sources: [
    {
      source: 'polite',
      format: 'built-in',
      kind: 'explicit-text',
      columns: [],
      mapping: { prompt: 'prompt', chosen: 'chosen', rejected: 'rejected' },
      guessed: false,
      rows: 4,
      pairs: 4,
      dropped: [],
    },
  ],
  pairs: 4,
  dropped: 0,
  lengths: { chosen: [], rejected: [], chosenMean: 1, rejectedMean: 1, chosenLongerShare: 0.5 },
  preview: [],
}

const FIT: FitReport = {
  pairs: 4,
  cutPrompts: 0,
  cutCompletions: 0,
  straddled: 0,
  dropped: [],
  tokensChosen: [],
  tokensRejected: [],
  chosenLongerShare: 0.5,
  baseNatsPerByte: null,
}

const LOADED: WorkerEvent[] = [
  {
    type: 'device',
    device: { backend: 'wasm', name: 'cpu', software: false, reason: '', remedy: '', features: [], limits: {} },
    sets: [{ id: 'polite', name: 'Polite', description: '' }],
  },
  {
    type: 'model',
    model: {
      name: 'small-world',
      family: 'llama',
      parameters: 1,
      bytes: 4,
      halfWeights: false,
      linearLayers: ['q_proj', 'v_proj'],
      layers: 1,
      width: 1,
      vocabulary: 1,
      context: 1,
      hasTokenizer: true,
      hasChatTemplate: false,
    },
  },
  { type: 'data', report: DATA },
  { type: 'fit', fit: FIT },
]

function setUp() {
  const sent: WorkerCommand[] = []
  let listener: (event: WorkerEvent) => void = () => {}
  const client: Client = {
    send: (command) => sent.push(command),
    subscribe(next) {
      listener = next
      return () => {}
    },
    close() {},
  }
  const config = createConfigStore()
  const session = createSessionStore()
  const figures = new RunFigures()
  const control = createRunControl({
    config,
    session,
    figures,
    openClient: () => client,
    openReplay: () => client,
    saveFile() {},
    rememberEndpoint: () => {},
    askForPersistence: async () => true,
  })
  control.open()
  control.loadModel({ kind: 'url', name: 'small-world', url: 'models/small-world/' })
  control.loadData([{ kind: 'built-in', id: 'polite' }])
  const tell = (...events: WorkerEvent[]) => {
    for (const event of events) listener(event)
  }
  return { sent, tell, config, session, figures, control, last: () => sent.at(-1)?.type }
}

const state = (name: 'idle' | 'preparing' | 'running' | 'paused' | 'finished'): WorkerEvent => ({
  type: 'run-state',
  state: name,
  totalSteps: 10,
})

const recorded = (config: RunConfig): RecordedRun => ({
  version: 1,
  name: 'polite, DPO',
  config,
  device: { backend: 'webgpu', name: 'GPU', software: false, reason: '', remedy: '', features: [], limits: {} },
  totalSteps: 3,
  events: [{ type: 'step', step: 3, metrics: {} }],
})

const step = (n: number): WorkerEvent => ({ type: 'train', events: [{ type: 'step', step: n, metrics: { loss: 1 } }] })

describe('run control', () => {
  it('names the missing step until everything is there', () => {
    const { tell, session } = setUp()
    const what = () => obstacleOf(session.getState(), {})?.what
    expect(what()).toBe('device')
    tell(LOADED[0]!)
    expect(what()).toBe('model')
    tell(LOADED[1]!)
    expect(what()).toBe('data')
    tell(LOADED[2]!)
    expect(what()).toBe('fit')
    tell(LOADED[3]!)
    expect(obstacleOf(session.getState(), {})).toBeNull()
    expect(obstacleOf(session.getState(), { seed: 'bad' })).toEqual({ kind: 'fix', what: 'settings' })
  })

  it('starts by itself when Play was pressed too early', () => {
    const { tell, control, last } = setUp()
    control.play()
    expect(last()).toBe('load-data')
    tell(...LOADED)
    expect(last()).toBe('start')
  })

  it('asks for data when they could not be read, and keeps those that were loaded', () => {
    const { tell, control, session } = setUp()
    tell(...LOADED)
    control.loadData([{ kind: 'typed', name: 'mine', rows: [] }])
    tell({ type: 'error', during: 'load-data', error: { code: 'data/no-pairs', message: 'none', remedy: '' } })
    expect(session.getState().data).toBe(DATA)
    expect(session.getState().dataSources).toEqual([{ kind: 'built-in', id: 'polite' }])
    expect(session.getState().refusedSources).toHaveLength(1)
    expect(obstacleOf(session.getState(), {})).toBeNull()
  })

  it('freezes the config of a run and tells when the form differs from it', () => {
    const { tell, control, config, session, sent } = setUp()
    tell(...LOADED)
    control.play()
    tell(state('preparing'), state('running'))
    const started = config.getState().config.objective
    config.getState().set('objective.beta', 0.5)
    const command = sent.at(-1)
    expect(command?.type === 'start' && command.config.objective).toEqual(started)
    expect(session.getState().runConfig?.objective).toEqual(started)
    expect(settingsDiffer(session.getState(), config.getState().config)).toBe(true)
    config.getState().reset('objective.beta')
    expect(settingsDiffer(session.getState(), config.getState().config)).toBe(false)
  })

  it('takes one step from a standstill once the worker is ready', () => {
    const { tell, control, last } = setUp()
    tell(...LOADED)
    control.step()
    expect(last()).toBe('start')
    tell(state('idle'), state('preparing'), state('paused'))
    expect(last()).toBe('step')
  })

  it('pauses a run that was still being prepared', () => {
    const { tell, control, last } = setUp()
    tell(...LOADED)
    control.play()
    control.pause()
    tell(state('preparing'))
    expect(last()).toBe('start')
    tell(state('running'))
    expect(last()).toBe('pause')
  })

  it('shows nothing more of a run that was reset', () => {
    const { tell, control, session, figures } = setUp()
    tell(...LOADED)
    control.play()
    tell(state('preparing'), state('running'), step(1))
    expect(figures.steps.length).toBe(1)
    control.reset()
    tell(step(2), state('running'))
    expect(figures.steps.length).toBe(0)
    expect(session.getState().runState).toBe('idle')
    tell(state('idle'))
    control.play()
    tell(state('preparing'), state('running'), step(1))
    expect(figures.steps.length).toBe(1)
  })

  it('takes the last word of a run that was reset for no word of the next, however late it comes', () => {
    const { tell, control, session, figures } = setUp()
    tell(...LOADED)
    control.play()
    tell(state('preparing'), state('running'), step(1))
    control.reset()
    control.play()
    // The worker prepares the next run while the former one still finishes its step.
    tell(step(2), state('preparing'), state('idle'))
    expect(session.getState().runState).toBe('preparing')
    tell(state('running'), step(1))
    expect(figures.steps.length).toBe(1)
    // A run that is given up while it is prepared goes back to idle, as ever.
    control.reset()
    tell(state('idle'))
    control.play()
    tell(state('preparing'), state('idle'))
    expect(session.getState().runState).toBe('idle')
  })

  it('has cuts counted anew some time after the length limits changed', () => {
    vi.useFakeTimers()
    try {
      const { tell, config, sent } = setUp()
      tell(...LOADED)
      const asked = () => sent.filter((command) => command.type === 'measure-fit')
      for (const length of [128, 96, 64]) config.getState().set('data.maxLength', length)
      expect(asked()).toEqual([])
      vi.advanceTimersByTime(300)
      expect(asked()).toEqual([{ type: 'measure-fit', limits: { maxLength: 64, maxPromptLength: null } }])
      config.getState().set('data.maxLength', -1)
      config.getState().set('optimizer.learningRate', 1e-4)
      vi.advanceTimersByTime(300)
      expect(asked()).toHaveLength(1)
    } finally {
      vi.useRealTimers()
    }
  })

  it('has memory estimated anew some time after the form changed, never for what cannot be run', () => {
    vi.useFakeTimers()
    try {
      const { tell, config, sent } = setUp()
      const asked = () => sent.filter((command) => command.type === 'estimate-memory')
      config.getState().set('training.batchSize', 4)
      vi.advanceTimersByTime(300)
      expect(asked()).toEqual([])
      tell(...LOADED)
      for (const size of [8, 16]) config.getState().set('training.batchSize', size)
      vi.advanceTimersByTime(300)
      expect(asked()).toMatchObject([{ config: { training: { batchSize: 16 } } }])
      config.getState().set('training.batchSize', 0)
      tell(step(1))
      vi.advanceTimersByTime(300)
      expect(asked()).toHaveLength(1)
    } finally {
      vi.useRealTimers()
    }
  })

  it('takes files for what they are', () => {
    const { tell, control, session, last, sent } = setUp()
    tell(...LOADED)
    const take = (...names: string[]) =>
      control.takeFiles(names.map((path) => ({ path, file: new File([], path.split('/').at(-1)!) })))
    take('mine.jsonl')
    expect(last()).toBe('load-data')
    take('m/config.json', 'm/model.safetensors')
    expect(sent.at(-1)).toMatchObject({ type: 'load-model', source: { name: 'm' } })
    take('a/adapter_config.json', 'a/adapter_model.safetensors')
    expect(sent.at(-1)).toMatchObject({ type: 'load-adapter', name: 'a' })
    take('m/config.json')
    expect(last()).toBe('load-adapter')
    expect(session.getState().errors).toMatchObject([{ during: 'load-model', error: { code: 'model/missing-file' } }])
  })

  it('opens a worker with the address of the Hub', () => {
    const { sent } = setUp()
    expect(sent[0]).toMatchObject({ type: 'open', hubEndpoint: 'https://huggingface.co' })
  })

  it('shows a recorded run until one is started, and again after a reset', () => {
    const { tell, control, session, config } = setUp()
    tell(...LOADED)
    control.showRecorded(recorded(config.getState().config), 'default.json')
    expect(session.getState()).toMatchObject({ step: 3, totalSteps: 3, recorded: { name: 'polite, DPO' } })
    control.play()
    expect(session.getState()).toMatchObject({ step: 0, recorded: null })
    tell(state('preparing'), state('running'))
    control.reset()
    expect(session.getState()).toMatchObject({ step: 3, recorded: { name: 'polite, DPO' } })
  })

  it('shows after a reset what was named for it, though it was named before the run', () => {
    const { tell, control, session, config } = setUp()
    tell(...LOADED)
    const run = recorded(config.getState().config)
    control.showRecorded(run, 'old.json')
    control.returnTo(run, 'new.json')
    expect(session.getState().recorded?.file).toBe('old.json')
    expect(control.recording()?.file).toBe('old.json')
    control.play()
    tell(state('preparing'), state('running'))
    control.reset()
    expect(session.getState().recorded?.file).toBe('new.json')
    control.returnTo(run, 'old.json')
    control.showRecorded(run, 'newest.json')
    control.reset()
    expect(session.getState().recorded?.file).toBe('newest.json')
  })

  it('shows another recording in the place of a run that ended, not of one under way', () => {
    const { tell, control, session, config, last } = setUp()
    tell(...LOADED)
    control.play()
    tell(state('preparing'), state('running'), step(1))
    control.showRecorded(recorded(config.getState().config), 'a.json')
    expect(session.getState()).toMatchObject({ step: 1, recorded: null })
    tell(state('finished'))
    control.showRecorded(recorded(config.getState().config), 'a.json')
    expect(last()).toBe('reset')
    expect(session.getState()).toMatchObject({ step: 3, runState: 'idle', recorded: { file: 'a.json' } })
  })
})
