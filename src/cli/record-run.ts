/** @file A whole run on the command line's backend, with every event it told. */
import { memoryBytes } from '../engine/backend/init-backend'
import { memoryLimits } from '../engine/backend/memory-limits'
import type { LoadPlan } from '../engine/checkpoint/hf-folder'
import { targetLayers } from '../engine/model/lora'
import { judgeMemory } from '../engine/training/memory-estimate'
import { prepareRun, tokenizeFor } from '../engine/training/prepare-run'
import type { Training } from '../engine/training/trainer'
import { HUB_ENDPOINT } from '../protocol/hub'
import { eventsByKind, type RecordedRun } from '../protocol/recorded-run'
import type { RunConfig, TuningConfig } from '../protocol/run-config'
import type { TrainEvent } from '../protocol/train-events'
import { checkMemory } from './check-memory'
import type { HubAccess } from './hub-repository'
import { loadData } from './load-data'
import { loadModel, type OpenedModel } from './load-model'
import { followAdapter } from './lora-option'
import { SILENT } from './notes'
import { openBackend } from './open-backend'

export interface CompletedRun {
  training: Training
  opened: OpenedModel
  events: TrainEvent[]
  /** Its config says what was run: names of the Hub have their commits, an adapter its settings. */
  recording: RecordedRun
}

export interface RunOptions {
  hub?: HubAccess
  /** To go on with: a folder or a repository. */
  adapter?: string
}

/** @param onEvent Told of every event, with the number of steps in all. */
export async function recordRun(
  given: RunConfig,
  name: string,
  onEvent: (event: TrainEvent, totalSteps: number) => void,
  { hub = { endpoint: HUB_ENDPOINT, notes: SILENT }, adapter }: RunOptions = {},
): Promise<CompletedRun> {
  const device = await openBackend(given.backend)
  const limits = memoryLimits(device)
  const { pairs, judge, pinned } = await loadData(given.sources, { hub })
  const isFrozen = adapter !== undefined || given.tuning.method === 'lora'
  const opened = await loadModel(given.model, {
    hub,
    adapter,
    limits,
    baseWeights: isFrozen ? given.tuning.baseWeights : trainable(given.tuning.baseWeights),
    admit: ({ decoder }: LoadPlan) => {
      if (isFrozen && adapter === undefined) targetLayers(decoder.config, given.tuning.targets)
    },
  })
  const { model } = opened
  const tuning = model.adapter ? followAdapter(given.tuning, model.adapter.spec) : given.tuning
  const config: RunConfig = { ...given, model: opened.pinned, adapter: adapter ?? null, sources: pinned, tuning }
  const tokenized = tokenizeFor(model, pairs, config.data)
  if (limits) checkMemory(judgeMemory(model, tokenized.pairs, config, limits), hub.notes)
  const training = await prepareRun({
    model,
    tokenized,
    config,
    judge,
    memoryBytes,
    memoryLimit: limits?.total ?? null,
  })
  const { totalSteps } = training
  const events: TrainEvent[] = []
  for await (const emission of training.events()) {
    const event = await emission.event
    events.push(event)
    onEvent(event, totalSteps)
  }
  const kept = eventsByKind(events).map(rounded)
  const recording: RecordedRun = { version: 1, name, config, device, totalSteps, events: kept }
  return { training, opened, events, recording }
}

/** Weights in 16 bits cannot be trained, so what is left open is decided otherwise. */
const trainable = (asked: TuningConfig['baseWeights']) => (asked === 'auto' ? 'f32' : asked)

/** Five digits are more than a plot can show, and make a recording half as large. */
function rounded<T>(value: T): T {
  if (typeof value === 'number') return (Number.isInteger(value) ? value : Number(value.toPrecision(5))) as T
  if (Array.isArray(value)) return value.map(rounded) as T
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, rounded(entry)])) as T
}
