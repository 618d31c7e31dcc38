/** @file A whole run on the command line's backend, with every event it told. */
import { memoryBytes } from '../engine/backend/init-backend'
import { prepareRun, tokenizeFor } from '../engine/training/prepare-run'
import type { Training } from '../engine/training/trainer'
import { eventsByKind, type RecordedRun } from '../protocol/recorded-run'
import type { RunConfig } from '../protocol/run-config'
import type { TrainEvent } from '../protocol/train-events'
import { loadData } from './load-data'
import { type FolderModel, loadModel } from './load-model'
import { openBackend } from './open-backend'

export interface CompletedRun {
  training: Training
  loaded: FolderModel
  events: TrainEvent[]
  recording: RecordedRun
}

/** @param onEvent Told of every event, with the number of steps in all. */
export async function recordRun(
  config: RunConfig,
  name: string,
  onEvent: (event: TrainEvent, totalSteps: number) => void,
): Promise<CompletedRun> {
  const device = await openBackend(config.backend)
  const loaded = await loadModel(config.model)
  const { pairs, judge } = await loadData(config.sources)
  const { model } = loaded
  const tokenized = tokenizeFor(model, pairs, config.data)
  const training = await prepareRun({ model, tokenized, config, judge, memoryBytes })
  const { totalSteps } = training
  const events: TrainEvent[] = []
  for await (const emission of training.events()) {
    const event = await emission.event
    events.push(event)
    onEvent(event, totalSteps)
  }
  const kept = eventsByKind(events).map(rounded)
  const recording: RecordedRun = { version: 1, name, config, device, totalSteps, events: kept }
  return { training, loaded, events, recording }
}

/** Five digits are more than a plot can show, and make a recording half as large. */
function rounded<T>(value: T): T {
  if (typeof value === 'number') return (Number.isInteger(value) ? value : Number(value.toPrecision(5))) as T
  if (Array.isArray(value)) return value.map(rounded) as T
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, rounded(entry)])) as T
}
