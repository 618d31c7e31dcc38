import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { LabelledPair } from '../../protocol/labels'
import type { WorkerCommand, WorkerEvent } from '../../protocol/messages'
import type { PreferencePair } from '../../protocol/preference'
import { createRandom } from '../../protocol/random'
import { runConfig } from '../../protocol/run-config'
import type { Sample } from '../../protocol/train-events'
import type { LabelShelf } from '../../storage/labels/label-shelf'
import { createConfigStore } from '../config-store'
import type { RunControl } from '../run-control'
import { createSessionStore, type Session } from '../session-store'
import { createLabelControl } from './label-control'
import { PromptTurns, promptsOf } from './label-control-prompts'

const PROMPTS = ['p1', 'p2', 'p3']

const MODEL = { name: 'small-world', hasTokenizer: true, hasChatTemplate: false } as Session['model']

const dataOf = (prompts: PreferencePair['prompt'][]) =>
  ({
    sources: [{ source: 's' }],
    preview: prompts.map((prompt) => ({ prompt, chosen: 'a', rejected: 'b', row: 1, source: 's' })),
  }) as Session['data']

const runConfigOf = (sources: string[]) => runConfig.parse({ sources })

const sample = (text: string, score: number | null = null): Sample => ({ text, tokens: 3, ended: true, score })

function memoryShelf() {
  const kept = new Map<string, LabelledPair>()
  const shelf: LabelShelf = {
    all: async () => [...kept.values()],
    put: async (pairs) => {
      for (const pair of pairs) kept.set(pair.id, pair)
    },
    remove: async (ids) => {
      for (const id of ids) kept.delete(id)
    },
  }
  return { kept, shelf }
}

/** A page whose worker answers when it is told to. */
function page({ openShelf }: { openShelf?: () => Promise<LabelShelf> } = {}) {
  const { kept, shelf } = memoryShelf()
  const session = createSessionStore()
  session.setState({ model: MODEL, data: dataOf(PROMPTS) })
  const asked: Extract<WorkerCommand, { type: 'propose' }>[] = []
  const listeners: ((event: WorkerEvent) => void)[] = []
  const tell = (event: WorkerEvent) => {
    for (const listener of listeners) listener(event)
  }
  const loadData = vi.fn((dataSources: Session['dataSources']) => session.setState({ dataSources }))
  const play = vi.fn()
  const control = {
    send: (command: WorkerCommand) => void (command.type === 'propose' && asked.push(command)),
    subscribe: (listener: (event: WorkerEvent) => void) => void listeners.push(listener),
    dismissError: (id: number) =>
      session.setState({ errors: session.getState().errors.filter((shown) => shown.id !== id) }),
    loadData,
    play,
  } as unknown as RunControl
  const config = createConfigStore()
  const labels = createLabelControl({ config, session, control, openShelf: openShelf ?? (async () => shelf) })
  const state = () => labels.proposals.getState()
  const set = () => labels.set.getState()
  /** Answers the last question; the two differ. */
  const answer = (texts = [' good', ' bad'], scores: (number | null)[] = [0.9, 0.1]) => {
    const { id, prompt } = asked.at(-1)!
    const completions: [Sample, Sample] = [sample(texts[0]!, scores[0]), sample(texts[1]!, scores[1])]
    tell({ type: 'proposed', id, prompt, completions })
  }
  const fail = () => {
    const error = { code: 'internal', message: 'm', remedy: 'r' } as const
    session.setState({ errors: [...session.getState().errors, { id: asked.length, during: 'propose', error }] })
    tell({ type: 'error', during: 'propose', error })
  }
  return { labels, session, config, asked, tell, answer, fail, state, set, kept, loadData, play, shelf }
}

let lab: ReturnType<typeof page>
beforeEach(() => {
  lab = page()
})

