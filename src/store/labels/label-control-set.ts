/** @file The set of a person's own pairs: kept in this browser, edited here, and loaded as data. */
import { createStore } from 'zustand/vanilla'
import { type PairRow, pairsAsJsonl } from '../../exports/pairs/pairs-as-jsonl'
import { flawOf, type LabelledPair, type LabelTexts } from '../../protocol/labels'
import type { DataSource } from '../../protocol/messages'
import type { LabelShelf } from '../../storage/labels/label-shelf'
import type { ConfigStore } from '../config-store'
import { isInRun, obstacleOf } from '../readiness'
import type { RunControl } from '../run-control'
import type { SessionStore } from '../session-store'

/** Of the download as of the loaded data: a run's config names what can be found again. */
export const SET_FILE = 'my-pairs'

export type NewPair = Omit<LabelledPair, 'id' | 'labelledAt'>

export interface LabelSetState {
  /** Newest first. */
  pairs: readonly LabelledPair[]
  /** `memory`: this browser keeps nothing, and they go with the page. */
  kept: 'opening' | 'kept' | 'memory'
  open(): Promise<void>
  /** In the order in which they came. Returns what was added. */
  add(pairs: readonly NewPair[]): LabelledPair[]
  write(id: string, texts: LabelTexts): void
  swap(id: string): void
  /** Returns what was removed, to be put back. */
  remove(ids: readonly string[]): LabelledPair[]
  putBack(pairs: readonly LabelledPair[]): void
  /** Loads the set as data: alone, beside what is loaded, or in place of an older state of itself. */
  load(how: 'alone' | 'beside' | 'again'): void
  /**
   * Loads the set alone, and begins a run on it as soon as it is read, as Play does. False where it is loaded at most:
   * a run that is under way stays, and what else is missing has to be done first.
   */
  train(): boolean
  isLoaded(sources: readonly DataSource[]): boolean
  /** The set was loaded, and has changed since. */
  isOlder(sources: readonly DataSource[], pairs: readonly LabelledPair[]): boolean
}

interface Parts {
  config: ConfigStore
  session: SessionStore
  control: Pick<RunControl, 'loadData' | 'play'>
  openShelf: () => Promise<LabelShelf>
}

export function rowOf({ prompt, chosen, rejected, chat }: LabelTexts & { chat: boolean }): PairRow {
  if (!chat) return { prompt, chosen, rejected }
  const turn = (role: string, content: string) => [{ role, content }]
  return {
    prompt: turn('user', prompt),
    chosen: turn('assistant', chosen),
    rejected: turn('assistant', rejected),
  }
}

/** What can be trained on, oldest first. */
export const usableRows = (pairs: readonly LabelledPair[]): PairRow[] =>
  pairs
    .filter((pair) => flawOf(pair) === null)
    .map(rowOf)
    .reverse()

let count = 0

/** Sorts by time; not `randomUUID`, which a page over plain http lacks. */
function newId(now: number): string {
  const part = (value: number, width: number) => value.toString(36).padStart(width, '0')
  return `${part(now, 9)}-${part(++count, 4)}-${part(Math.floor(Math.random() * 36 ** 6), 6)}`
}

const newestFirst = (pairs: LabelledPair[]) => pairs.sort((a, b) => (a.id < b.id ? 1 : -1))

export const createLabelSet = ({ config, session, control, openShelf }: Parts) =>
  createStore<LabelSetState>()((setState, getState) => {
    let shelf: Promise<LabelShelf> | null = null
    /** What the loaded files of the set say. */
    const written = new WeakMap<File, string>()
    const isOwn = (source: DataSource) => source.kind === 'file' && written.has(source.file)

    /** On the disk as in the page; where that fails the page goes on alone, and says so. */
    async function keep(change: (opened: LabelShelf) => Promise<void>): Promise<void> {
      try {
        shelf ??= openShelf()
        await change(await shelf)
        if (getState().kept === 'opening') setState({ kept: 'kept' })
      } catch (error) {
        console.warn('Labelled pairs cannot be kept.', error)
        setState({ kept: 'memory' })
      }
    }

    const put = (changed: LabelledPair[], pairs: readonly LabelledPair[]) => {
      setState({ pairs })
      void keep((opened) => opened.put(changed))
    }

    function change(id: string, next: (pair: LabelledPair) => LabelledPair): void {
      const { pairs } = getState()
      const found = pairs.find((pair) => pair.id === id)
      if (!found) return
      const changed = next(found)
      put(
        [changed],
        pairs.map((pair) => (pair.id === id ? changed : pair)),
      )
    }

    return {
      pairs: [],
      kept: 'opening',
      open: () =>
        keep(async (opened) => {
          const kept = await opened.all()
          // What was labelled meanwhile is on its way to the disk.
          const known = new Set(getState().pairs.map(({ id }) => id))
          setState({ pairs: newestFirst([...getState().pairs, ...kept.filter(({ id }) => !known.has(id))]) })
        }),
      add(pairs) {
        const now = Date.now()
        const added = pairs.map((pair) => ({ ...pair, id: newId(now), labelledAt: now }))
        if (added.length > 0) put(added, newestFirst([...added, ...getState().pairs]))
        return added
      },
      write: (id, texts) =>
        change(id, (pair) => {
          const same = (['prompt', 'chosen', 'rejected'] as const).every((part) => pair[part] === texts[part])
          return same ? pair : { ...pair, ...texts, edited: true, scores: null }
        }),
      swap: (id) =>
        change(id, ({ chosen, rejected, scores, origin, ...pair }) => ({
          ...pair,
          chosen: rejected,
          rejected: chosen,
          scores: scores && { chosen: scores.rejected, rejected: scores.chosen },
          origin:
            origin.kind === 'drawn' ? { ...origin, first: origin.first === 'chosen' ? 'rejected' : 'chosen' } : origin,
        })),
      remove(ids) {
        const { pairs } = getState()
        const removed = pairs.filter(({ id }) => ids.includes(id))
        setState({ pairs: pairs.filter(({ id }) => !ids.includes(id)) })
        void keep((opened) => opened.remove(ids))
        return removed
      },
      putBack: (pairs) => put([...pairs], newestFirst([...getState().pairs, ...pairs])),
      load(how) {
        const text = pairsAsJsonl(usableRows(getState().pairs))
        if (text === '') return
        const file = new File([text], `${SET_FILE}.jsonl`)
        written.set(file, text)
        const source: DataSource = { kind: 'file', file }
        const { dataSources } = session.getState()
        if (how === 'alone') control.loadData([source])
        else if (how === 'again') control.loadData(dataSources.map((one) => (isOwn(one) ? source : one)))
        else control.loadData([...dataSources.filter((one) => !isOwn(one)), source])
      },
      train() {
        getState().load('alone')
        const now = session.getState()
        // Nothing is on its way where there was nothing to load, or where the class keeps its data.
        if (now.dataProgress === null || now.replayOnly || isInRun(now)) return false
        if (obstacleOf(now, config.getState().problems)?.kind === 'fix') return false
        control.play()
        return true
      },
      isLoaded: (sources) => sources.some(isOwn),
      isOlder(sources, pairs) {
        const own = sources.filter(isOwn)
        if (own.length === 0) return false
        const text = pairsAsJsonl(usableRows(pairs))
        return own.some((source) => source.kind === 'file' && written.get(source.file) !== text)
      },
    }
  })

export type LabelSet = ReturnType<typeof createLabelSet>
