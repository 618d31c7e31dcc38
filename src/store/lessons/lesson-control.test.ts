import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RecordedRun } from '../../protocol/recorded-run'
import { runConfig } from '../../protocol/run-config'
import { createConfigStore } from '../config-store'
import type { Playground } from '../playground'
import { insideStore } from '../plots/inside-view'
import { plotView } from '../plots/plot-view'
import { createOverlayStore } from '../runs/overlays'
import { createSessionStore, type Session } from '../session-store'
import { uiStore } from '../ui-store'
import { closeLesson, goToStep, isShown, lessonStore, openLesson, showScene, tryLive } from './lesson-control'
import { LESSON_PLANS, recordingOf } from './lesson-plans'

const DEVICE = { backend: 'wasm', name: 'cpu', software: false, reason: '', remedy: '', features: [], limits: {} }

/** Every recording there is, told apart by β. */
const fetchRun = async (file: string): Promise<RecordedRun> => ({
  version: 1,
  name: file,
  config: runConfig.parse({ sources: ['polite'], backend: 'wasm', objective: { name: 'dpo', beta: betaOf(file) } }),
  device: DEVICE as unknown as RecordedRun['device'],
  totalSteps: 1,
  events: [],
})
const betaOf = (file: string): number => Number(/([\d.]+)\.json$/.exec(file)?.[1] ?? 1)

function setUp(change: Partial<Session> = {}) {
  const session = createSessionStore()
  session.setState({
    sets: [{ id: 'polite', name: 'polite', description: '' }],
    dataSources: [{ kind: 'built-in', id: 'polite' }],
    ...change,
  })
  const control = {
    showRecorded: vi.fn((run: RecordedRun, file: string) =>
      session.setState({ recorded: { name: run.name, device: run.device, file }, runConfig: run.config }),
    ),
    returnTo: vi.fn(),
    loadData: vi.fn(),
    play: vi.fn(),
  }
  const overlays = createOverlayStore()
  const stage = { session, overlays, config: createConfigStore(), control: control as unknown as Playground['control'] }
  const behind = () => overlays.getState().overlays.map(({ key }) => key)
  return { stage, control, session, overlays, behind }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  uiStore.setState({ lesson: null, highlight: null, view: 'plots' })
  lessonStore.setState({ step: 0, tab: 'lesson' })
  insideStore.setState(insideStore.getInitialState())
  plotView.setState(plotView.getInitialState())
  vi.useRealTimers()
})

describe('a lesson', () => {
  it('shows its first recording, with the settings in the form', async () => {
    const { stage, session } = setUp()
    await openLesson(stage, 'beta', fetchRun)
    expect(session.getState().recorded?.file).toBe('lesson-beta-1.json')
    expect(stage.config.getState().config.objective).toMatchObject({ beta: 1 })
    expect(isShown(session.getState(), LESSON_PLANS.beta.scenes[0]!)).toBe(true)
  })

  it('puts the runs of each step behind the shown one, and takes them away at the end', async () => {
    const { stage, behind } = setUp()
    await openLesson(stage, 'beta', fetchRun)
    expect(behind()).toEqual([])
    await goToStep(stage, 1, fetchRun)
    expect(behind()).toEqual(['recording:lesson-beta-1.json'])
    await goToStep(stage, 3, fetchRun)
    expect(behind()).toHaveLength(4)
    closeLesson(stage)
    expect(behind()).toEqual([])
    expect(uiStore.getState().lesson).toBeNull()
  })

  it('sets the moment that a step speaks of, and lets the next one follow the end again', async () => {
    const { stage, session } = setUp()
    const at = LESSON_PLANS['chosen-falls'].scenes.findIndex(({ step }) => step !== undefined)
    await openLesson(stage, 'chosen-falls', fetchRun, at)
    insideStore.setState({ part: 'spread' })
    await goToStep(stage, at, fetchRun)
    const { step } = LESSON_PLANS['chosen-falls'].scenes[at]!
    expect(insideStore.getState()).toMatchObject({ part: 'tokens', at: step, run: session.getState().runConfig })
    await goToStep(stage, at + 1, fetchRun)
    expect(insideStore.getState().at).toBeNull()
  })

  it('leaves the moment of a run under way alone', async () => {
    const { stage } = setUp({ runState: 'running' })
    insideStore.setState({ at: 7 })
    await openLesson(stage, 'chosen-falls', fetchRun, 2)
    expect(insideStore.getState().at).toBe(7)
  })

  it('leaves alone what somebody else has put there', async () => {
    const { stage, overlays, behind } = setUp()
    const key = 'recording:lesson-beta-1.json'
    overlays.getState().add({ key, name: 'mine', config: (await fetchRun('1.json')).config, color: 4, events: [] })
    await openLesson(stage, 'beta', fetchRun)
    await goToStep(stage, 1, fetchRun)
    closeLesson(stage)
    expect(behind()).toEqual([key])
    expect(overlays.getState().overlays[0]).toMatchObject({ name: 'mine', color: 4 })
  })

  it('has the plots for itself, and gives them back as they were', async () => {
    const { stage, overlays, behind } = setUp()
    const { config } = await fetchRun('1.json')
    const put = (key: string) => overlays.getState().add({ key, name: key, config, color: 0, events: [] })
    for (const key of ['mine', 'deleted', 'recording:lesson-beta-1.json']) put(key)
    plotView.setState({ logProbForm: 'token', comparable: true, smoothing: 0 })
    await openLesson(stage, 'chosen-falls', fetchRun)
    expect(behind()).toEqual([])
    expect(plotView.getState()).toMatchObject({ logProbForm: 'sum', comparable: false, smoothing: 0 })
    await goToStep(stage, 1, fetchRun)
    expect(plotView.getState().logProbForm).toBe('change')
    await goToStep(stage, 0, fetchRun)
    expect(plotView.getState().logProbForm).toBe('sum')
    // From one lesson into another what was before the first is still what waits.
    await openLesson(stage, 'beta', fetchRun, 1)
    expect(behind()).toEqual(['recording:lesson-beta-1.json'])
    put('added')
    overlays.getState().forget('deleted')
    closeLesson(stage)
    expect(behind()).toEqual(['mine', 'recording:lesson-beta-1.json', 'added'])
    expect(plotView.getState()).toMatchObject({ logProbForm: 'token', comparable: true, smoothing: 0 })
  })

  it('of two steps in a hurry shows the later one', async () => {
    const { stage, behind } = setUp()
    uiStore.setState({ lesson: 'beta' })
    let release = (): void => {}
    const held = new Promise<void>((done) => {
      release = done
    })
    const slow = goToStep(stage, 3, async (file) => {
      await held
      return fetchRun(file)
    })
    await goToStep(stage, 1, fetchRun)
    release()
    await slow
    expect(behind()).toEqual(['recording:lesson-beta-1.json'])
  })

  it('does not push a run under way aside, and shows its recording when asked afterwards', async () => {
    const { stage, session, control } = setUp({ runState: 'running' })
    await openLesson(stage, 'beta', fetchRun)
    expect(control.showRecorded).not.toHaveBeenCalled()
    session.setState({ runState: 'finished' })
    await showScene(stage, fetchRun)
    expect(session.getState().recorded?.file).toBe('lesson-beta-1.json')
  })
})

