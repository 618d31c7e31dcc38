import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Client } from '../../client/client'
import type { DeviceReport } from '../../protocol/device'
import type { WorkerCommand, WorkerEvent } from '../../protocol/messages'
import { runConfig } from '../../protocol/run-config'
import type { TrainEvent } from '../../protocol/train-events'
import { createMemoryRunStore, type RunStore } from '../../storage/runs/run-store'
import { createConfigStore } from '../config-store'
import { RunFigures } from '../plots/run-figures'
import { createRunControl } from '../run-control'
import { createSessionStore } from '../session-store'
import { takeBack, undoStore } from '../undo'
import { createOverlayStore } from './overlays'
import { createRunLibrary, MOST_UNPINNED } from './run-library'

const DEVICE: DeviceReport = {
  backend: 'wasm',
  name: 'cpu',
  software: false,
  reason: '',
  remedy: '',
  features: [],
  limits: {},
}

const step = (n: number): TrainEvent => ({
  type: 'step',
  step: n,
  metrics: { loss: 1 / n, step_seconds: 2, 'rewards/margins': n },
})
const held = (n: number, winRate: number): TrainEvent => ({
  type: 'eval',
  step: n,
  metrics: { eval_win_rate: winRate, eval_loss: winRate },
  pairs: { margins: [], logpsAvgChosen: [], logpsAvgRejected: [], lengthsChosen: [], lengthsRejected: [] },
  contingency: null,
})
const finished = (reason: 'completed' | 'stopped' | 'non-finite'): TrainEvent => ({
  type: 'finished',
  step: 2,
  reason,
  message: null,
  ranking: [],
})

function setUp(store: RunStore = createMemoryRunStore(), heldElsewhere: string[] = []) {
  let tell: (event: WorkerEvent) => void = () => {}
  const client: Client = {
    send: (_: WorkerCommand) => {},
    subscribe(next) {
      tell = next
      return () => {}
    },
    close() {},
  }
  const [config, session, figures, overlays] = [
    createConfigStore(),
    createSessionStore(),
    new RunFigures(),
    createOverlayStore(),
  ]
  const control = createRunControl({
    config,
    session,
    figures,
    openClient: () => client,
    openReplay: () => client,
    saveFile: () => {},
    rememberEndpoint: () => {},
    askForPersistence: async () => true,
  })
  const claimed = new Set(heldElsewhere)
  let now = 1000
  const library = createRunLibrary({
    session,
    config,
    control,
    overlays,
    openStore: async () => store,
    claims: {
      claim(id) {
        claimed.add(id)
        return () => claimed.delete(id)
      },
      held: async () => claimed,
    },
    now: () => now++,
  })
  control.open()
  /** As the page does it, once everything is loaded. */
  const begin = (seed = 1) => {
    session.setState({ device: DEVICE, runConfig: runConfig.parse({ seed }), runState: 'preparing', recorded: null })
    tell({ type: 'run-state', state: 'preparing', totalSteps: 0 })
    tell({ type: 'run-state', state: 'running', totalSteps: 2 })
  }
  const train = (...events: TrainEvent[]) => tell({ type: 'train', events })
  const finish = (reason: 'completed' | 'stopped' | 'non-finite' = 'completed') => {
    train(finished(reason))
    tell({ type: 'run-state', state: 'finished', totalSteps: 2 })
  }
  const whole = (seed = 1) => {
    begin(seed)
    train(step(1), held(1, 0.8), step(2), held(2, 0.6))
    finish()
  }
  return {
    library,
    session,
    config,
    control,
    overlays,
    store,
    claimed,
    begin,
    train,
    finish,
    whole,
    tell: (e: WorkerEvent) => tell(e),
  }
}