describe('completions to judge', () => {
  it('are asked for once the view is shown, and the next ones while the person reads', () => {
    const { asked, state, answer } = lab
    expect(asked).toEqual([])
    state().enter()
    expect(asked).toHaveLength(1)
    expect(state().current).toBeNull()
    answer()
    expect(state().current).toMatchObject({ prompt: asked[0]!.prompt, model: 'small-world', step: null })
    expect(asked).toHaveLength(2)
    expect(asked[1]!.prompt).not.toBe(asked[0]!.prompt)
    answer()
    expect(asked).toHaveLength(2)
    state().pick(0)
    // At once: it was written ahead.
    expect(state().current?.prompt).toBe(asked[1]!.prompt)
  })

  it('make a pair of what was picked, with its origin and the judge’s scores', () => {
    const { state, set, answer, asked } = lab
    state().enter()
    answer()
    const [a, b] = state().current!.samples
    state().pick(1)
    expect(set().pairs).toEqual([
      expect.objectContaining({
        prompt: asked[0]!.prompt,
        chosen: b.text,
        rejected: a.text,
        origin: { kind: 'drawn', model: 'small-world', step: null, seed: asked[0]!.seed, first: 'rejected' },
        scores: { chosen: b.score, rejected: a.score },
        edited: false,
      }),
    ])
  })

  it('stand in either order, by their seed', () => {
    const { state, answer } = lab
    state().enter()
    const firsts = new Set<string>()
    for (let i = 0; i < 40; i++) {
      answer()
      firsts.add(state().current!.texts[0])
      state().pass()
      if (!state().current) answer()
    }
    expect(firsts).toEqual(new Set([' good', ' bad']))
  })

  it('can be edited first: the pair has the new text, is marked, and keeps no score', () => {
    const { state, set, answer } = lab
    state().enter()
    answer()
    state().write(0, ' better still')
    state().pick(0)
    expect(set().pairs[0]).toMatchObject({ chosen: ' better still', edited: true, scores: null })
  })

  it('that are the same, or empty, make no pair', () => {
    const { state, set, answer } = lab
    state().enter()
    answer([' same', ' same'])
    state().pick(0)
    expect(set().pairs).toEqual([])
    state().write(1, ' ')
    state().pick(0)
    expect(set().pairs).toEqual([])
    state().again()
    expect(state().current).toBeNull()
  })

  it('come back when the verdict is undone, and what was shown meanwhile comes after them', () => {
    const { state, set, answer } = lab
    state().enter()
    answer()
    answer()
    const first = state().current
    state().pick(0)
    const second = state().current
    state().undo()
    expect(set().pairs).toEqual([])
    expect(state().current).toBe(first)
    state().pick(1)
    expect(state().current?.prompt).toBe(second!.prompt)
    expect(set().pairs).toHaveLength(1)
    state().undo()
    state().pass()
    expect(set().pairs).toEqual([])
  })

  it('that were asked ahead are dropped when settings, model or run are others', () => {
    const { state, answer, config, asked, tell } = lab
    state().enter()
    answer()
    answer()
    config.getState().set('generation.temperature', 1.2)
    state().pick(0)
    expect(state().current).toBeNull()
    expect(asked.at(-1)!.generation.temperature).toBe(1.2)
    answer()
    answer()
    tell({ type: 'run-state', state: 'preparing', totalSteps: 2 })
    state().pick(0)
    expect(state().current).toBeNull()
  })

  it('that were asked ahead are dropped when the run has gone on far, and say their step', () => {
    const { state, answer, session, asked, tell } = lab
    session.setState({ runState: 'running', step: 4 })
    state().enter()
    answer()
    answer()
    expect(state().current?.step).toBe(4)
    session.setState({ step: 9 })
    state().pick(0)
    expect(state().current?.step).toBe(4)
    answer()
    session.setState({ step: 90 })
    const before = asked.length
    state().pick(0)
    expect(state().current).toBeNull()
    expect(asked).toHaveLength(before + 1)
    answer()
    expect(state().current?.step).toBe(90)
    // A fast run: what was asked ahead is out of date when it comes, and is not asked for again and again.
    session.setState({ step: 300 })
    const fast = asked.length
    answer()
    expect(asked).toHaveLength(fast)
    session.setState({ step: 90 })
    // Once it stands still, even one step is too far.
    session.setState({ runState: 'finished', step: 91 })
    const last = asked.length
    tell({ type: 'run-state', state: 'finished', totalSteps: 91 })
    expect(asked).toHaveLength(last + 1)
    answer()
    state().pick(0)
    expect(state().current?.step).toBe(91)
  })

  it('are not asked of a page that has no worker, no model or no tokenizer', () => {
    for (const lack of [{ replayOnly: true }, { model: null }, { model: { ...MODEL!, hasTokenizer: false } }]) {
      const { session, state, asked } = page()
      session.setState(lack)
      state().enter()
      expect(asked).toEqual([])
    }
  })

  it('wait for settings that cannot be drawn with, and are asked for once these are mended', () => {
    const { config, state, asked } = lab
    config.getState().set('generation.temperature', Number.NaN)
    state().enter()
    expect(asked).toEqual([])
    config.getState().set('generation.temperature', 0.5)
    expect(asked).toHaveLength(1)
    expect(asked[0]!.generation.temperature).toBe(0.5)
  })

  it('are asked for as soon as the model is there', () => {
    const { session, state, asked, tell } = lab
    session.setState({ model: null })
    state().enter()
    session.setState({ model: MODEL })
    tell({ type: 'model', model: MODEL! })
    expect(asked).toHaveLength(1)
  })

  it('are asked again by the person after an error, and by themselves when the model was replaced meanwhile', () => {
    const { state, asked, fail, session, tell, answer } = lab
    state().enter()
    fail()
    expect(state().failed).toBe(true)
    expect(asked).toHaveLength(1)
    state().again()
    expect(asked).toHaveLength(2)
    tell({ type: 'model', model: MODEL! })
    session.setState({ errors: [] })
    fail()
    expect(session.getState().errors).toEqual([])
    expect(state().failed).toBe(false)
    expect(asked).toHaveLength(3)
    answer()
    expect(state().current).not.toBeNull()
  })

  it('of a prompt of one’s own are asked when it is given, and again after each verdict', () => {
    const { state, asked, answer } = lab
    state().enter()
    answer()
    state().choosePrompts('own', '')
    expect(state().current).toBeNull()
    state().writeOwn('mine')
    answer()
    expect(state().current).toBeNull()
    state().ask()
    expect(asked.at(-1)!.prompt).toBe('mine')
    answer()
    expect(state().current?.prompt).toBe('mine')
    answer()
    state().pick(0)
    expect(state().current?.prompt).toBe('mine')
    expect(new Set(asked.map(({ seed }) => seed)).size).toBe(asked.length)
  })
})

