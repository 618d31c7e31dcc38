import { beforeEach, describe, expect, it, vi } from 'vitest'
import { readLink, writeLink } from '../protocol/link'
import type { ModelReport } from '../protocol/messages'
import { classStore } from './class-store'
import { createConfigStore } from './config-store'
import { addressOf, currentLink, openLink } from './link'
import { linkStore } from './link-store'
import { createOverlayStore } from './overlays'
import type { RunControl } from './run-control'
import { createSessionStore, type Session } from './session-store'
import { uiStore } from './ui-store'

const SETS = ['polite', 'detailed', 'helpful-easy', 'helpful-hard'].map((id) => ({ id, name: id, description: '' }))
const DEVICE = { backend: 'wasm' } as Session['device']

function stage(change: Partial<Session> = {}) {
  const session = createSessionStore()
  session.setState({ device: DEVICE, sets: SETS, recordings: [{ file: 'a.json', name: 'A', group: '' }], ...change })
  const control = { loadData: vi.fn(), showRecorded: vi.fn() }
  const config = createConfigStore()
  return { config, session, overlays: createOverlayStore(), control: control as unknown as RunControl }
}

beforeEach(() => {
  uiStore.setState({ view: 'plots', runsOpen: false, lesson: null })
  classStore.setState({ rules: null, model: null, refused: false })
  linkStore.setState({ notices: [], offer: null, pending: null, lang: null })
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
