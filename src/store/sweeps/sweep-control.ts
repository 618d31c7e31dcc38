/** @file The sweeps of this browser: runs the trials of one after another through the page's worker, and keeps what came of them. */
import { createStore } from 'zustand/vanilla'
import { words } from '../../i18n/words'
import { type ErrorReport, toReport } from '../../protocol/errors'
import type { WorkerEvent } from '../../protocol/messages'
import type { RunConfig } from '../../protocol/run-config'
import type { SweepMetric } from '../../protocol/sweep'
import type { KeptSweep } from '../../protocol/sweep-kept'
import { TrialReader, type TrialResult } from '../../protocol/sweep-ranking'
import type { Trial } from '../../protocol/sweep-trials'
import type { SweepShelf } from '../../storage/sweeps/sweep-shelf'
import type { ConfigStore } from '../config-store'
import { newId } from '../new-id'
import { isUnderWay, obstacleOf } from '../readiness'
import type { RunControl } from '../run-control'
import type { RunLibrary } from '../runs/run-library'
import type { Session, SessionStore } from '../session-store'
import { asAllowed } from '../sharing/class-locks'
import { offerUndo } from '../undo'
import { createRunClock } from './sweep-control-clock'
import { planOf, type SweepDraft } from './sweep-draft'

/** Why a sweep no longer goes on, though runs may be left. */
export type Halt = 'done' | 'minutes' | 'stopped' | 'taken' | 'otherData' | 'obstacle' | 'device'

export interface SweepState {
  /** What a person put together; null while it is what the page proposes. */
  draft: SweepDraft | null
  /** Newest first. */
  sweeps: KeptSweep[]
  /** Id of the sweep that is shown. */
  shown: string | null
  /** The sweep that goes on: its run, null between two. */
  active: { id: string; trial: number | null } | null
  /** How the sweep that went on last in this visit came to its end. */
  halt: { id: string; why: Halt } | null
  opened: boolean
  /** False where the browser keeps nothing. */
  lasting: boolean
  error: ErrorReport | null
}

export interface SweepParts {
  config: ConfigStore
  session: SessionStore
  control: Pick<RunControl, 'subscribe' | 'playConfig' | 'pause' | 'play' | 'stop'>
  library: Pick<RunLibrary, 'nextBelongsTo' | 'store'>
  openShelf: () => Promise<SweepShelf>
  now?: () => number
}

/** The run under way: whose it is, and what it told. */
interface Going {
  trial: Trial
  /** The session's frozen config while this run is the one that is shown. */
  config: RunConfig | null
  reader: TrialReader
  begun: boolean
  /** It was told to end: by itself, or with the sweep. */
  ending: 'skip' | 'stop' | null
}

/** With these the next run would fail as well. */
const OF_DEVICE = ['device/lost', 'device/no-backend', 'device/no-webgpu', 'run/not-ready']

