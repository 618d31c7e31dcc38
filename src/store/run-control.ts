/** @file The verbs of the page: each sends commands and keeps session, config and figures in step with them. */
import type { Client } from '../client/client'
import { words } from '../i18n/words'
import type { DataSource, RunState, WorkerEvent } from '../protocol/messages'
import type { RecordedRun } from '../protocol/recorded-run'
import type { RunConfig } from '../protocol/run-config'
import { type ChosenFile, sortFiles } from './chosen-files'
import type { ConfigStore } from './config-store'
import { followLimits } from './follow-limits'
import { followMemory } from './follow-memory'
import { createModelControl } from './model-control'
import type { RunFigures } from './plots/run-figures'
import { isUnderWay, obstacleOf } from './readiness'
import { FormerRun } from './runs/former-run'
import { takeEvent, withError } from './session-events'
import { FRESH_RUN, type SessionStore } from './session-store'

export interface Parts {
  config: ConfigStore
  session: SessionStore
  figures: RunFigures
  /** Opens a worker; called again when another backend is asked for. */
  openClient: () => Client
  /** Plays a recording where nothing can be trained. */
  openReplay: (run: RecordedRun) => Client
  /** Hands bytes to the person as a file. */
  saveFile: (name: string, bytes: Blob) => void
  /** Keeps the address of the Hub for the next visit. */
  rememberEndpoint: (endpoint: string) => void
  askForPersistence: () => Promise<boolean>
}

/** Own prompts kept on the page. */
const OWN_KEPT = 8

