/** @file What the library of runs writes and reads: one thing after the other, and what failed is tried again. */
import { type ErrorReport, toReport } from '../../protocol/errors'
import type { TrainEvent } from '../../protocol/train-events'
import type { RunClaims } from '../../storage/runs/run-claims'
import type { RunStore } from '../../storage/runs/run-store'
import type { LibraryStore } from './library-state'
import type { LiveRun } from './live-run'

export type LibraryDisk = ReturnType<typeof createLibraryDisk>

export function createLibraryDisk(store: LibraryStore, openStore: () => Promise<RunStore>, claims: RunClaims) {
  /** Runs of this visit that the disk does not know as they are: what is missing there is here alone. */
  const unwritten = new Map<string, LiveRun>()
  /** Why the last saving failed; over once one goes well. */
  let saveFault: ErrorReport | null = null

  const opening = openStore().then(async (opened) => {
    const [found, held] = await Promise.all([opened.list(), claims.held()])
    const left = found.filter(({ id, state }) => state === 'running' && !held.has(id))
    // What was under way when its page was left.
    await Promise.all(left.map(({ id }) => opened.patch(id, { state: 'interrupted' })))
    const runs = found.map((info) => (left.includes(info) ? { ...info, state: 'interrupted' as const } : info))
    const here = new Set(store.getState().runs.map(({ id }) => id))
    store.setState((state) => ({
      runs: [...state.runs, ...runs.filter(({ id }) => !here.has(id)).sort((a, b) => b.startedAt - a.startedAt)],
      opened: true,
      lasting: opened.lasting,
    }))
    return opened
  })

  function fail(error: unknown): ErrorReport {
    const report = toReport(error)
    store.setState({ error: report, opened: true })
    return report
  }

  /** One after the other, so that the last word about a run is the one that stays. Never rejects: faults are shown. */
  let writing: Promise<unknown> = opening.catch(fail)
  function write<T>(work: (opened: RunStore) => Promise<T>): Promise<T | null> {
    const done = writing.then(async () => {
      try {
        return await work(await opening)
      } catch (error) {
        fail(error)
        return null
      }
    })
    writing = done
    return done
  }

  async function writeRest(opened: RunStore): Promise<void> {
    let fault: { error: unknown } | null = null
    for (const [id, run] of unwritten) {
      const upTo = run.events.length
      try {
        await opened.append(run.info, run.events.slice(run.written, upTo))
        run.written = upTo
        unwritten.delete(id)
      } catch (error) {
        fault ??= { error }
      }
    }
    if (fault) saveFault = fail(fault.error)
    else if (saveFault !== null) {
      // Other faults stay until they are read.
      if (store.getState().error === saveFault) store.setState({ error: null })
      saveFault = null
    }
  }

  return {
    fail,
    /** Null where it did not work; then the fault is shown. */
    write,
    /** What could not be written, of this run or one before it, stays to be written next time. */
    save(run: LiveRun): Promise<unknown> {
      if (!run.isWorthKeeping) return writing
      unwritten.set(run.info.id, run)
      return write(writeRest)
    },
    /** @throws Where it cannot be read. */
    async events(id: string): Promise<TrainEvent[]> {
      await writing
      return unwritten.get(id)?.events ?? (await opening).events(id)
    },
    /** True when they are gone; there may be room then for what had none. */
    async remove(ids: readonly string[]): Promise<boolean> {
      const done = await write(async (opened) => {
        await opened.remove(ids)
        for (const id of ids) unwritten.delete(id)
        if (unwritten.size > 0) await writeRest(opened)
        return true
      })
      return done ?? false
    },
    /** When all that was asked for is done. */
    settled: () => writing,
  }
}