describe('the library of runs', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('keeps a run with its config, its events, last and best figures, and its time', async () => {
    const { library, whole, store } = setUp()
    whole(7)
    await library.flush()
    const [info] = await store.list()
    expect(info).toMatchObject({
      state: 'completed',
      step: 2,
      totalSteps: 2,
      seconds: 4,
      config: { seed: 7 },
      last: { eval_win_rate: 0.6, loss: 0.5 },
      best: { eval_win_rate: 0.8, eval_loss: 0.6 },
    })
    expect(info!.name).toMatch(/^[a-z]+-[a-z]+$/)
    expect((await store.events(info!.id)).map(({ type }) => type)).toEqual(['step', 'eval', 'step', 'eval', 'finished'])
    expect(library.runs).toEqual([info])
    expect(library.current()?.events).toHaveLength(5)
  })

  it('counts the base among no run’s best values', () => {
    const { library, begin, train, finish } = setUp()
    begin()
    train(step(1), held(0, 0.9), held(1, 0.4), step(2), held(2, 0.3))
    finish()
    expect(library.runs[0]!.best).toMatchObject({ eval_win_rate: 0.4, eval_loss: 0.3 })
  })

  it('writes while a run goes on, each event once', async () => {
    const { library, begin, train, store } = setUp()
    const append = vi.spyOn(store, 'append')
    begin()
    train(step(1))
    await vi.advanceTimersByTimeAsync(3100)
    train(step(2))
    train(held(2, 0.5))
    await vi.advanceTimersByTimeAsync(3100)
    await library.flush()
    expect(append.mock.calls.map(([, events]) => events.length)).toEqual([1, 2, 0])
    expect(library.runs[0]).toMatchObject({ state: 'running', step: 2 })
  })

  it('takes a run whose page was left for interrupted, unless another tab holds it', async () => {
    const store = createMemoryRunStore()
    const first = setUp(store)
    first.begin()
    first.train(step(1))
    await first.library.flush()
    const { id } = first.library.runs[0]!
    expect(setUp(store, [id]).library.runs).toEqual([])
    const other = setUp(store, [id])
    await other.library.flush()
    expect(other.library.runs[0]!.state).toBe('running')
    const later = setUp(store)
    await later.library.flush()
    expect(later.library.runs[0]).toMatchObject({ id, state: 'interrupted' })
    expect((await store.list())[0]!.state).toBe('interrupted')
    // It can be looked at.
    await later.library.show(id)
    expect(later.session.getState()).toMatchObject({ step: 1, recorded: { name: later.library.runs[0]!.name } })
    expect(later.library.current()?.info.id).toBe(id)
    expect(later.library.store.getState().shown).toBe(id)
  })

  it('knows how a run ended', async () => {
    const { library, begin, train, finish, control, tell, session } = setUp()
    begin(1)
    train(step(1))
    finish('stopped')
    begin(2)
    train(step(1))
    finish('non-finite')
    begin(3)
    train(step(1))
    tell({ type: 'run-state', state: 'failed', totalSteps: 2 })
    begin(4)
    train(step(1))
    session.setState({ runState: 'running' })
    control.reset()
    expect(library.runs.map(({ state }) => state)).toEqual(['stopped', 'failed', 'non-finite', 'stopped'])
  })

  it('forgets a run that never took a step', async () => {
    const { library, begin, tell, store } = setUp()
    begin()
    expect(library.runs).toHaveLength(1)
    tell({ type: 'error', during: 'start', error: { code: 'internal', message: '', remedy: '' } })
    await library.flush()
    expect(library.store.getState().live).toBeNull()
    expect(library.runs).toEqual([])
    expect(await store.list()).toEqual([])
  })

  it('keeps neither recordings nor what is replayed', async () => {
    const { library, control, session, tell } = setUp()
    const run = {
      version: 1,
      name: 'R',
      config: runConfig.parse({}),
      device: DEVICE,
      totalSteps: 1,
      events: [step(1)],
    } as never
    control.showRecorded(run, 'r.json')
    expect(library.store.getState().shown).toBe('recording:r.json')
    expect(library.current()).toMatchObject({ info: { name: 'R', step: 1 }, events: [step(1)] })
    session.setState({
      replayOnly: true,
      runState: 'preparing',
      runConfig: runConfig.parse({ seed: 3 }),
      recorded: null,
    })
    tell({ type: 'train', events: [step(2)] })
    expect(library.runs).toEqual([])
  })

  it('gives a sweep its runs, and no more than those', () => {
    const { library, whole } = setUp()
    library.nextBelongsTo('s', '1/2')
    whole()
    whole()
    expect(library.runs.map(({ sweep }) => sweep)).toEqual([null, 's'])
    expect(library.runs[1]!.name).toMatch(/ 1\/2$/)
    expect(new Set(library.runs.map(({ name }) => name)).size).toBe(2)
    expect(library.runs[0]!.color).not.toBe(library.runs[1]!.color)
  })

  it('overlays a run, renames what is drawn, and takes it off', async () => {
    const { library, overlays, whole } = setUp()
    whole()
    const { id } = library.runs[0]!
    await library.toggleOverlay(id)
    library.rename(id, '  my best ')
    expect(overlays.getState().overlays).toMatchObject([{ key: id, name: 'my best' }])
    expect(overlays.getState().overlays[0]!.figures.steps.length).toBe(2)
    library.rename(id, '   ')
    expect(library.runs[0]!.name).toBe('my best')
    await library.toggleOverlay(id)
    expect(overlays.getState().overlays).toEqual([])
  })

  it('deletes with a way back: in the list, in what is kept, and on the plots', async () => {
    const { library, overlays, whole, store } = setUp()
    whole(1)
    whole(2)
    const [second, first] = library.runs.map(({ id }) => id)
    library.pin(second!, true)
    await library.toggleOverlay(first!)
    await library.removeUnpinned()
    expect(library.runs.map(({ id }) => id)).toEqual([second])
    expect((await store.list()).map(({ id }) => id)).toEqual([second])
    expect(overlays.getState().overlays).toEqual([])
    expect(undoStore.getState().offer?.text).toContain('Deleted')
    takeBack()
    await library.flush()
    expect(library.runs.map(({ id }) => id)).toEqual([second, first])
    expect(await store.events(first!)).toHaveLength(5)
    expect(overlays.getState().overlays).toHaveLength(1)
  })

  it('does not delete the run under way, nor what is kept of it', async () => {
    const { library, whole, begin, train, store } = setUp()
    whole()
    begin()
    train(step(1))
    await library.flush()
    const { id } = library.runs[0]!
    await library.remove(id)
    expect(library.runs).toHaveLength(2)
    await library.removeUnpinned()
    expect(library.runs.map((info) => info.id)).toEqual([id])
    expect(await store.events(id)).toEqual([step(1)])
  })

  it('overlays the recording that is shown, in a look that no other overlay has', async () => {
    const { library, control, overlays, whole } = setUp()
    whole()
    await library.toggleOverlay(library.runs[0]!.id)
    const run = { version: 1, name: 'R', config: runConfig.parse({}), device: DEVICE, totalSteps: 1, events: [step(1)] }
    control.showRecorded(run as never, 'r.json')
    await library.toggleOverlay('recording:r.json')
    const drawn = overlays.getState().overlays
    expect(drawn.map(({ name }) => name)).toEqual([library.runs[0]!.name, 'R'])
    expect(drawn[0]!.color).not.toBe(drawn[1]!.color)
  })

  it('makes room by the oldest that are not pinned, and says so', async () => {
    const { library, whole, store } = setUp()
    whole(0)
    library.pin(library.runs[0]!.id, true)
    for (let i = 1; i <= MOST_UNPINNED + 2; i++) whole(i)
    await library.flush()
    expect(library.runs).toHaveLength(MOST_UNPINNED + 1)
    expect(library.runs.at(-1)).toMatchObject({ pinned: true, config: { seed: 0 } })
    expect(library.runs.at(-2)!.config.seed).toBe(3)
    expect(library.store.getState().dropped).toBe(2)
    expect(await store.list()).toHaveLength(MOST_UNPINNED + 1)
  })

  it('says why a run could not be kept, keeps on trying, and loses nothing', async () => {
    const { library, begin, train, store } = setUp()
    const append = vi.spyOn(store, 'append').mockRejectedValueOnce(new Error('no room'))
    begin()
    train(step(1))
    await vi.advanceTimersByTimeAsync(3100)
    expect(library.store.getState().error?.message).toBe('no room')
    train(step(2))
    await vi.advanceTimersByTimeAsync(3100)
    expect(append.mock.calls.at(-1)![1]).toEqual([step(1), step(2)])
    expect(library.store.getState().error).toBeNull()
  })

  it('keeps trying with a run that ended unwritten, and has it whole meanwhile; once there is room it is kept', async () => {
    const { library, whole, store } = setUp()
    whole(1)
    await library.flush()
    const append = vi.spyOn(store, 'append').mockRejectedValue(new Error('no room'))
    whole(2)
    whole(3)
    await library.flush()
    const [third, second, first] = library.runs
    expect(await store.events(second!.id)).toEqual([])
    expect((await library.get(second!.id)).events).toHaveLength(5)
    append.mockRestore()
    await library.remove(first!.id)
    expect(await store.events(second!.id)).toHaveLength(5)
    expect((await store.list()).map(({ id, state }) => [id, state])).toEqual([
      [second!.id, 'completed'],
      [third!.id, 'completed'],
    ])
    expect(library.store.getState().error).toBeNull()
  })

  it('does not bring back a run that was deleted before it could be written', async () => {
    const { library, whole, store } = setUp()
    const append = vi.spyOn(store, 'append').mockRejectedValue(new Error('no room'))
    whole(1)
    whole(2)
    await library.flush()
    append.mockRestore()
    const [second, first] = library.runs
    await library.remove(first!.id)
    expect((await store.list()).map(({ id }) => id)).toEqual([second!.id])
    takeBack()
    await library.flush()
    expect(await store.events(first!.id)).toHaveLength(5)
  })

  it('leaves the word about another fault to be read while a run is saved', async () => {
    const { library, whole, begin, train, store } = setUp()
    whole(1)
    await library.flush()
    begin(2)
    vi.spyOn(store, 'events').mockRejectedValueOnce(new Error('cannot be read'))
    await library.toggleOverlay(library.runs[1]!.id)
    train(step(1))
    await vi.advanceTimersByTimeAsync(3100)
    expect(library.store.getState().error?.message).toBe('cannot be read')
  })

  it('holds a run until it is written how it ended', async () => {
    const { library, whole, store, claimed } = setUp()
    const heldThen: boolean[] = []
    const append = store.append.bind(store)
    vi.spyOn(store, 'append').mockImplementation(async (info, events) => {
      heldThen.push(claimed.has(info.id))
      await append(info, events)
    })
    whole()
    await library.flush()
    expect(heldThen).toEqual([true])
    expect(claimed.size).toBe(0)
  })

  it('does not delete what another tab computes, and says so', async () => {
    const store = createMemoryRunStore()
    const first = setUp(store)
    first.whole()
    first.begin()
    first.train(step(1))
    await first.library.flush()
    const [going, ended] = first.library.runs
    const { library } = setUp(store, [going!.id])
    await library.flush()
    await library.remove(going!.id)
    expect(library.store.getState().error).toMatchObject({ code: 'storage/busy' })
    await library.removeUnpinned()
    expect(library.runs.map(({ id }) => id)).toEqual([going!.id])
    expect(await store.events(ended!.id)).toEqual([])
    expect(await store.events(going!.id)).toEqual([step(1)])
  })

  it('says of a run that another tab deleted that it is gone, instead of showing nothing', async () => {
    const { library, whole, store, session } = setUp()
    whole(1)
    whole(2)
    await library.flush()
    const { id } = library.runs[1]!
    await store.remove([id])
    await library.show(id)
    expect(library.store.getState().error).toMatchObject({ code: 'data/missing-file' })
    expect(session.getState().recorded).toBeNull()
  })

  it('leaves what is tuned to a loaded adapter or frozen weights', async () => {
    const { library, whole, session, config } = setUp()
    whole()
    await library.flush()
    session.setState({ adapter: {} as never })
    config.getState().set('tuning.method', 'lora')
    config.setState((state) => ({ config: { ...state.config, adapter: 'mine' } }))
    await library.show(library.runs[0]!.id)
    expect(config.getState().config).toMatchObject({ adapter: 'mine', tuning: { method: 'lora' } })
  })
})
