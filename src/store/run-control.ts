/** @file The verbs of the page: each sends commands and keeps session, config and figures in step with them. */
import type { Client } from '../client/client'
import type { DataSource, ModelSource, RunState, WorkerEvent } from '../protocol/messages'
import type { RecordedRun } from '../protocol/recorded-run'
import type { RunConfig } from '../protocol/run-config'
import type { ConfigStore } from './config-store'
import { followLimits } from './follow-limits'
import { isUnderWay, obstacleOf } from './readiness'
import type { RunFigures } from './run-figures'
import { takeEvent } from './session-events'
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
  saveFile: (name: string, bytes: Uint8Array) => void
}

/** Own prompts kept on the page. */
const OWN_KEPT = 8

export function createRunControl({ config, session, figures, openClient, openReplay, saveFile }: Parts) {
  let client: Client | null = null
  let openedBackend: RunConfig['backend'] = 'auto'
  let modelSource: ModelSource | null = null
  /** Sources on their way; they count as loaded once the worker says so. */
  let requested: DataSource[] | null = null
  let recording: { run: RecordedRun; file: string } | null = null
  /** A run was told to end, and the worker has not yet said that it did. */
  let leaving = false
  /** Asked for while the worker prepares a run and cannot hear; done as soon as it can. */
  let whenReady: 'step' | 'pause' | 'reset' | null = null
  /** What waits for its loading is a single step, not a run. */
  let queuedStep = false
  let sampleCount = 0
  let saveCount = 0

  const send: Client['send'] = (command) => client?.send(command)
  const sendLimits = followLimits(config, (limits) => send({ type: 'measure-fit', limits }))

  function onEvent(event: WorkerEvent): void {
    if (leaving && event.type === 'run-state') leaving = event.state !== 'idle' && event.state !== 'preparing'
    // What the former run still had to say belongs to no run that is shown.
    if (leaving && (event.type === 'train' || event.type === 'run-state')) return
    session.setState(takeEvent(session.getState(), event, performance.now()))
    if (event.type === 'train') figures.append(event.events)
    if (event.type === 'data') {
      session.setState({ dataSources: requested ?? session.getState().dataSources })
      requested = null
      config.getState().chooseSources(event.report.sources.map((source) => source.source))
    }
    if (event.type === 'model') config.getState().chooseModel(event.model.name)
    if (event.type === 'error' && event.during === 'load-data') {
      session.setState({ refusedSources: requested ?? [] })
      requested = null
    }
    if (event.type === 'saved') saveFile(event.name, event.zip)
    if (event.type === 'run-state') doWhatWaited(event.state)
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
  function open(): void {
    openedBackend = config.getState().config.backend
    session.setState({ device: null, model: null, fit: null, errors: [] })
    connect(openClient())
    send({ type: 'open', backend: openedBackend })
    leaving = false
    sendLimits()
    if (modelSource) loadModel(modelSource)
    const sources = requested ?? session.getState().dataSources
    if (sources.length > 0) loadData(sources)
  }

  function loadModel(source: ModelSource): void {
    modelSource = source
    session.setState({
      modelProgress: { loaded: 0, total: null },
      errors: session.getState().errors.filter((shown) => shown.during !== 'load-model'),
    })
    send({ type: 'load-model', source })
  }

  function loadData(sources: DataSource[]): void {
    requested = sources
    session.setState({
      dataProgress: { source: '', loaded: 0, total: 0, rows: 0 },
      refusedSources: [],
      errors: session.getState().errors.filter((shown) => shown.during !== 'load-data'),
    })
    send({ type: 'load-data', sources })
  }

  function start(paused = false): void {
    const { samples, replayOnly } = session.getState()
    const replayed = replayOnly ? recording : null
    const frozen = structuredClone(replayed?.run.config ?? config.getState().config)
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
    leaving = session.getState().runState === 'running' || session.getState().runState === 'paused'
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
    if (recording) showRecorded(recording.run, recording.file)
  }

  const labelOf = ({ run, file }: { run: RecordedRun; file: string }) => ({ name: run.name, device: run.device, file })

  /** Takes the place of any run but one under way; `file` is its name in the list of recordings. */
  function showRecorded(run: RecordedRun, file: string): void {
    if (isUnderWay(session.getState())) return
    recording = { run, file }
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

  return {
    open,
    showRecorded,

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

    loadModel,
    loadData,
    cancelLoad(): void {
      requested = null
      session.setState({ dataProgress: null })
      send({ type: 'cancel-load' })
    },

    /** The reader's own prompt, answered by base and policy as they are now. */
    sample(prompt: string): void {
      const { generation, seed } = config.getState().config
      const id = ++sampleCount
      const asked = { id, prompt, base: null, policy: null, waiting: true }
      session.setState({ own: [asked, ...session.getState().own].slice(0, OWN_KEPT) })
      send({ type: 'sample', id, prompt, generation, seed })
    },
    saveModel: () => send({ type: 'save-model', id: ++saveCount }),
    dismissError: (id: number) =>
      session.setState({ errors: session.getState().errors.filter((shown) => shown.id !== id) }),
  }
}

export type RunControl = ReturnType<typeof createRunControl>