export function createSweepControl(parts: SweepParts) {
  const { config, session, control, library, openShelf, now = () => performance.now() } = parts
  const store = createStore<SweepState>()(() => ({
    draft: null,
    sweeps: [],
    shown: null,
    active: null,
    halt: null,
    opened: false,
    lasting: true,
    error: null,
  }))
  const clock = createRunClock(session, now)
  let going: Going | null = null
  /** Seconds of runs since the sweep was begun or continued: what its minutes are counted by. */
  let spent = 0

  const opening = openShelf().then(async (shelf) => {
    const found = await shelf.all()
    store.setState(({ sweeps, shown }) => {
      const all = [...sweeps, ...found.filter(({ id }) => !sweeps.some((here) => here.id === id))]
      return { sweeps: all, shown: shown ?? all[0]?.id ?? null, opened: true, lasting: shelf.lasting }
    })
    return shelf
  })
  let writing: Promise<unknown> = opening.catch(fail)

  function fail(error: unknown): void {
    store.setState({ error: toReport(error), opened: true })
  }

  /** One after the other, so that the last word about a sweep is the one that stays. */
  function write(work: (shelf: SweepShelf) => Promise<void>): void {
    writing = writing.then(async () => work(await opening)).catch(fail)
  }

  const sweepAt = (id: string): KeptSweep | undefined => store.getState().sweeps.find((sweep) => sweep.id === id)

  function change(id: string, changed: (sweep: KeptSweep) => KeptSweep): void {
    const former = sweepAt(id)
    if (!former) return
    const sweep = changed(former)
    store.setState(({ sweeps }) => ({ sweeps: sweeps.map((other) => (other.id === id ? sweep : other)) }))
    write((shelf) => shelf.put(sweep))
  }

  // --- one run after another

  function halt(why: Halt): void {
    const { active } = store.getState()
    going = null
    library.nextBelongsTo(null)
    store.setState({ active: null, halt: active && { id: active.id, why } })
  }

  function advance(): void {
    const { active } = store.getState()
    const sweep = active && sweepAt(active.id)
    if (!sweep || active.trial !== null) return
    const trial = sweep.trials.find(({ index }) => !(index in sweep.results))
    const { minutes } = sweep.sweep.budget
    const isSpent = minutes !== null && spent >= minutes * 60
    if (!trial || isSpent || isUnderWay(session.getState())) {
      halt(!trial ? 'done' : isSpent ? 'minutes' : 'taken')
      return
    }
    const { dataProgress, modelProgress, adapterLoading } = session.getState()
    // What is on its way has not taken the place of the former yet.
    const isLoading = dataProgress !== null || modelProgress !== null || adapterLoading
    if (!isLoading && madeOn(config.getState().config) !== madeOn(trial.config)) {
      halt('otherData')
      return
    }
    library.nextBelongsTo(sweep.id, words.sweeps.runOf(trial.index + 1, sweep.trials.length))
    if (!control.playConfig(trial.config)) {
      // Whoever presses Play meanwhile begins a run that is not the sweep's.
      library.nextBelongsTo(null)
      // What is loading will be there; for the rest a person is needed.
      if (obstacleOf(session.getState(), {})?.kind !== 'wait') halt('obstacle')
      return
    }
    going = {
      trial,
      config: session.getState().runConfig,
      reader: new TrialReader(),
      begun: false,
      ending: null,
    }
    const run = library.store.getState().live
    store.setState({ active: { id: sweep.id, trial: trial.index } })
    if (run) change(sweep.id, (kept) => ({ ...kept, runs: { ...kept.runs, [trial.index]: run } }))
  }

  /** After the others have heard how the run ended. */
  const soon = () => void setTimeout(advance, 0)

  function ended(result: TrialResult): void {
    const { active } = store.getState()
    if (!going || !active) return
    const { trial, ending } = going
    spent += result.seconds
    going = null
    // A run that was cut short with the sweep is run again when it goes on.
    const isCut = result.state === 'stopped' && ending !== 'skip'
    store.setState({ active: { ...active, trial: null } })
    if (!isCut) change(active.id, (kept) => ({ ...kept, results: { ...kept.results, [trial.index]: result } }))
    if (isCut || ending === 'stop') halt('stopped')
    else soon()
  }

  function takeEvent(event: WorkerEvent): void {
    clock.take(event)
    if (!store.getState().active) return
    if (!going) soon()
    else if (event.type === 'train') going.reader.take(event.events)
    else if (event.type === 'error') takeError(event.during, event.error)
    else if (event.type === 'run-state') {
      if (event.state === 'preparing') going.begun = true
      if (event.state === 'finished') ended(going.reader.result(clock.seconds()))
      // Told to end before its first step. Without that, the reason of its failing follows.
      else if (event.state === 'idle' && going.begun && going.ending) {
        ended({ ...going.reader.result(clock.seconds()), state: 'stopped' })
      }
    }
  }

  function takeError(during: string, error: ErrorReport): void {
    if (!going) return
    if (OF_DEVICE.includes(error.code)) {
      halt('device')
      return
    }
    if (during !== 'start') return
    ended({ ...going.reader.result(clock.seconds()), state: 'failed', message: error.message })
  }

  control.subscribe(takeEvent)
  // Another run was begun, or this one was reset: what is shown is no longer the sweep's.
  session.subscribe(({ runConfig, stopping }) => {
    if (going && runConfig !== going.config) halt('taken')
    // By the toolbar: while the run is prepared nothing but this tells it from one that fails.
    else if (going && stopping) going.ending ??= 'stop'
  })

  function goOn(id: string): void {
    if (store.getState().active || isUnderWay(session.getState())) return
    spent = 0
    store.setState({ active: { id, trial: null }, shown: id, halt: null })
    advance()
  }

  function endRun(ending: 'skip' | 'stop'): void {
    if (going) {
      going.ending = ending
      control.stop()
    } else if (store.getState().active) halt('stopped')
  }

  return {
    store,

    edit: (draft: SweepDraft | null) => store.setState({ draft }),

    /** Begins with the form's config as the base; nothing happens while a run is under way, or for what cannot be run. */
    start(draft: SweepDraft): void {
      const { config: base, problems } = config.getState()
      if (store.getState().active || isUnderWay(session.getState()) || Object.keys(problems).length > 0) return
      const plan = planOf(draft, structuredClone(base))
      if (plan.problem !== null) return
      const { sweep, trials } = plan
      const kept = { id: newId(), sweep, trials, startedAt: Date.now(), results: {}, runs: {} }
      store.setState(({ sweeps }) => ({ sweeps: [kept, ...sweeps] }))
      write((shelf) => shelf.put(kept))
      goOn(kept.id)
    },
    /** Runs what is left of a sweep; its minutes count anew. */
    goOn,
    pause: control.pause,
    resume: control.play,
    /** Ends this run, whose figures then do not count, and takes the next. */
    skip: () => endRun('skip'),
    /** Ends this run and the sweep; the run comes again when the sweep goes on. */
    stop: () => endRun('stop'),

    show: (id: string) => store.setState({ shown: id }),
    chooseMetric: (id: string, metric: SweepMetric) =>
      change(id, (kept) => ({ ...kept, sweep: { ...kept.sweep, metric } })),
    /** Not while it goes on. Its runs stay among the runs. */
    remove(id: string): void {
      const { sweeps, active, shown } = store.getState()
      const gone = sweepAt(id)
      if (!gone || active?.id === id) return
      const left = sweeps.filter((sweep) => sweep !== gone)
      store.setState({ sweeps: left, shown: shown === id ? (left[0]?.id ?? null) : shown })
      write((shelf) => shelf.remove(id))
      offerUndo(words.sweeps.deleted(gone.sweep.name), () => {
        store.setState((state) => ({
          sweeps: [...state.sweeps, gone].sort((a, b) => b.startedAt - a.startedAt),
          shown: id,
        }))
        write((shelf) => shelf.put(gone))
      })
    },
    pace: clock.pace,
    dismissError: () => store.setState({ error: null }),
    /** When all that was known so far is written. */
    flush: () => writing,
  }
}

export type SweepControl = ReturnType<typeof createSweepControl>

/** What a run is made on, as it is named: runs of other data or another model cannot be compared. */
export const madeOn = ({ sources, model, adapter }: RunConfig): string =>
  [sources.join(', '), model, ...(adapter === null ? [] : [adapter])].join(' · ')

/** What of a run's config goes into the form: data, model and device are those of the page, and what a class locks. */
export function settingsOf(
  trial: RunConfig,
  form: RunConfig,
  { model, adapter }: Pick<Session, 'model' | 'adapter'>,
): RunConfig {
  const { sources, backend } = form
  const given = { ...trial, sources, backend, model: form.model, adapter: form.adapter }
  // Frozen weights, or an adapter that is gone on from, decide how the model is tuned.
  return asAllowed(model?.halfWeights || adapter ? { ...given, tuning: form.tuning } : given, form)
}
