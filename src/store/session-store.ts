/** @file What is loaded and what is going on: device, model, data, and the run that is shown. */
import { createStore } from 'zustand/vanilla'
import type { DatasetReport, FitReport } from '../protocol/dataset-report'
import type { DeviceReport } from '../protocol/device'
import type { ErrorReport } from '../protocol/errors'
import { HUB_ENDPOINT, type HubNotice, type StorageReport } from '../protocol/hub'
import type { MemoryVerdict } from '../protocol/memory'
import type {
  AdapterReport,
  BuiltInSet,
  DataSource,
  ModelReport,
  ModelSource,
  RunState,
  WorkerCommand,
} from '../protocol/messages'
import type { RecordedRunEntry } from '../protocol/recorded-run'
import type { RunConfig } from '../protocol/run-config'
import type { FinishedEvent, NoticeEvent, Sample, SamplesEvent, StageEvent } from '../protocol/train-events'

export interface ShownError {
  id: number
  /** The command that failed; what the page does without the worker has its own name. */
  during: WorkerCommand['type'] | 'show-recording'
  error: ErrorReport
}

/** A prompt of the reader's own, and what the models made of it. */
export interface OwnSample {
  id: number
  prompt: string
  base: Sample | null
  policy: Sample | null
  waiting: boolean
}

/** A model on its way; bytes of one file, or of all of them where no file is named. */
export interface ModelProgress {
  name: string
  kind: ModelSource['kind']
  file: string | null
  loaded: number
  total: number | null
  state: 'checking' | 'fetching' | 'waiting'
  /** Where the file stood when it was first heard of, and when, in milliseconds: the ground of its rate. */
  began: { loaded: number; at: number } | null
  bytesPerSecond: number | null
  /** What it will be, once its small files were read. */
  plan: { parameters: number; fileBytes: number; memory: MemoryVerdict | null } | null
}

export interface Session {
  device: DeviceReport | null
  sets: BuiltInSet[]
  model: ModelReport | null
  modelProgress: ModelProgress | null
  /** The adapter that a run goes on from. */
  adapter: AdapterReport | null
  adapterLoading: boolean
  /** What a run with the form's settings would hold; null until the worker has told. */
  memory: MemoryVerdict | null
  /** What is kept of the Hub; null until it was asked for. */
  storage: StorageReport | null
  /** What should be known about what was fetched last. */
  hubNotices: { name: string; notice: HubNotice }[]
  /** Where the Hub, or a mirror of it, is. */
  hubEndpoint: string
  /** What is being packed for the person to keep. */
  saving: 'merged' | 'adapter' | null
  /** The step at which the run that is shown was saved last; null while it was not. */
  savedStep: number | null
  /** This was asked for and waits for the person's word: it would cost a tuned model that is not saved. */
  heldBack: 'load' | 'remove' | null
  /** What the loaded data were read from; sent again when a mapping changes. */
  dataSources: DataSource[]
  /** What could not be read last time; it can be read again under other column names. */
  refusedSources: DataSource[]
  data: DatasetReport | null
  dataProgress: { source: string; loaded: number; total: number; rows: number } | null
  fit: FitReport | null

  runState: RunState
  totalSteps: number
  step: number
  stage: StageEvent | null
  tokensPerSecond: number | null
  /** Wall time that steps of this run took, pauses left out: the ground of the time left. */
  pace: { seconds: number; steps: number; since: number | null }
  /** The frozen config of the run that is shown; null before there is one. */
  runConfig: RunConfig | null
  /** Set while what is shown was computed elsewhere, earlier. */
  recorded: { name: string; device: DeviceReport; file: string } | null
  /** What can be shown without training. */
  recordings: RecordedRunEntry[]
  samples: SamplesEvent | null
  /** The samples are still those of the run shown before. */
  samplesStale: boolean
  notices: NoticeEvent[]
  finished: FinishedEvent | null
  /** Play was pressed before everything was loaded: it starts as soon as it can. */
  queued: boolean
  /** Stop was pressed; the last evaluation is still going on. */
  stopping: boolean
  /** No worker here: only recordings can be played. */
  replayOnly: boolean

  errors: ShownError[]
  own: OwnSample[]
}

export const EMPTY_SESSION: Session = {
  device: null,
  sets: [],
  model: null,
  modelProgress: null,
  adapter: null,
  adapterLoading: false,
  memory: null,
  storage: null,
  hubNotices: [],
  hubEndpoint: HUB_ENDPOINT,
  saving: null,
  savedStep: null,
  heldBack: null,
  dataSources: [],
  refusedSources: [],
  data: null,
  dataProgress: null,
  fit: null,
  runState: 'idle',
  totalSteps: 0,
  step: 0,
  stage: null,
  tokensPerSecond: null,
  pace: { seconds: 0, steps: 0, since: null },
  runConfig: null,
  recorded: null,
  recordings: [],
  samples: null,
  samplesStale: false,
  notices: [],
  finished: null,
  queued: false,
  stopping: false,
  replayOnly: false,
  errors: [],
  own: [],
}

/** What a new run forgets of the former one. */
export const FRESH_RUN = {
  totalSteps: 0,
  step: 0,
  stage: null,
  tokensPerSecond: null,
  pace: { seconds: 0, steps: 0, since: null },
  recorded: null,
  notices: [],
  finished: null,
  stopping: false,
  savedStep: null,
  heldBack: null,
} satisfies Partial<Session>

export const createSessionStore = () => createStore<Session>()(() => EMPTY_SESSION)

export type SessionStore = ReturnType<typeof createSessionStore>
