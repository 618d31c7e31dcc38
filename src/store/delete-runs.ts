/** @file Deletes runs in a way that can be undone: from the list, from what is kept, and off the plots. */
import { words } from '../i18n/words'
import type { RunStore } from '../storage/runs/run-store'
import type { LibraryStore } from './library-state'
import type { OverlayStore } from './overlays'
import { offerUndo } from './undo'

interface Parts {
  store: LibraryStore
  overlays: OverlayStore
  /** Null: it did not work, and the fault is shown. */
  write: <T>(work: (opened: RunStore) => Promise<T>) => Promise<T | null>
}

/** The run under way cannot be deleted. */
export async function deleteRuns({ store, overlays, write }: Parts, ids: readonly string[]): Promise<void> {
  const { live, runs } = store.getState()
  const gone = runs.filter(({ id }) => ids.includes(id) && id !== live)
  if (gone.length === 0) return
  const drawn = overlays.getState().overlays.filter(({ key }) => gone.some(({ id }) => id === key))
  const kept = await write((opened) =>
    Promise.all(gone.map(async (info) => ({ info, events: await opened.events(info.id) }))),
  )
  if (!kept || (await write((opened) => opened.remove(gone.map(({ id }) => id)).then(() => true))) === null) return
  store.setState((state) => ({ runs: state.runs.filter(({ id }) => !gone.some((one) => one.id === id)) }))
  for (const { key } of drawn) overlays.getState().remove(key)
  const text = gone.length === 1 ? words.library.deleted(gone[0]!.name) : words.library.deletedMany(gone.length)
  offerUndo(text, () => {
    store.setState((state) => ({ runs: [...state.runs, ...gone].sort((a, b) => b.startedAt - a.startedAt) }))
    for (const overlay of drawn) overlays.getState().add(overlay)
    for (const back of kept) void write((opened) => opened.put(back))
  })
}
