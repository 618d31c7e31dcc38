import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Session } from '../session-store'
import { MODEL, page } from './label-page-for-tests'

let lab: ReturnType<typeof page>
beforeEach(() => {
  lab = page()
})

const TYPED = { chat: false, origin: { kind: 'typed' }, edited: false, scores: null } as const
const typed = (prompt: string, chosen = ' yes', rejected = ' no') => ({ ...TYPED, prompt, chosen, rejected })
const settled = () => new Promise((resolve) => setTimeout(resolve))

describe('the set', () => {
  it('is kept, newest first, with every change', async () => {
    const { set, kept, labels } = lab
    await set().open()
    const [first] = set().add([typed('one'), typed('two')])
    set().swap(first!.id)
    set().write(first!.id, { prompt: 'one', chosen: ' no', rejected: ' never' })
    await settled()
    expect(set().kept).toBe('kept')
    expect(set().pairs.map(({ prompt }) => prompt)).toEqual(['two', 'one'])
    expect(kept.get(first!.id)).toMatchObject({ chosen: ' no', rejected: ' never', edited: true })
    const removed = set().remove([first!.id])
    await settled()
    expect(kept.size).toBe(1)
    set().putBack(removed)
    await settled()
    expect(set().pairs.map(({ prompt }) => prompt)).toEqual(['two', 'one'])
    expect([...kept.keys()].toSorted()).toEqual(
      labels.set
        .getState()
        .pairs.map(({ id }) => id)
        .toSorted(),
    )
  })

  it('is there again after a reload, and what was added before it was read is not lost', async () => {
    const before = lab
    before.set().add([typed('old')])
    await settled()
    const after = page({ openShelf: async () => before.shelf })
    after.set().add([typed('new')])
    await after.set().open()
    expect(after.set().pairs.map(({ prompt }) => prompt)).toEqual(['new', 'old'])
  })

  it('goes on in memory, and says so, where the browser keeps nothing', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    const { set } = page({ openShelf: () => Promise.reject(new Error('no database here')) })
    await set().open()
    set().add([typed('one')])
    await settled()
    expect(set().kept).toBe('memory')
    expect(set().pairs).toHaveLength(1)
    vi.restoreAllMocks()
  })

  it('is loaded as a file of what can be trained on, oldest first, conversations as such', async () => {
    const { set, session } = lab
    set().add([typed('one'), typed('same', ' x', ' x'), { ...typed('two', 'Yes', 'No'), chat: true }])
    set().load('alone')
    const [source] = session.getState().dataSources
    if (source?.kind !== 'file') throw new Error('a file was expected')
    expect(source.file.name).toBe('my-pairs.jsonl')
    const lines = (await source.file.text()).trim().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { prompt: 'one', chosen: ' yes', rejected: ' no' },
      {
        prompt: [{ role: 'user', content: 'two' }],
        chosen: [{ role: 'assistant', content: 'Yes' }],
        rejected: [{ role: 'assistant', content: 'No' }],
      },
    ])
  })

  describe('trained on', () => {
    const device = { kind: 'webgpu' } as unknown as Session['device']
    const reading = { source: '', loaded: 0, total: 0, rows: 0 }
    beforeEach(() => {
      lab.session.setState({ device })
      // As of the page: what is asked for is on its way at first.
      lab.loadData.mockImplementation((dataSources) => lab.session.setState({ dataSources, dataProgress: reading }))
      lab.set().add([typed('one')])
    })

    it('is loaded alone, and Play is pressed while it is read, also where no data were there or another run ended', () => {
      const { set, session, play, loadData } = lab
      session.setState({ data: null, dataSources: [{ kind: 'built-in', id: 'polite' }], runState: 'finished' })
      play.mockImplementation(() => expect(session.getState().dataProgress).not.toBeNull())
      expect(set().train()).toBe(true)
      expect(loadData).toHaveBeenCalledExactlyOnceWith([expect.objectContaining({ kind: 'file' })])
      expect(play).toHaveBeenCalledTimes(1)
    })

    it.each(['preparing', 'running', 'paused'] as const)(
      'is loaded alone while a run is %s, which stays',
      (runState) => {
        const { set, session, play, loadData } = lab
        session.setState({ runState })
        expect(set().train()).toBe(false)
        expect(loadData).toHaveBeenCalledTimes(1)
        expect(play).not.toHaveBeenCalled()
      },
    )

    it('is loaded and waits for the person where a model or a setting is missing', () => {
      const { set, session, config, play, loadData } = lab
      session.setState({ model: null })
      expect(set().train()).toBe(false)
      session.setState({ model: MODEL })
      config.getState().set('generation.temperature', Number.NaN)
      expect(set().train()).toBe(false)
      expect(loadData).toHaveBeenCalledTimes(2)
      expect(play).not.toHaveBeenCalled()
    })

    it('begins no run on other data: with no usable pair, or where the set was refused', () => {
      const { set, play, loadData } = lab
      loadData.mockImplementation(() => {})
      expect(set().train()).toBe(false)
      set().remove(set().pairs.map(({ id }) => id))
      expect(set().train()).toBe(false)
      expect(loadData).toHaveBeenCalledTimes(1)
      expect(play).not.toHaveBeenCalled()
    })
  })

  it('tells when the loaded data are older, and takes their place; undoing the change makes them current', () => {
    const { set, session, loadData } = lab
    const isOlder = () => set().isOlder(session.getState().dataSources, set().pairs)
    const polite = { kind: 'built-in', id: 'polite' } as const
    session.setState({ dataSources: [polite] })
    expect(isOlder()).toBe(false)
    set().load('beside')
    expect(loadData).not.toHaveBeenCalled()
    set().add([typed('one')])
    set().load('beside')
    expect(session.getState().dataSources).toEqual([polite, expect.objectContaining({ kind: 'file' })])
    expect(isOlder()).toBe(false)
    const [added] = set().add([typed('two')])
    expect(isOlder()).toBe(true)
    set().remove([added!.id])
    expect(isOlder()).toBe(false)
    set().add([typed('three')])
    set().load('again')
    expect(session.getState().dataSources).toHaveLength(2)
    expect(isOlder()).toBe(false)
    set().load('beside')
    expect(session.getState().dataSources).toHaveLength(2)
  })
})
