/** @file A page whose worker answers when it is told to, for the tests of labelling. */
import { vi } from 'vitest'
import type { LabelledPair } from '../../protocol/labels'
import type { WorkerCommand, WorkerEvent } from '../../protocol/messages'
import type { PreferencePair } from '../../protocol/preference'
import { runConfig } from '../../protocol/run-config'
import type { Sample } from '../../protocol/train-events'
import type { LabelShelf } from '../../storage/labels/label-shelf'
import { createConfigStore } from '../config-store'
import type { RunControl } from '../run-control'
import { createSessionStore, type Session } from '../session-store'
import { createLabelControl } from './label-control'

export const PROMPTS = ['p1', 'p2', 'p3']

export const MODEL = { name: 'small-world', hasTokenizer: true, hasChatTemplate: false } as Session['model']

export const dataOf = (prompts: PreferencePair['prompt'][]) =>
  ({
    sources: [{ source: 's' }],
    preview: prompts.map((prompt) => ({ prompt, chosen: 'a', rejected: 'b', row: 1, source: 's' })),
  }) as Session['data']

export const runConfigOf = (sources: string[]) => runConfig.parse({ sources })

export const sample = (text: string, score: number | null = null): Sample => ({ text, tokens: 3, ended: true, score })

export function memoryShelf() {
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
export function page({ openShelf }: { openShelf?: () => Promise<LabelShelf> } = {}) {
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
