import { describe, expect, it, vi } from 'vitest'
import type { RecordedRun } from '../protocol/recorded-run'
import { runConfig } from '../protocol/run-config'
import { chooseRecording } from './choose-recording'
import { createConfigStore } from './config-store'
import type { Playground } from './playground'
import { createSessionStore, type Session } from './session-store'

const DEVICE = {
  backend: 'wasm',
  name: 'cpu',
  software: false,
  reason: '',
  remedy: '',
  features: [],
  limits: {},
} as const
const RUN: RecordedRun = {
  version: 1,
  name: 'as the file says',
  config: runConfig.parse({ sources: ['short'], backend: 'wasm', objective: { name: 'simpo', gammaBetaRatio: 0.8 } }),
  device: { ...DEVICE, features: [] },
  totalSteps: 1,
  events: [],
}
const ENTRY = { file: 'a.json', name: 'A', group: 'G' }

function setUp(change: Partial<Session> = {}) {
  const session = createSessionStore()
  session.setState({
    sets: ['polite', 'short'].map((id) => ({ id, name: id, description: '' })),
    dataSources: [{ kind: 'built-in', id: 'polite' }],
    ...change,
  })
  const control = { showRecorded: vi.fn(), loadData: vi.fn() }
  const playground: Parameters<typeof chooseRecording>[0] = {
    session,
    config: createConfigStore(),
    control: control as unknown as Playground['control'],
  }
  return { playground, control, session }
}

describe('choosing a recording', () => {
  it('shows it, takes its settings into the form and loads its built-in data', async () => {
    const { playground, control } = setUp()
    await chooseRecording(playground, ENTRY, async () => RUN)
    expect(control.showRecorded).toHaveBeenCalledWith({ ...RUN, name: 'A' }, 'a.json')
    expect(control.loadData).toHaveBeenCalledWith([{ kind: 'built-in', id: 'short' }])
    const { config } = playground.config.getState()
    expect(config).toMatchObject({ backend: 'auto', objective: { name: 'simpo', gammaBetaRatio: 0.8 } })
  })

  it('leaves files of one’s own alone', async () => {
    const { playground, control } = setUp({ dataSources: [{ kind: 'typed', name: 'mine', rows: [] }] })
    await chooseRecording(playground, ENTRY, async () => RUN)
    expect(control.loadData).not.toHaveBeenCalled()
    expect(playground.config.getState().config.sources).toEqual(['polite'])
  })

  it('does nothing once a run is under way, and tells when there is nothing to show', async () => {
    const going = setUp({ runState: 'running' })
    await chooseRecording(going.playground, ENTRY, async () => RUN)
    expect(going.control.showRecorded).not.toHaveBeenCalled()

    const { playground, session } = setUp()
    await chooseRecording(playground, ENTRY, async () => null)
    expect(session.getState().errors).toMatchObject([{ during: 'show-recording' }])
  })
})
