/** @file The runs of this browser: follows the one under way and keeps it; shows, overlays, names and deletes them. */
import { AppError } from '../../protocol/errors'
import type { KeptRun, KeptRunInfo } from '../../protocol/kept-run'
import type { WorkerEvent } from '../../protocol/messages'
import type { RecordedRun } from '../../protocol/recorded-run'
import type { RunClaims } from '../../storage/runs/run-claims'
import type { RunStore } from '../../storage/runs/run-store'
import { takeSettings } from '../choose-recording'
import type { ConfigStore } from '../config-store'
import { newId } from '../new-id'
import { isUnderWay } from '../readiness'
import type { RunControl } from '../run-control'
import type { Session, SessionStore } from '../session-store'
import { deleteRuns } from './delete-runs'
import { overlayKey, ownFile, ownId, recordingKey } from './kept-keys'
import { createLibraryDisk } from './library-disk'
import { createLibraryStore } from './library-state'
import { LiveRun, recordingInfo } from './live-run'
import { freePlace, type Overlay, type OverlayStore } from './overlays'
import { nameRun } from './run-names'

/** More runs than these are not kept, unless they are pinned: the oldest go. */
export const MOST_UNPINNED = 200

/** Milliseconds between two savings of a run that goes on, and between two looks at its figures in lists. */
const SAVE_MS = 3000
const LIST_MS = 1000

export interface LibraryParts {
  session: SessionStore
  config: ConfigStore
  control: RunControl
  overlays: OverlayStore
  openStore: () => Promise<RunStore>
  claims: RunClaims
  random?: () => number
  now?: () => number
}

export type RunLibrary = ReturnType<typeof createRunLibrary>