describe('trying a lesson live', () => {
  it('sets the whole form, loads the pairs and plays, with the recording behind', async () => {
    const { stage, control, behind } = setUp({ dataSources: [{ kind: 'typed', name: 'mine', rows: [] }] })
    uiStore.setState({ lesson: 'over-optimisation' })
    stage.config.getState().set('optimizer.learningRate', 0.5)
    stage.config.setState((state) => ({ config: { ...state.config, adapter: 'mine' } }))
    await tryLive(stage, fetchRun)
    const { config } = stage.config.getState()
    expect(config.objective).toMatchObject({ name: 'dpo', beta: 0.1 })
    expect(config.optimizer.learningRate).not.toBe(0.5)
    // Device, model and its adapter are those of this page.
    expect(config).toMatchObject({ backend: 'auto', adapter: 'mine' })
    expect(control.loadData).toHaveBeenCalledWith([{ kind: 'built-in', id: 'polite' }])
    expect(control.play).toHaveBeenCalledTimes(1)
    expect(behind()).toEqual(['recording:lesson-beta-0.1.json'])
  })

  it('leaves nothing of an earlier lesson to come back to', async () => {
    const { stage, session, control } = setUp()
    await openLesson(stage, 'over-optimisation', fetchRun)
    await tryLive(stage, fetchRun)
    session.setState({ runState: 'running', recorded: null, stopping: true })
    await openLesson(stage, 'reference', fetchRun)
    session.setState({ runState: 'finished', stopping: false })
    await tryLive(stage, fetchRun)
    expect(control.returnTo).toHaveBeenLastCalledWith(expect.anything(), 'stages-dpo-seed1.json')
    expect(control.returnTo.mock.invocationCallOrder.at(-1)).toBeLessThan(control.play.mock.invocationCallOrder.at(-1)!)
  })

  it('does nothing while a run is under way', async () => {
    const { stage, control } = setUp({ runState: 'running' })
    uiStore.setState({ lesson: 'beta' })
    await tryLive(stage, fetchRun)
    expect(control.play).not.toHaveBeenCalled()
  })
})

describe('recordings of runs', () => {
  it('tell the tokens of each moment that a step looks at', () => {
    const scenes = Object.values(LESSON_PLANS).flatMap((plan) => plan.scenes.filter(({ step }) => step !== undefined))
    expect(scenes.length).toBeGreaterThan(0)
    for (const { shown, step } of scenes) {
      const run = JSON.parse(readFileSync(`public/runs/${recordingOf(shown)}`, 'utf8')) as RecordedRun
      expect(run.events.flatMap((event) => (event.type === 'tokens' ? [event.step] : []))).toContain(step)
    }
  })

  it('are the first seed of a comparison, or the lesson’s own', () => {
    expect(recordingOf('length-dpo')).toBe('length-dpo-seed1.json')
    expect(recordingOf('gamma-0.8')).toBe('lesson-gamma-0.8.json')
  })
})
