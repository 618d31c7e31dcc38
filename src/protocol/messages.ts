/** @file What page and worker say to each other. Plain data; files cross as `File`, which is a reference. */
import type { ColumnMapping, DatasetReport, FitReport } from './dataset-report'
import type { DeviceReport } from './device'
import type { ErrorReport } from './errors'
import type { HubNotice, HubRepository, StorageReport } from './hub'
import type { MemoryVerdict } from './memory'
import type { DataConfig, GenerationConfig, RunConfig } from './run-config'
import type { Sample, TrainEvent } from './train-events'

/** Where the pairs come from. */
export type DataSource =
  | { kind: 'built-in'; id: string }
  | { kind: 'file'; file: File; mapping?: ColumnMapping; swap?: boolean }
  | { kind: 'hub'; repository: HubRepository; mapping?: ColumnMapping; swap?: boolean }
  | { kind: 'typed'; name: string; rows: { prompt: string; chosen: string; rejected: string }[] }

/** Where the model comes from: an ordinary Hugging Face folder under a URL, the files themselves, or the Hub. */
export type ModelSource =
  | { kind: 'url'; name: string; url: string }
  | { kind: 'files'; name: string; files: File[] }
  | { kind: 'hub'; name: string; repository: HubRepository }

/** A loaded PEFT adapter: where the policy begins. */
export interface AdapterReport {
  name: string
  rank: number
  alpha: number
  rsLora: boolean
  targets: string[]
  parameters: number
}

export interface BuiltInSet {
  id: string
  name: string
  description: string
}

export interface ModelReport {
  name: string
  /** Of a model from the Hub: the commit that its files are of. */
  commit?: string
  family: string
  parameters: number
  /** Of the weights in memory. */
  bytes: number
  /** Frozen in 16 bits: an adapter alone can be trained. */
  halfWeights: boolean
  /** Last parts of the names of its linear layers, which an adapter may go on. */
  linearLayers: string[]
  layers: number
  width: number
  vocabulary: number
  context: number
  hasTokenizer: boolean
  hasChatTemplate: boolean
}

export type WorkerCommand =
  /** First message. Sets up the backend and answers `device`; `tiles` are those of earlier visits, by GPU. */
  | { type: 'open'; backend: RunConfig['backend']; tiles?: Record<string, string>; hubEndpoint?: string }
  /** On an error the former model stays. */
  | { type: 'load-model'; source: ModelSource; baseWeights?: RunConfig['tuning']['baseWeights'] }
  | { type: 'cancel-model' }
  /** The Hub, or a mirror that speaks its paths, for what is asked of it from now on. */
  | { type: 'set-hub'; endpoint: string }
  /** A PEFT adapter for the loaded model, to continue or to compare; answers `adapter`. */
  | { type: 'load-adapter'; name: string; files: File[] }
  | { type: 'remove-adapter' }
  /** What is kept of the Hub; answers `storage`. */
  | { type: 'list-storage' }
  /** Deletes one repository, then answers `storage`. */
  | { type: 'delete-cached'; kind: HubRepository['kind']; name: string; commit: string; host: string }
  /** What a run with this config would hold in memory; answers `memory`. */
  | { type: 'estimate-memory'; config: RunConfig }
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
  /** Two completions of one prompt by the policy as it is now, for a person to judge; answers `proposed`. */
  | { type: 'propose'; id: number; prompt: string; generation: GenerationConfig; seed: number }
  /**
   * Packs a folder that goes on with TRL elsewhere: the loaded pairs and this config; with a run of LoRA its adapter.
   * Answers `saved`.
   */
  | { type: 'export-trl'; id: number; config: RunConfig }
  /** Packs the policy as a zip: `merged` a Hugging Face folder, `adapter` a PEFT adapter. */
  | { type: 'save-model'; id: number; form: 'merged' | 'adapter' }

export type RunState = 'idle' | 'preparing' | 'running' | 'paused' | 'finished' | 'failed'

export type WorkerEvent =
  | { type: 'device'; device: DeviceReport; sets: BuiltInSet[] }
  /** Bytes of one file where it is named, or of all. `checking` what is here already, `waiting` to try again. */
  | {
      type: 'model-progress'
      loaded: number
      total: number | null
      file?: string
      state?: 'checking' | 'fetching' | 'waiting'
    }
  /** What the model that is being loaded will be, known from its small files, before its weights are fetched. */
  | {
      type: 'model-plan'
      parameters: number
      /** Of the weight files. */
      fileBytes: number
      /** Of a run with customary settings; null where memory has no limit that could be told. */
      memory: MemoryVerdict | null
    }
  | { type: 'model'; model: ModelReport }
  | { type: 'adapter'; adapter: AdapterReport | null }
  | { type: 'storage'; storage: StorageReport }
  /** About the model or data set that is being loaded. */
  | { type: 'hub-notice'; name: string; notice: HubNotice }
  | { type: 'memory'; memory: MemoryVerdict }
  | { type: 'data-progress'; source: string; loaded: number; total: number; rows: number }
  | { type: 'data'; report: DatasetReport }
  /** Follows when model and data are both there. */
  | { type: 'fit'; fit: FitReport }
  | { type: 'run-state'; state: RunState; totalSteps: number }
  /** Events of the run, batched: at most about ten messages a second. */
  | { type: 'train'; events: TrainEvent[] }
  | { type: 'sampled'; id: number; prompt: string; base: Sample; policy: Sample | null }
  | { type: 'proposed'; id: number; prompt: string; completions: [Sample, Sample] }
  | { type: 'saved'; id: number; what: 'merged' | 'adapter' | 'trl'; name: string; zip: Blob }
  /** `during` is the command that failed; nothing that was loaded before is lost. */
  | { type: 'error'; during: WorkerCommand['type']; error: ErrorReport }
