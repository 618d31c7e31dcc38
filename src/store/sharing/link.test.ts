import { beforeEach, describe, expect, it, vi } from 'vitest'
import { readLink, writeLink } from '../../protocol/link'
import type { ModelReport } from '../../protocol/messages'
import type { RecordedRun } from '../../protocol/recorded-run'
import { runConfig } from '../../protocol/run-config'
import { createConfigStore } from '../config-store'
import { lessonStore } from '../lessons/lesson-control'
import { insideStore } from '../plots/inside-view'
import { plotView, setAxis, setCursor } from '../plots/plot-view'
import type { RunControl } from '../run-control'
import { createOverlayStore } from '../runs/overlays'
import { runsView } from '../runs/runs-view'
import { createSessionStore, type Session } from '../session-store'
import { uiStore } from '../ui-store'
import { classStore } from './class-store'
import { addressOf, currentLink, openLink } from './link'
import { onLook } from './link-look'
import { linkStore } from './link-store'

vi.mock('../../client/recorded-runs', () => ({
  fetchRecordedRun: async (name: string) => ({
    name,
    config: runConfig.parse({ objective: { name: 'dpo' } }),
    events: [],
  }),
}))

const SETS = ['polite', 'detailed', 'helpful-easy', 'helpful-hard'].map((id) => ({ id, name: id, description: '' }))
const DEVICE = { backend: 'wasm' } as Session['device']

function stage(change: Partial<Session> = {}) {
  const session = createSessionStore()
  session.setState({ device: DEVICE, sets: SETS, recordings: [{ file: 'a.json', name: 'A', group: '' }], ...change })
  const control = { loadData: vi.fn(), showRecorded: vi.fn() }
  const config = createConfigStore()
  return { config, session, overlays: createOverlayStore(), control: control as unknown as RunControl }
}

/** A recording is shown, of a hundred steps with the tokens of twelve pairs. */
const RECORDED: Partial<Session> = {
  recorded: { file: 'a.json', name: 'A', device: DEVICE! },
  runConfig: runConfig.parse({ objective: { name: 'dpo' } }),
  totalSteps: 100,
}

function lookAsAtFirst(): void {
  plotView.setState(plotView.getInitialState())
  insideStore.setState(insideStore.getInitialState())
  runsView.setState(runsView.getInitialState())
  lessonStore.setState(lessonStore.getInitialState())
}

beforeEach(() => {
  uiStore.setState({ view: 'plots', runsOpen: false, lesson: null })
  classStore.setState({ rules: null, model: null, refused: false })
  linkStore.setState({ notices: [], offer: null, pending: null, lang: null })
  lookAsAtFirst()
})

const ready = Promise.resolve()