export function createRunLibrary(parts: LibraryParts) {
  const { session, config, control, overlays, openStore, claims, random = Math.random, now = Date.now } = parts
  const store = createLibraryStore()
  const disk = createLibraryDisk(store, openStore, claims)
  /** The run of this page that was under way last; kept in memory, since it is what is shown, mostly. */
  let run: LiveRun | null = null
  let letGo = () => {}
  let next: { sweep: string; suffix: string } | null = null
  let saveTimer: ReturnType<typeof setTimeout> | null = null
  let listTimer: ReturnType<typeof setTimeout> | null = null
  /** The last of several requests to show a run is the one that counts. */
  let asked = 0

  const infoAt = (id: string): KeptRunInfo | null => store.getState().runs.find((info) => info.id === id) ?? null

  function setInfo(info: KeptRunInfo): void {
    store.setState(({ runs }) => ({ runs: runs.map((other) => (other.id === info.id ? info : other)) }))
  }

  // --- the run under way

  function begin({ device, runConfig }: Session): void {
    end('stopped')
    if (!device || !runConfig) return
    const { runs } = store.getState()
    const name = nameRun(new Set(runs.map((info) => info.name)), random)
    const info: KeptRunInfo = {
      id: newId(),
      name: next?.suffix ? `${name} ${next.suffix}` : name,
      config: runConfig,
      device,
      startedAt: now(),
      seconds: 0,
      step: 0,
      totalSteps: 0,
      state: 'running',
      pinned: false,
      color: (runs[0]?.color ?? -1) + 1,
      sweep: next?.sweep ?? null,
      last: {},
      best: {},
    }
    next = null
    run = new LiveRun(info)
    letGo = claims.claim(info.id)
    store.setState({ runs: [info, ...runs], live: info.id, shown: info.id })
  }

  function takeEvent(event: WorkerEvent): void {
    if (!run || store.getState().live !== run.info.id) return
    if (event.type === 'train') {
      run.take(event.events)
      soon()
    } else if (event.type === 'run-state') {
      if (event.totalSteps > 0) run.info = { ...run.info, totalSteps: event.totalSteps }
      if (event.state === 'preparing') run.begun = true
      if (event.state === 'finished') end(reasonOf(session.getState()))
      // What failed says why right after; a run given up while it was prepared goes back to idle.
      if (event.state === 'failed') end('failed')
      if (event.state === 'idle' && run.begun) end('stopped')
    } else if (event.type === 'error' && event.during === 'start') end('failed')
  }

  const reasonOf = ({ finished }: Session): KeptRunInfo['state'] => finished?.reason ?? 'completed'

  function end(state: KeptRunInfo['state']): void {
    if (!run || store.getState().live !== run.info.id) return
    const ended = run
    ended.info = { ...ended.info, state }
    for (const timer of [saveTimer, listTimer]) if (timer !== null) clearTimeout(timer)
    saveTimer = listTimer = null
    store.setState({ live: null })
    if (ended.isWorthKeeping) {
      setInfo(ended.info)
      if (isOverlaid(ended.info.id)) addOverlay({ info: ended.info, events: ended.events })
      makeRoom()
    } else {
      store.setState(({ runs }) => ({ runs: runs.filter(({ id }) => id !== ended.info.id) }))
    }
    // Held until it is written how it ended: another tab would take it for interrupted.
    void disk.save(ended).then(letGo)
  }

  function soon(): void {
    listTimer ??= setTimeout(() => {
      listTimer = null
      if (run) setInfo(run.info)
    }, LIST_MS)
    saveTimer ??= setTimeout(() => {
      saveTimer = null
      if (run) void disk.save(run)
    }, SAVE_MS)
  }

  function makeRoom(): void {
    const { runs, live } = store.getState()
    const unpinned = runs.filter(({ pinned, id }) => !pinned && id !== live)
    const gone = unpinned.slice(MOST_UNPINNED).map(({ id }) => id)
    if (gone.length === 0) return
    store.setState((state) => ({
      runs: state.runs.filter(({ id }) => !gone.includes(id)),
      dropped: state.dropped + gone.length,
    }))
    void disk.remove(gone)
  }

  // --- what the page shows

  session.subscribe((state, before) => {
    // A new worker: what the former one computed is gone.
    if (state.device === null && before.device !== null) end('stopped')
    if (state.runConfig !== before.runConfig || state.recorded !== before.recorded) {
      const { recorded, runConfig, runState, replayOnly } = state
      if (recorded) store.setState({ shown: overlayKey(recorded.file) })
      else if (runConfig === null) {
        end('stopped')
        store.setState({ shown: null })
      } else if (runConfig !== before.runConfig && runState === 'preparing' && !replayOnly) begin(state)
    }
  })
  control.subscribe(takeEvent)

  async function get(id: string): Promise<KeptRun> {
    if (run?.info.id === id) return { info: run.info, events: run.events }
    const info = infoAt(id)
    if (!info) throw new Error(`There is no run ${id}.`)
    const events = await disk.events(id)
    if (events.length > 0) return { info, events }
    throw new AppError(
      'data/missing-file',
      `${info.name} is no longer kept: another tab deleted it.`,
      'Reload the page.',
    )
  }

  /** The run that the plots show, whatever it is: under way, ended, shown again, or a recording. */
  function current(): KeptRun | null {
    const { recorded, runConfig } = session.getState()
    if (!recorded) return run && runConfig === run.info.config ? { info: run.info, events: run.events } : null
    const shown = control.recording()
    if (!shown) return null
    const id = ownId(recorded.file)
    const { run: recording } = shown
    const known = id === null ? null : infoAt(id)
    if (known) return { info: known, events: recording.events }
    const { config: frozen, device, totalSteps, events, name } = recording
    const start = {
      id: recordingKey(recorded.file),
      name,
      config: frozen,
      device,
      totalSteps,
      color: freePlace(overlays.getState()),
      events,
    }
    return { info: recordingInfo(start), events }
  }

  async function show(id: string): Promise<void> {
    const info = infoAt(id)
    if (!info || isUnderWay(session.getState())) return
    const ask = ++asked
    try {
      const { events } = await get(id)
      if (ask !== asked || isUnderWay(session.getState())) return
      const { name, config: frozen, device, totalSteps } = infoAt(id) ?? info
      const again: RecordedRun = { version: 1, name, config: frozen, device, totalSteps, events }
      control.showRecorded(again, ownFile(id))
      takeSettings({ session, config, control }, again)
      // Of the same model what is tuned of it fits, too; frozen weights and a loaded adapter decide it by themselves.
      const form = config.getState().config
      const { model, adapter } = session.getState()
      const isFree = !model?.halfWeights && !adapter
      if (isFree && form.model === frozen.model) config.getState().load({ ...form, tuning: frozen.tuning })
    } catch (error) {
      disk.fail(error)
    }
  }

  const isOverlaid = (id: string): boolean => overlays.getState().overlays.some(({ key }) => key === id)

  function addOverlay({ info, events }: KeptRun): void {
    const { id: key, name, config, color } = info
    overlays.getState().add({ key, name, config, color, events })
  }

  /** Of a kept run, or of the recording that is shown. */
  async function toggleOverlay(id: string): Promise<void> {
    if (isOverlaid(id)) return overlays.getState().remove(id)
    try {
      const shown = current()
      addOverlay(shown?.info.id === id ? shown : await get(id))
    } catch (error) {
      disk.fail(error)
    }
  }

  // --- what a person does with them

  /** Into the list, the kept run, and what is drawn of it. */
  function change(id: string, changed: Partial<Pick<KeptRunInfo, 'name' | 'pinned'>>): void {
    const info = infoAt(id)
    if (!info) return
    if (run?.info.id === id) run.info = { ...run.info, ...changed }
    setInfo({ ...info, ...changed })
    const { name } = changed
    if (name !== undefined) {
      const renamed = (overlay: Overlay) => (overlay.key === id ? { ...overlay, name } : overlay)
      overlays.setState((drawn) => ({ overlays: drawn.overlays.map(renamed), aside: drawn.aside.map(renamed) }))
      const { recorded } = session.getState()
      if (recorded && ownId(recorded.file) === id) session.setState({ recorded: { ...recorded, name } })
    }
    void disk.write((opened) => opened.patch(id, changed))
  }

  return {
    store,
    /** Newest first. */
    get runs(): KeptRunInfo[] {
      return store.getState().runs
    },
    /** With its events. @throws Where it is not kept, or cannot be read. */
    get,
    current,
    /** Shows a kept run as a recording is shown; nothing happens while a run is under way. */
    show,
    toggleOverlay,
    pin: (id: string, pinned: boolean) => change(id, { pinned }),
    rename(id: string, name: string): void {
      const trimmed = name.trim()
      if (trimmed !== '') change(id, { name: trimmed })
    },
    remove: (id: string) => deleteRuns({ store, overlays, disk, claims }, [id]),
    removeUnpinned: () =>
      deleteRuns(
        { store, overlays, disk, claims },
        store.getState().runs.flatMap(({ id, pinned }) => (pinned ? [] : [id])),
      ),
    dismissError: () => store.setState({ error: null }),

    /** The next run that begins is part of this sweep; `suffix` goes behind its name. Null takes that back. */
    nextBelongsTo(sweep: string | null, suffix = ''): void {
      next = sweep === null ? null : { sweep, suffix }
    },
    /** When all that was known so far is written; for the page that is left, and for tests. */
    async flush(): Promise<void> {
      if (run && store.getState().live === run.info.id) await disk.save(run)
      await disk.settled()
    },
  }
}
