/** @file How each message of the worker changes the session; pure, so that it can be tested without a worker. */
import type { ErrorReport } from '../protocol/errors'
import type { StorageReport } from '../protocol/hub'
import type { WorkerCommand, WorkerEvent } from '../protocol/messages'
import type { TrainEvent } from '../protocol/train-events'
import type { ModelProgress, Session, ShownError } from './session-store'

/** At most this many errors stay on the page. */
const ERRORS_KEPT = 5

let errorCount = 0

function takeTrainEvents(session: Session, events: readonly TrainEvent[], now: number): Partial<Session> {
  const change: Partial<Session> = {}
  const notices: Session['notices'] = []
  let steps = 0
  for (const event of events) {
    if (event.type === 'step') {
      steps++
      change.step = event.step
      change.tokensPerSecond = event.metrics.tokens_per_second ?? session.tokensPerSecond
    } else if (event.type === 'stage') change.stage = event
    else if (event.type === 'samples') Object.assign(change, { samples: event, samplesStale: false })
    else if (event.type === 'notice') {
      notices.push(event)
      // Those of the run before would stay for the whole of this one.
      if (event.code === 'no-samples') Object.assign(change, { samples: null, samplesStale: false })
    } else if (event.type === 'finished') change.finished = event
  }
  if (notices.length > 0) change.notices = [...session.notices, ...notices]
  if (events.some((event) => event.type === 'eval' && event.step === 0)) {
    // The base is evaluated once, behind the first step: that tells nothing of the steps to come.
    change.pace = { seconds: 0, steps: 0, since: now }
  } else if (steps > 0) {
    const { pace } = session
    // The first message only starts the clock: what came before it was preparation.
    const counted = pace.since !== null && session.step > 0
    change.pace = {
      seconds: pace.seconds + (counted ? (now - pace.since!) / 1000 : 0),
      steps: pace.steps + (counted ? steps : 0),
      since: now,
    }
  }
  return change
}

/** Milliseconds of a file's loading before its rate is told: the first pieces come in a rush. */
const RATE_FROM_MS = 500

type ProgressEvent = Extract<WorkerEvent, { type: 'model-progress' }>

function takeModelProgress(former: ModelProgress, event: ProgressEvent, now: number): ModelProgress {
  const { loaded, total } = event
  const { file = null, state = 'fetching' } = event
  const sameFile = former.file === file && former.state === state
  const goesOn = former.began !== null && sameFile && loaded >= former.loaded
  const began = goesOn ? former.began! : { loaded, at: now }
  const ms = now - began.at
  const bytesPerSecond =
    ms >= RATE_FROM_MS ? ((loaded - began.loaded) / ms) * 1000 : goesOn ? null : former.bytesPerSecond
  return { ...former, file, loaded, total, state, began, bytesPerSecond }
}

/** Of some repositories the commit alone is known: nothing to load, nothing to delete. */
function withoutEmpty(storage: StorageReport): StorageReport {
  const repositories = storage.repositories.filter(({ files, partialBytes }) => files > 0 || partialBytes > 0)
  return { ...storage, repositories }
}

/** What is no longer going on once a command has failed. */
const ENDED_BY_ERROR: Partial<Record<WorkerCommand['type'], Partial<Session>>> = {
  'load-data': { dataProgress: null },
  'load-model': { modelProgress: null },
  'load-adapter': { adapterLoading: false },
  'save-model': { saving: null },
  'estimate-memory': { memory: null },
}

/** Cancelling is what the person asked for, not a fault. */
const CANCELLED = ['data/cancelled', 'hub/cancelled']

/** With one more error, the oldest ones gone. */
export function withError(session: Session, during: ShownError['during'], error: ErrorReport): ShownError[] {
  return [...session.errors, { id: ++errorCount, during, error }].slice(-ERRORS_KEPT)
}

/** `now` in milliseconds. */
export function takeEvent(session: Session, event: WorkerEvent, now: number): Partial<Session> {
  switch (event.type) {
    case 'device':
      return { device: event.device, sets: event.sets.length > 0 ? event.sets : session.sets }
    case 'model-progress':
      // None is awaited any more: it was cancelled.
      return session.modelProgress ? { modelProgress: takeModelProgress(session.modelProgress, event, now) } : {}
    case 'model-plan': {
      const { parameters, fileBytes, memory } = event
      const plan = { parameters, fileBytes, memory }
      return session.modelProgress ? { modelProgress: { ...session.modelProgress, plan } } : {}
    }
    case 'model':
      return { model: event.model, modelProgress: null, adapter: null, memory: null, fit: null }
    case 'adapter':
      return { adapter: event.adapter, adapterLoading: false }
    case 'storage':
      return { storage: withoutEmpty(event.storage) }
    case 'hub-notice': {
      const { name, notice } = event
      // One is enough, however many files it is about.
      const known = session.hubNotices.some((told) => told.name === name && told.notice.kind === notice.kind)
      return known ? {} : { hubNotices: [...session.hubNotices, { name, notice }] }
    }
    case 'memory':
      return { memory: event.memory }
    case 'data-progress':
      return { dataProgress: { source: event.source, loaded: event.loaded, total: event.total, rows: event.rows } }
    case 'data':
      return { data: event.report, dataProgress: null, fit: null }
    case 'fit':
      return { fit: event.fit }
    case 'run-state': {
      const clockStops = event.state !== 'running'
      const ended = event.state === 'finished' || event.state === 'failed'
      return {
        runState: event.state,
        stopping: session.stopping && (event.state === 'running' || event.state === 'paused'),
        totalSteps: event.totalSteps || session.totalSteps,
        ...(clockStops ? { pace: { ...session.pace, since: null } } : {}),
        // It drew none of its own.
        ...(ended && session.samplesStale ? { samples: null, samplesStale: false } : {}),
      }
    }
    case 'train':
      return takeTrainEvents(session, event.events, now)
    case 'sampled':
      return {
        own: session.own.map((own) =>
          own.id === event.id ? { ...own, base: event.base, policy: event.policy, waiting: false } : own,
        ),
      }
    // Whoever asked for the two completions listens for them.
    case 'proposed':
      return {}
    case 'saved':
      return event.what === 'trl' ? {} : { saving: null }
    case 'error': {
      if (CANCELLED.includes(event.error.code)) return {}
      const errors = withError(session, event.during, event.error)
      const change: Partial<Session> = { ...ENDED_BY_ERROR[event.during], errors, queued: false }
      if (event.during === 'sample') change.own = session.own.filter((own) => !own.waiting)
      return change
    }
  }
}