describe('prompts in turn', () => {
  it('come each once before one comes again, those that were labelled last', () => {
    const turns = new PromptTurns(createRandom(1))
    expect(turns.take()).toBeNull()
    turns.begin(['a', 'b', 'c', 'd'], new Set(['b']))
    const round = [1, 2, 3, 4].map(() => turns.take())
    expect(new Set(round).size).toBe(4)
    expect(round[3]).toBe('b')
    expect(turns.turn).toEqual({ at: 4, of: 4 })
    const ahead = turns.peek()
    const second = [1, 2, 3, 4].map(() => turns.take())
    expect(second[0]).toBe(ahead)
    expect(second.toSorted()).toEqual(['a', 'b', 'c', 'd'])
    turns.putBack()
    expect(turns.turn).toEqual({ at: 3, of: 4 })
    expect(turns.peek()).toBe(second[3])
  })

  it('go on where they are when a run brings others', () => {
    const turns = new PromptTurns(createRandom(1))
    turns.begin(['a', 'b'], new Set())
    const first = turns.take()
    turns.add(['b', 'c', 'a'])
    expect(turns.turn).toEqual({ at: 1, of: 3 })
    expect([first, turns.take(), turns.take()].toSorted()).toEqual(['a', 'b', 'c'])
  })

  it('are those of pairs and of samples of the same data, once each; of conversations those of one turn', () => {
    const samples = { samples: [{ prompt: 'p2' }, { prompt: 'held out' }] } as Session['samples']
    const run = runConfigOf(['s'])
    const data = dataOf(['p1', 'p2', 'p1', ' '])
    expect(promptsOf({ data, samples, runConfig: run })).toEqual(['p1', 'p2', 'held out'])
    expect(promptsOf({ data, samples, runConfig: runConfigOf(['other']) })).toEqual(['p1', 'p2'])
    const user = { role: 'user', content: 'hello' }
    const long = [user, { role: 'assistant', content: 'yes?' }, user]
    expect(promptsOf({ data: dataOf([[user], long]), samples, runConfig: run })).toEqual(['hello'])
  })

  it('of the data before stay when the set itself is loaded', () => {
    const { state, set, session, tell, answer } = lab
    state().enter()
    answer()
    state().pick(0)
    set().load('alone')
    session.setState({ data: dataOf(['p1']) })
    tell({ type: 'data', report: session.getState().data! })
    expect(state().turn.of).toBe(3)
  })
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