export function createRunControl(parts: Parts) {
  const { config, session, figures, openClient, openReplay, saveFile, rememberEndpoint, askForPersistence } = parts
  let client: Client | null = null
  let openedBackend: RunConfig['backend'] = 'auto'
  /** Sources on their way; they count as loaded once the worker says so. */
  let requested: DataSource[] | null = null
  let recording: { run: RecordedRun; file: string } | null = null
  /** In its place once a run of one's own is given up. */
  let afterReset: { run: RecordedRun; file: string } | null = null
  const former = new FormerRun()
  /** Asked for while the worker prepares a run and cannot hear; done as soon as it can. */
  let whenReady: 'step' | 'pause' | 'reset' | null = null
  /** What waits for its loading is a single step, not a run. */
  let queuedStep = false
  let sampleCount = 0
  /** What follows the run beside the session. Of a run that was left they hear nothing. */
  const listeners = new Set<(event: WorkerEvent) => void>()

  const send: Client['send'] = (command) => client?.send(command)
  const model = createModelControl({ config, session, send, rememberEndpoint, askForPersistence })
  followMemory(config, session, (form) => send({ type: 'estimate-memory', config: form }))
  const sendLimits = followLimits(config, (limits) => send({ type: 'measure-fit', limits }))

  function onEvent(event: WorkerEvent): void {
    if (former.says(event)) return
    const before = session.getState()
    session.setState(takeEvent(before, event, performance.now()))
    model.onEvent(event, before)
    if (event.type === 'train') figures.append(event.events)
    if (event.type === 'data') {
      session.setState({ dataSources: requested ?? session.getState().dataSources })
      requested = null
      config.getState().chooseSources(event.report.sources.map((source) => source.source))
    }
    // One that was given up for another says so while the other is on its way.
    if (event.type === 'error' && event.during === 'load-data' && session.getState().dataProgress === null) {
      session.setState({ refusedSources: requested ?? [] })
      requested = null
    }
    if (event.type === 'saved') saveFile(event.name, event.zip)
    if (event.type === 'run-state') doWhatWaited(event.state)
    for (const listener of listeners) listener(event)
    if (session.getState().queued && !obstacle()) start(queuedStep)
  }

  function doWhatWaited(state: RunState): void {
    if (state !== 'running' && state !== 'paused') return
    const waited = whenReady
    whenReady = null
    if (waited === 'reset') reset()
    else if (waited) send({ type: waited })
  }

  const obstacle = () => obstacleOf(session.getState(), config.getState().problems)

  function connect(opened: Client): void {
    client?.close()
    client = opened
    opened.subscribe(onEvent)
  }

  /** A new worker on the backend that the form asks for, with everything that was loaded. */
  function open(backend = config.getState().config.backend): void {
    openedBackend = backend
    session.setState({ device: null, model: null, adapter: null, memory: null, fit: null, errors: [], saving: null })
    connect(openClient())
    send({ type: 'open', backend: openedBackend, hubEndpoint: session.getState().hubEndpoint })
    former.forget()
    sendLimits()
    model.loadAgain()
    const sources = requested ?? session.getState().dataSources
    if (sources.length > 0) loadData(sources)
  }

  function loadData(sources: DataSource[]): void {
    requested = sources
    session.setState({
      dataProgress: { source: '', loaded: 0, total: 0, rows: 0 },
      refusedSources: [],
      hubNotices: [],
      errors: session.getState().errors.filter((shown) => shown.during !== 'load-data'),
    })
    send({ type: 'load-data', sources })
  }

  /** Files or a folder, chosen or dropped: a model, an adapter, or data, as they turn out to be. */
  function takeFiles(files: ChosenFile[]): void {
    if (files.length === 0) return
    const chosen = sortFiles(files)
    if (chosen.kind === 'model') model.loadModel(chosen.source)
    else if (chosen.kind === 'adapter') model.loadAdapter(chosen.name, chosen.files)
    else if (chosen.kind === 'data') loadData(chosen.files.map((file) => ({ kind: 'file', file })))
    else {
      const { during, error } = chosen
      const others = session.getState().errors.filter((shown) => shown.during !== during)
      session.setState({ errors: withError({ ...session.getState(), errors: others }, during, error) })
    }
  }

  /** What was dropped could not be opened, by the browser's own word. */
  function refuseFiles(reason: unknown): void {
    const message = words.data.unreadable(reason instanceof Error ? reason.message : String(reason))
    const error = { code: 'data/missing-file', message, remedy: words.data.unreadableRemedy } as const
    session.setState({ errors: withError(session.getState(), 'load-data', error) })
  }

  function start(paused = false, given = config.getState().config): void {
    const { samples, replayOnly } = session.getState()
    const replayed = replayOnly ? recording : null
    const frozen = structuredClone(replayed?.run.config ?? given)
    session.setState({
      ...FRESH_RUN,
      queued: false,
      errors: session.getState().errors.filter((shown) => shown.during !== 'show-recording'),
      runConfig: frozen,
      runState: 'preparing',
      samplesStale: samples !== null,
      recorded: replayed && labelOf(replayed),
    })
    figures.clear()
    whenReady = paused ? 'step' : null
    send({ type: 'start', config: frozen, paused })
  }

  function begin(paused = false): void {
    const { replayOnly } = session.getState()
    queuedStep = paused
    if (!replayOnly && config.getState().config.backend !== openedBackend) {
      open()
      session.setState({ queued: true })
      return
    }
    const missing = obstacle()
    if (!missing) start(paused)
    else if (missing.kind === 'wait') session.setState({ queued: true })
  }

  /** Of the run that is left nothing more is shown. */
  function leave(): void {
    former.leave(session.getState().runState === 'running' || session.getState().runState === 'paused')
  }

  function reset(): void {
    if (session.getState().runState === 'preparing') {
      whenReady = 'reset'
      return
    }
    leave()
    send({ type: 'reset' })
    figures.clear()
    session.setState({ ...FRESH_RUN, runState: 'idle', runConfig: null, samples: null, queued: false })
    const back = afterReset ?? recording
    if (back) showRecorded(back.run, back.file)
  }

  const labelOf = ({ run, file }: { run: RecordedRun; file: string }) => ({ name: run.name, device: run.device, file })

  /** Takes the place of any run but one under way; `file` is its name in the list of recordings. */
  function showRecorded(run: RecordedRun, file: string): void {
    if (isUnderWay(session.getState())) return
    recording = { run, file }
    afterReset = null
    // A run that ended is given up as by a reset: what is shown and what answers prompts stay the same model.
    if (session.getState().runState !== 'idle') send({ type: 'reset' })
    if (session.getState().replayOnly) connect(openReplay(run))
    figures.clear()
    session.setState({ ...FRESH_RUN, runState: 'idle', queued: false, samples: null, samplesStale: false })
    const shown = takeEvent(session.getState(), { type: 'train', events: run.events }, 0)
    figures.append(run.events)
    session.setState({
      ...shown,
      pace: FRESH_RUN.pace,
      totalSteps: run.totalSteps,
      runConfig: run.config,
      recorded: labelOf(recording),
    })
  }

  const { onEvent: _, loadAgain: __, ...verbs } = model
  return {
    open: () => open(),
    showRecorded,
    /** What a reset of the run to come shows, unless another is shown by then. */
    returnTo(run: RecordedRun, file: string): void {
      afterReset = { run, file }
    },
    /** What was shown last that was computed earlier. */
    recording: () => recording,
    send,

    /** Every message of the worker, after the session took it. Returns what ends it. */
    subscribe(listener: (event: WorkerEvent) => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },

    /** For a machine that cannot train: Play plays the recording. */
    replayOnly(run: RecordedRun | null, file: string): void {
      session.setState({ replayOnly: true })
      if (run) showRecorded(run, file)
    },

    /** Play: starts, goes on, or waits for what is still loading. */
    play(): void {
      const { runState } = session.getState()
      if (runState === 'paused') send({ type: 'resume' })
      else if (runState !== 'running' && runState !== 'preparing') begin()
    },
    /** A run with this config, whatever the form says; false where none can begin now. */
    playConfig(given: RunConfig): boolean {
      const now = session.getState()
      if (now.replayOnly || isUnderWay(now)) return false
      if (given.backend !== openedBackend) open(given.backend)
      if (obstacleOf(session.getState(), {}) !== null) return false
      start(false, given)
      return true
    },
    pause(): void {
      session.setState({ queued: false })
      if (session.getState().runState === 'preparing') whenReady = whenReady === 'pause' ? null : 'pause'
      else send({ type: 'pause' })
    },
    /** One optimizer step; from a standstill it begins a run that waits after it. */
    step(): void {
      const { runState } = session.getState()
      if (runState === 'paused' || runState === 'running') send({ type: 'step' })
      else if (runState !== 'preparing' && !obstacle()) {
        begin(true)
      }
    },
    stop(): void {
      session.setState({ stopping: true })
      send({ type: 'stop' })
    },
    reset,
    /** Begins anew with what the form says now; the worker ends the run before it starts another. */
    restart(): void {
      leave()
      session.setState({ runState: 'idle' })
      begin()
    },

    ...verbs,
    loadData,
    cancelLoad(): void {
      requested = null
      session.setState({ dataProgress: null, queued: false })
      send({ type: 'cancel-load' })
    },
    takeFiles,
    refuseFiles,

    /** The reader's own prompt, answered by base and policy as they are now. */
    sample(prompt: string): void {
      const { generation, seed } = config.getState().config
      const id = ++sampleCount
      const asked = { id, prompt, base: null, policy: null, waiting: true }
      session.setState({ own: [asked, ...session.getState().own].slice(0, OWN_KEPT) })
      send({ type: 'sample', id, prompt, generation, seed })
    },
    dismissError: (id: number) =>
      session.setState({ errors: session.getState().errors.filter((shown) => shown.id !== id) }),
  }
}

export type RunControl = ReturnType<typeof createRunControl>
