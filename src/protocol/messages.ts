/** @file What page and worker say to each other. Plain data; files cross as `File`, which is a reference. */
import type { ColumnMapping, DatasetReport, FitReport } from './dataset-report'
import type { DeviceReport } from './device'
import type { ErrorReport } from './errors'
import type { DataConfig, GenerationConfig, RunConfig } from './run-config'
import type { Sample, TrainEvent } from './train-events'

/** Where the pairs come from. */
export type DataSource =
  | { kind: 'built-in'; id: string }
  | { kind: 'file'; file: File; mapping?: ColumnMapping; swap?: boolean }
  | { kind: 'typed'; name: string; rows: { prompt: string; chosen: string; rejected: string }[] }

/** Where the model comes from: an ordinary Hugging Face folder under a URL, or the files themselves. */
export type ModelSource = { kind: 'url'; name: string; url: string } | { kind: 'files'; name: string; files: File[] }

export interface BuiltInSet {
  id: string
  name: string
  description: string
}

export interface ModelReport {
  name: string
  family: string
  parameters: number
  layers: number
  width: number
  vocabulary: number
  context: number
  hasTokenizer: boolean
  hasChatTemplate: boolean
}

export type WorkerCommand =
  /** First message. Sets up the backend and answers `device`; `tiles` are those of earlier visits, by GPU. */
  | { type: 'open'; backend: RunConfig['backend']; tiles?: Record<string, string> }
  | { type: 'load-model'; source: ModelSource }
  /** Replaces the loaded data when every source was read; on an error the former data stay. */
  | { type: 'load-data'; sources: DataSource[] }
  | { type: 'cancel-load' }
  /** Counts anew what is cut and dropped, under the form's length limits; answers `fit`. */
  | { type: 'measure-fit'; limits: Pick<DataConfig, 'maxLength' | 'maxPromptLength'> }
  /** Starts a run from the base model and lets it go on until `pause`; with `paused` it waits for `step`. */
  | { type: 'start'; config: RunConfig; paused?: boolean }
  | { type: 'pause' }
  | { type: 'resume' }
  /** One optimizer step, then pause. */
  | { type: 'step' }
  /** Ends the run; what it reached is kept. */
  | { type: 'stop' }
  /** Ends the run and goes back to the base model. */
  | { type: 'reset' }
  /** Samples a prompt from base and from the policy as it is now; allowed at any time. */
  | { type: 'sample'; id: number; prompt: string; generation: GenerationConfig; seed: number }
  /** Packs the policy as a Hugging Face folder (zip). */
  | { type: 'save-model'; id: number }

export type RunState = 'idle' | 'preparing' | 'running' | 'paused' | 'finished' | 'failed'

export type WorkerEvent =
  | { type: 'device'; device: DeviceReport; sets: BuiltInSet[] }
  | { type: 'model-progress'; loaded: number; total: number | null }
  | { type: 'model'; model: ModelReport }
  | { type: 'data-progress'; source: string; loaded: number; total: number; rows: number }
  | { type: 'data'; report: DatasetReport }
  /** Follows when model and data are both there. */
  | { type: 'fit'; fit: FitReport }
  | { type: 'run-state'; state: RunState; totalSteps: number }
  /** Events of the run, batched: at most about ten messages a second. */
  | { type: 'train'; events: TrainEvent[] }
  | { type: 'sampled'; id: number; prompt: string; base: Sample; policy: Sample | null }
  | { type: 'saved'; id: number; name: string; zip: Uint8Array }
  /** `during` is the command that failed; nothing that was loaded before is lost. */
  | { type: 'error'; during: WorkerCommand['type']; error: ErrorReport }