describe('the page as a link', () => {
  it('opens as the same settings, data and view on another page', async () => {
    const one = stage({ dataSources: ['helpful-easy', 'helpful-hard'].map((id) => ({ kind: 'built-in', id })) })
    one.config.getState().chooseSources(['helpful-easy', 'helpful-hard'])
    one.config.getState().chooseMethod('sdpo')
    one.config.getState().set('objective.beta', 0.7)
    uiStore.setState({ view: 'sweep', runsOpen: true })
    const address = addressOf(currentLink(one), 'https://a.school/p/')
    uiStore.setState({ view: 'plots', runsOpen: false })

    const other = stage()
    await openLink(other, new URL(address).hash, ready)
    expect(other.config.getState().config).toEqual(one.config.getState().config)
    expect(other.config.getState().defaults).toEqual(one.config.getState().defaults)
    expect(other.control.loadData).toHaveBeenCalledWith([
      { kind: 'built-in', id: 'helpful-easy' },
      { kind: 'built-in', id: 'helpful-hard' },
    ])
    expect(uiStore.getState()).toMatchObject({ view: 'sweep', runsOpen: true })
    expect(linkStore.getState().notices).toEqual([])
  })

  it('opens as the same plots, list of runs and moment of a recording', async () => {
    const one = stage(RECORDED)
    const { runConfig } = one.session.getState()
    setAxis('tokens')
    plotView.setState({ smoothing: 0.95, logProbForm: 'token', comparable: true })
    runsView.setState({ figure: 'loss', second: 'eval_kl/chosen' })
    insideStore.setState({ part: 'objective', run: runConfig, at: 40, pair: 2, against: 'base' })
    const before = { ...plotView.getState() }
    // What is shown as a recording needs no name once it is there.
    const hash = `#${writeLink({ ...currentLink(one), show: null })}`
    lookAsAtFirst()

    const other = stage(RECORDED)
    await openLink(other, hash, ready)
    expect(plotView.getState()).toEqual(before)
    expect(runsView.getState()).toEqual({ figure: 'loss', second: 'eval_kl/chosen' })
    expect(insideStore.getState()).toMatchObject({ part: 'objective', at: 40, pair: 2, against: 'base' })
    expect(insideStore.getState().run).toBe(other.session.getState().runConfig)
    expect(linkStore.getState().notices).toEqual([])
  })

  it('looks as at first where the link does not say how', async () => {
    plotView.setState({ axis: 'time', smoothing: 0, logProbForm: 'change', comparable: true })
    insideStore.setState({ part: 'spread', pair: 3, against: 'base', at: 5 })
    const other = stage(RECORDED)
    await openLink(other, '#v=1&objective=dpo', ready)
    expect(plotView.getState()).toEqual(plotView.getInitialState())
    expect(insideStore.getState()).toEqual(insideStore.getInitialState())
    const { axis, smoothing, form, alike, figure, part, at, pair, against } = currentLink(other)
    expect({ axis, smoothing, form, figure, part, at, pair, against, alike }).toEqual({
      axis: null,
      smoothing: null,
      form: null,
      figure: null,
      part: null,
      at: null,
      pair: null,
      against: null,
      alike: false,
    })
  })

  it('names no moment of a run of one’s own, nor a run of one’s own to compare with', () => {
    for (const recorded of [null, { file: 'kept:1', name: 'brave-otter', device: DEVICE! }]) {
      const own = stage({ ...RECORDED, recorded })
      const { runConfig } = own.session.getState()
      insideStore.setState({ run: runConfig, at: 40, pair: 2, against: '1' })
      expect(currentLink(own)).toMatchObject({ at: null, pair: null, against: null })
    }
  })

  it('waits with the moment for the run, and says what the run does not have', async () => {
    const other = stage()
    await openLink(other, '#v=1&at=400&pair=200&against=none.json&figure=luck&lesson-step=2', ready)
    expect(linkStore.getState().notices).toEqual([
      { kind: 'missing', name: 'luck' },
      { kind: 'dropped', name: 'lesson-step', asked: '2' },
      { kind: 'missing', name: 'none.json' },
    ])
    other.session.setState(RECORDED)
    expect(insideStore.getState()).toMatchObject({ at: 100, pair: 11, against: 'reference', run: RECORDED.runConfig })
    expect(linkStore.getState().notices.slice(3)).toEqual([
      { kind: 'clamped', name: 'at', asked: '400', taken: '100' },
      { kind: 'clamped', name: 'pair', asked: '200', taken: '12' },
    ])
    // Once: a run that comes later begins with its own end.
    insideStore.setState({ at: null })
    other.session.setState({ totalSteps: 50 })
    expect(insideStore.getState().at).toBeNull()
  })

  it('opens a lesson at its step, which brings what the link does not say', async () => {
    const other = stage({ ...RECORDED, runState: 'running' })
    await openLink(other, '#v=1&lesson=chosen-falls&lesson-step=2&axis=pairs', ready)
    expect(uiStore.getState()).toMatchObject({ lesson: 'chosen-falls', view: 'plots' })
    expect(plotView.getState()).toMatchObject({ logProbForm: 'change', axis: 'pairs' })
    expect(currentLink(other)).toMatchObject({ lessonStep: 2, form: null, view: null, axis: 'pairs' })

    await openLink(other, '#v=1&lesson=chosen-falls&lesson-step=3&logprob=token&alike=1&view=label', ready)
    expect(plotView.getState()).toMatchObject({ logProbForm: 'token', comparable: true })
    expect(uiStore.getState().view).toBe('label')
    uiStore.setState({ view: 'inside' })
    expect(currentLink(other)).toMatchObject({ lessonStep: 3, form: 'token', view: null })
    uiStore.setState({ view: 'plots' })
    expect(currentLink(other).view).toBe('plots')

    await openLink(other, '#v=1&lesson=beta&lesson-step=9', ready)
    expect(lessonStore.getState().step).toBe(3)
    expect(linkStore.getState().notices).toEqual([{ kind: 'clamped', name: 'lesson-step', asked: '9', taken: '4' }])

    // Away from the lesson, the link says how the plots are drawn, not what was before the lesson.
    await openLink(other, '#v=1&logprob=token', ready)
    expect(uiStore.getState().lesson).toBeNull()
    expect(plotView.getState().logProbForm).toBe('token')
  })

  it('says of a lesson’s moment only what the step does not bring', async () => {
    const other = stage()
    const { session } = other
    const showRecorded = ({ config }: RecordedRun, file: string) =>
      session.setState({ ...RECORDED, recorded: { ...RECORDED.recorded!, file }, runConfig: config })
    const lesson = { ...other, control: { ...other.control, showRecorded } as unknown as RunControl }
    const hash = '#v=1&lesson=chosen-falls&lesson-step=3'
    await openLink(lesson, hash, ready)
    expect(insideStore.getState().at).toBe(20)
    expect(currentLink(lesson).at).toBeNull()
    await openLink(lesson, `${hash}&at=last`, ready)
    expect(insideStore.getState().at).toBeNull()
    expect(currentLink(lesson).at).toBe('last')
    await openLink(lesson, `${hash}&at=60&pair=4`, ready)
    expect(insideStore.getState()).toMatchObject({ at: 60, pair: 3 })
    expect(currentLink(lesson)).toMatchObject({ at: 60, pair: 4 })
  })

  it('changes with every way of looking, and not with the cursor', () => {
    const changed = vi.fn()
    onLook(changed)
    setCursor(4)
    setCursor(null)
    expect(changed).not.toHaveBeenCalled()
    setAxis('tokens')
    insideStore.setState({ at: 3 })
    runsView.setState({ second: 'loss' })
    lessonStore.setState({ step: 1 })
    expect(changed).toHaveBeenCalledTimes(4)
  })

  it('says nothing of data and models of one’s own but that there were some', () => {
    const own = stage({
      dataSources: [{ kind: 'file', file: new File([''], 'private pairs.jsonl') }],
      model: { name: 'private folder' } as ModelReport,
      own: [{ id: 1, prompt: 'private prompt', base: null, policy: null, waiting: false }],
    })
    own.config.getState().chooseSources(['private pairs.jsonl'])
    const link = writeLink(currentLink(own))
    expect(decodeURIComponent(link)).not.toContain('private')
    expect(readLink(link).state).toMatchObject({ sets: ['polite'], own: ['data', 'model'], model: null })
  })

  it('names no file of a run that is shown again, nor one that is called like nothing else', () => {
    const replayed = stage({ recorded: { file: 'kept:1', name: 'brave-otter', device: DEVICE! } })
    replayed.config.getState().chooseSources(['secret'])
    expect(currentLink(replayed).sets).toEqual(['polite'])
    replayed.session.setState({ sets: [], replayOnly: true })
    expect(currentLink(replayed).sets).toEqual(['polite'])
  })

  it('names the set that is on its way', () => {
    const loading = stage({ dataSources: [{ kind: 'built-in', id: 'polite' }] })
    loading.config.getState().chooseSources(['detailed'])
    expect(currentLink(loading).sets).toEqual(['detailed'])
  })

  it('names a model of the Hub by its commit, and offers it instead of fetching it', async () => {
    const one = stage({ model: { name: 'owner/name@main', commit: 'c0ffee' } as ModelReport })
    const link = writeLink(currentLink(one))
    expect(link).toContain('model=owner/name@c0ffee')
    const other = stage()
    const loadModel = vi.fn()
    await openLink({ ...other, control: { ...other.control, loadModel } as unknown as RunControl }, link, ready)
    expect(loadModel).not.toHaveBeenCalled()
    expect(linkStore.getState().offer?.model).toBe('owner/name@c0ffee')
  })

  it('leaves the data that are there where the link names none that exist, and says so', async () => {
    const other = stage({ dataSources: [{ kind: 'built-in', id: 'detailed' }] })
    other.config.getState().chooseSources(['detailed'])
    await openLink(other, '#v=1&data=atlantis&show=b.json&objective=dpo&objective.beta=1e9', ready)
    expect(other.control.loadData).not.toHaveBeenCalled()
    expect(other.config.getState().config).toMatchObject({ sources: ['detailed'], objective: { beta: 1000 } })
    expect(linkStore.getState().notices.map(({ kind }) => kind)).toEqual(['clamped', 'missing', 'missing'])
  })

  it('waits until the sets are known, and of two links takes the later', async () => {
    const other = stage({ device: null, sets: [] })
    const first = openLink(other, '#v=1&data=detailed', ready)
    const second = openLink(other, '#v=1&data=helpful-hard', ready)
    await ready
    expect(other.control.loadData).not.toHaveBeenCalled()
    other.session.setState({ device: DEVICE, sets: SETS })
    await Promise.all([first, second])
    expect(other.control.loadData).toHaveBeenCalledTimes(1)
    expect(other.control.loadData).toHaveBeenCalledWith([{ kind: 'built-in', id: 'helpful-hard' }])
  })
})
