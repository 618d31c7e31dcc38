/** @file Deletes runs in a way that can be undone: from the list, from what is kept, and off the plots. */
import { words } from '../../i18n/words'
import { AppError } from '../../protocol/errors'
import type { RunClaims } from '../../storage/runs/run-claims'
import { offerUndo } from '../undo'
import type { LibraryDisk } from './library-disk'
import type { LibraryStore } from './library-state'
import type { OverlayStore } from './overlays'

interface Parts {
  store: LibraryStore
  overlays: OverlayStore
  disk: LibraryDisk
  claims: RunClaims
}

/** A run under way cannot be deleted, whichever tab computes it. */
export async function deleteRuns({ store, overlays, disk, claims }: Parts, ids: readonly string[]): Promise<void> {
  const held = await claims.held()
  const { live, runs } = store.getState()
  const asked = runs.filter(({ id }) => ids.includes(id) && id !== live)
  const gone = asked.filter(({ id }) => !held.has(id))
  if (gone.length === 0) {
    const [busy] = asked
    if (busy) disk.fail(underWay(busy.name))
    return
  }
  const drawn = overlays.getState().overlays.filter(({ key }) => gone.some(({ id }) => id === key))
  const kept = await Promise.all(gone.map(async (info) => ({ info, events: await disk.events(info.id) }))).catch(
    (error: unknown) => void disk.fail(error),
  )
  if (!kept || !(await disk.remove(gone.map(({ id }) => id)))) return
  store.setState((state) => ({ runs: state.runs.filter(({ id }) => !gone.some((one) => one.id === id)) }))
  for (const { id } of gone) overlays.getState().forget(id)
  const text = gone.length === 1 ? words.library.deleted(gone[0]!.name) : words.library.deletedMany(gone.length)
  offerUndo(text, () => {
    store.setState((state) => ({ runs: [...state.runs, ...gone].sort((a, b) => b.startedAt - a.startedAt) }))
    for (const overlay of drawn) overlays.getState().add(overlay)
    for (const back of kept) void disk.write((opened) => opened.put(back))
  })
}

const underWay = (name: string): AppError =>
  new AppError('storage/busy', `${name} is under way in another tab.`, 'Stop it there first.')
