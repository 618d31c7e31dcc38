import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { WorkerEvent } from '../../protocol/messages'
import type { RunConfig } from '../../protocol/run-config'
import { runConfig } from '../../protocol/run-config'
import type { KeptSweep } from '../../protocol/sweep-kept'
import type { TrainEvent } from '../../protocol/train-events'
import type { SweepShelf } from '../../storage/sweeps/sweep-shelf'
import { createConfigStore } from '../config-store'
import type { RunLibrary } from '../runs/run-library'
import { createSessionStore } from '../session-store'
import { takeBack } from '../undo'
import { createSweepControl, settingsOf } from './sweep-control'
import { asRange, planOf, stepsOf, suggestDraft, suggestField } from './sweep-draft'

/** What the page's stores and worker do for a sweep, reduced to what it can see of them. */
function setUp(kept: KeptSweep[] = []) {
  const config = createConfigStore()
  const session = createSessionStore()
  const played: RunConfig[] = []
  const told: (string | null)[] = []
  const listeners = new Set<(event: WorkerEvent) => void>()
  const shelved = new Map(kept.map((sweep) => [sweep.id, sweep]))
  let clock = 0
  let ready = true
  const shelf: SweepShelf = {
    lasting: true,
    all: async () => [...shelved.values()],
    put: async (sweep) => void shelved.set(sweep.id, structuredClone(sweep)),
    remove: async (id) => void shelved.delete(id),
  }
  const stop = vi.fn(() => session.setState({ stopping: true }))
  const loaded = {
    device: {} as never,
    model: { name: 'small-world' } as never,
    data: {} as never,
    fit: { pairs: 4 } as never,
  }
  session.setState(loaded)
  const control = createSweepControl({
    config,
    session,
    control: {
      subscribe(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      playConfig(given) {
        if (!ready) return false
        played.push(given)
        session.setState({ runConfig: structuredClone(given), runState: 'preparing' })
        return true
      },
      pause: vi.fn(),
      play: vi.fn(),
      stop,
    },
    library: {
      nextBelongsTo: (sweep: string | null) => void told.push(sweep),
      store: { getState: () => ({ live: `run-${played.length}` }) },
    } as unknown as RunLibrary,
    openShelf: async () => shelf,
    now: () => clock,
  })
  const tell = (event: WorkerEvent) => {
    if (event.type === 'run-state') session.setState({ runState: event.state })
    for (const listener of listeners) listener(event)
  }
  const state = (name: 'idle' | 'preparing' | 'running' | 'paused' | 'finished' | 'failed') =>
    tell({ type: 'run-state', state: name, totalSteps: 2 })
  /** A whole run, as the worker tells it. */
  const run = async (win: number, reason: 'completed' | 'stopped' | 'non-finite' = 'completed', seconds = 10) => {
    state('preparing')
    state('running')
    clock += seconds * 1000
    const events: TrainEvent[] = [
      { type: 'step', step: 1, metrics: { loss: 0.5 } },
      {
        type: 'eval',
        step: 1,
        metrics: { eval_win_rate: win },
        pairs: { margins: [], logpsAvgChosen: [], logpsAvgRejected: [], lengthsChosen: [], lengthsRejected: [] },
        contingency: null,
      },
      { type: 'finished', step: 1, reason, message: reason === 'completed' ? null : 'why', ranking: [] },
    ]
    tell({ type: 'train', events })
    state('finished')
    await vi.advanceTimersByTimeAsync(1)
  }
  const draft = {
    ...suggestDraft(config.getState().config, true),
    fields: [
      { path: 'objective.beta', values: [0.5, 2], scale: 'linear' as const, integer: false },
      { path: 'seed', values: [1, 2], scale: 'linear' as const, integer: false },
    ],
  }
  const shown = () => control.store.getState().sweeps[0]!
  return {
    ...{ config, session, control, played, told, shelved, tell, state, run, draft, shown, stop },
    wait: (seconds: number) => {
      clock += seconds * 1000
    },
    setReady: (is: boolean) => {
      ready = is
    },
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a sweep', () => {
  it('runs every trial, one after another, without touching the form, and keeps what came of it', async () => {
    const { control, config, played, told, run, draft, shown, shelved } = setUp()
    const form = config.getState().config
    control.start(draft)
    expect(played).toHaveLength(1)
    for (const win of [0.6, 0.9, 0.7, 0.8]) await run(win)
    expect(played.map(({ objective, seed }) => ['beta' in objective && objective.beta, seed])).toEqual([
      [0.5, 1],
      [2, 1],
      [0.5, 2],
      [2, 2],
    ])
    expect(config.getState().config).toBe(form)
    expect(control.store.getState()).toMatchObject({ active: null, halt: { id: shown().id, why: 'done' } })
    expect(
      Object.values(shown().results).map(({ state, readings, seconds }) => [state, readings.length, seconds]),
    ).toEqual(Array(4).fill(['completed', 1, 10]))
    expect(shown().runs).toEqual({ 0: 'run-1', 1: 'run-2', 2: 'run-3', 3: 'run-4' })
    expect(told.filter((sweep) => sweep === shown().id)).toHaveLength(4)
    await control.flush()
    expect(shelved.get(shown().id)).toEqual(shown())
  })

  it('goes on when a run breaks or cannot be prepared, and says what came of it', async () => {
    const { control, run, draft, shown, state, tell } = setUp()
    control.start(draft)
    await run(0.5, 'non-finite')
    state('idle')
    state('preparing')
    state('idle')
    const error = { code: 'device/out-of-memory', message: 'Too large.', remedy: '' } as const
    tell({ type: 'error', during: 'start', error })
    await vi.advanceTimersByTimeAsync(1)
    await run(0.7)
    expect(Object.values(shown().results).map(({ state: ended, message }) => [ended, message])).toEqual([
      ['non-finite', 'why'],
      ['failed', 'Too large.'],
      ['completed', null],
    ])
    expect(control.store.getState().active?.trial).toBe(3)
  })

  it('begins no run once its minutes are spent; pauses do not count', async () => {
    const { control, run, draft, state, wait, shown } = setUp()
    control.start({ ...draft, budget: { ...draft.budget, minutes: 0.5 } })
    state('preparing')
    state('paused')
    wait(600)
    await run(0.5, 'completed', 20)
    expect(control.store.getState().active?.trial).toBe(1)
    await run(0.5, 'completed', 20)
    expect(control.store.getState()).toMatchObject({ active: null, halt: { why: 'minutes' } })
    expect(Object.values(shown().results).map(({ seconds }) => seconds)).toEqual([20, 20])
  })

  it('skips a run, which then does not count, and takes the next', async () => {
    const { control, run, draft, shown, stop } = setUp()
    control.start(draft)
    control.skip()
    expect(stop).toHaveBeenCalledOnce()
    await run(0.5, 'stopped')
    expect(shown().results[0]).toMatchObject({ state: 'stopped' })
    expect(control.store.getState().active?.trial).toBe(1)
  })

  it('skips a run that is still being prepared', async () => {
    const { control, draft, shown, state } = setUp()
    control.start(draft)
    // The run before it is given up first.
    state('idle')
    state('preparing')
    control.skip()
    state('idle')
    await vi.advanceTimersByTimeAsync(1)
    expect(shown().results[0]).toMatchObject({ state: 'stopped', steps: 0 })
    expect(control.store.getState().active?.trial).toBe(1)
  })

  it('stops by the toolbar while a run is being prepared', () => {
    const { control, draft, session, shown, state } = setUp()
    control.start(draft)
    state('idle')
    state('preparing')
    session.setState({ stopping: true })
    state('idle')
    expect(control.store.getState()).toMatchObject({ active: null, halt: { why: 'stopped' } })
    expect(shown().results).toEqual({})
  })

  it('runs nothing on other data or another model than its first run', async () => {
    const { control, config, draft, run, played, shown } = setUp()
    control.start(draft)
    config.getState().chooseSources(['short'])
    await run(0.5)
    expect(played).toHaveLength(1)
    expect(control.store.getState()).toMatchObject({ active: null, halt: { why: 'otherData' } })
    config.getState().chooseSources(['polite'])
    config.setState((state) => ({ config: { ...state.config, model: 'another' } }))
    control.goOn(shown().id)
    expect(played).toHaveLength(1)
    config.setState((state) => ({ config: { ...state.config, model: 'small-world' } }))
    control.goOn(shown().id)
    expect(played).toHaveLength(2)
  })

  it.each(['sweep', 'toolbar'])('stops by the %s, and runs what is left when it goes on', async (by) => {
    const { control, run, draft, shown, played } = setUp()
    control.start(draft)
    await run(0.5)
    if (by === 'sweep') control.stop()
    await run(0.5, 'stopped')
    expect(control.store.getState()).toMatchObject({ active: null, halt: { why: 'stopped' } })
    expect(Object.keys(shown().results)).toEqual(['0'])
    control.goOn(shown().id)
    expect(played.at(-1)).toEqual(shown().trials[1]!.config)
  })

  it('steps aside when another run takes the place of its own', () => {
    const { control, draft, session, shown } = setUp()
    control.start(draft)
    session.setState({ runConfig: runConfig.parse({}) })
    expect(control.store.getState()).toMatchObject({ active: null, halt: { why: 'taken' } })
    expect(shown().results).toEqual({})
  })

  it('waits for what is loading, and says when a person is needed', async () => {
    const { control, draft, session, played, setReady, state, told } = setUp()
    setReady(false)
    session.setState({ fit: null })
    control.start(draft)
    expect(control.store.getState().active).toMatchObject({ trial: null })
    // What a person begins meanwhile is no run of the sweep.
    expect(told.at(-1)).toBeNull()
    setReady(true)
    session.setState({ fit: { pairs: 4 } as never })
    state('idle')
    await vi.advanceTimersByTimeAsync(1)
    expect(played).toHaveLength(1)

    const other = setUp()
    other.setReady(false)
    other.session.setState({ model: null })
    other.control.start(other.draft)
    expect(other.control.store.getState()).toMatchObject({ active: null, halt: { why: 'obstacle' } })
  })

  it('halts when the device is lost: the next run would fail as well', async () => {
    const { control, draft, tell, shown } = setUp()
    control.start(draft)
    tell({ type: 'error', during: 'open', error: { code: 'device/lost', message: '', remedy: '' } })
    expect(control.store.getState()).toMatchObject({ active: null, halt: { why: 'device' } })
    expect(shown().results).toEqual({})
  })

  it('is there after a reload, and goes on from where it was', async () => {
    const before = setUp()
    before.control.start(before.draft)
    await before.run(0.6)
    await before.control.flush()
    const after = setUp([...before.shelved.values()])
    await after.control.flush()
    expect(after.shown()).toEqual(before.shown())
    expect(after.control.store.getState()).toMatchObject({ active: null, shown: before.shown().id })
    after.control.goOn(after.shown().id)
    expect(after.played).toEqual([before.shown().trials[1]!.config])
  })

  it('can be deleted, and that be taken back', async () => {
    const { control, draft, run, shown, shelved } = setUp()
    control.start({ ...draft, budget: { ...draft.budget, runs: 1 } })
    control.remove(shown().id)
    expect(control.store.getState().sweeps).toHaveLength(1)
    await run(0.6)
    const sweep = shown()
    control.remove(sweep.id)
    await control.flush()
    expect(control.store.getState()).toMatchObject({ sweeps: [], shown: null })
    expect(shelved.size).toBe(0)
    takeBack()
    await control.flush()
    expect(shelved.get(sweep.id)).toEqual(sweep)
    expect(control.store.getState().shown).toBe(sweep.id)
  })
})

describe('what is proposed', () => {
  const config = createConfigStore().getState().config

  it('looks around the present value, within the range of the slider', () => {
    const beta = suggestField('objective.beta', config)
    expect(beta).toMatchObject({ values: [0.33, 1, 3], scale: 'log' })
    expect(asRange(beta)).toEqual({ path: beta.path, min: 0.33, max: 3, scale: 'log', integer: false, count: 3 })
    const high = runConfig.parse({ objective: { beta: 4 } })
    expect(suggestField('objective.beta', high).values).toEqual([1.3, 4, 5])
    expect(suggestField('data.labelNoise', config)).toMatchObject({ min: 0, max: 0.5, scale: 'linear' })
    expect(asRange(suggestField('seed', config)).values).toEqual([1, 2, 3])
    expect(suggestField('seed', config).values).toEqual([1, 2, 3])
    expect(suggestField('optimizer.beta1', config).values).toEqual([0.9])
  })

  it('can be run for every objective, and has no beta where there is none', () => {
    for (const method of ['dpo', 'sdpo', 'simpo', 'ipo', 'orpo', 'sft'] as const) {
      const store = createConfigStore(method)
      const { config: form } = store.getState()
      const draft = suggestDraft(form, true)
      const plan = planOf(draft, form)
      expect(plan.problem).toBeNull()
      expect(draft.fields.some(({ path }) => path === 'objective.beta')).toBe('beta' in form.objective)
    }
  })

  it('says what of a draft cannot be run, by the rules of the form too', () => {
    const draft = suggestDraft(config, true)
    const field = { path: 'training.gradientAccumulation', values: [16], scale: 'linear' as const, integer: true }
    expect(planOf({ ...draft, fields: [field] }, config).problem).toMatchObject({
      code: 'config/invalid',
      message: 'training.gradientAccumulation is 16.',
    })
    expect(planOf({ ...draft, fields: [] }, config).problem).not.toBeNull()
  })

  it('reckons the steps of a run', () => {
    expect(stepsOf(runConfig.parse({ training: { maxSteps: 10 }, stages: { count: 3 } }), 400)).toBe(30)
    expect(stepsOf(runConfig.parse({ training: { epochs: 2, batchSize: 8 }, data: { heldOutShare: 0.5 } }), 400)).toBe(
      50,
    )
  })
})

describe('settings for the form', () => {
  it('are those of the run, on the data, model and device of the page', () => {
    const trial = runConfig.parse({ objective: { beta: 3 }, sources: ['old'], model: 'other', backend: 'cpu' })
    const form = runConfig.parse({ sources: ['polite'], tuning: { rank: 4 } })
    const taken = settingsOf(trial, form, { model: null, adapter: null })
    expect(taken).toEqual({ ...trial, sources: ['polite'], model: 'small-world', backend: 'auto' })
    expect(settingsOf(trial, form, { model: { halfWeights: true } as never, adapter: null }).tuning.rank).toBe(4)
  })
})
