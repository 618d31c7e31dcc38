/** @file A model through the engine's one reader, with what the page is told of it. */
import type { LoadPlan } from '../engine/checkpoint/hf-folder'
import { loadLanguageModel } from '../engine/checkpoint/language-model'
import { linearKinds } from '../engine/model/lora'
import { isPlain, weightBytes } from '../engine/model/parameters'
import type { LanguageModel } from '../engine/training/language-model'
import type { ModelReport, ModelSource } from '../protocol/messages'
import type { TuningConfig } from '../protocol/run-config'
import { type OpenOptions, openFolder } from './open-folder'

export interface LoadOptions extends OpenOptions {
  baseWeights?: TuningConfig['baseWeights']
  /** The backend: files are fetched meanwhile, and it is awaited before anything is decided by it. */
  ready: Promise<unknown> | null
  /** May refuse the model before its weights are fetched. */
  admit: (plan: LoadPlan) => void
}

export interface OpenedModel {
  model: LanguageModel
  hfConfig: Record<string, unknown>
  report: ModelReport
  /** Small files that a saved copy needs beside its weights. */
  texts: Map<string, Uint8Array<ArrayBuffer>>
  /** Where it came from: what an adapter names as its base. */
  origin: string
}

export async function loadModel(source: ModelSource, options: LoadOptions): Promise<OpenedModel> {
  const { ready, admit, baseWeights, signal } = options
  const folder = await openFolder(source, options)
  const { model, hfConfig, texts } = await loadLanguageModel(folder, {
    baseWeights,
    signal,
    ready,
    admit,
  })
  const { config } = model.decoder
  const weights = [...model.parameters.values()]
  const report: ModelReport = {
    name: source.name,
    commit: folder.commit,
    family: config.family,
    parameters: weights.reduce((sum, { size }) => sum + size, 0),
    bytes: weights.reduce((sum, weight) => sum + weightBytes(weight), 0),
    halfWeights: !isPlain(model.parameters),
    linearLayers: linearKinds(config),
    layers: config.layers,
    width: config.width,
    vocabulary: config.vocab,
    context: config.context,
    hasTokenizer: model.tokenizer !== null,
    hasChatTemplate: model.chat !== null,
  }
  const origin = source.kind === 'hub' ? source.repository.name : source.name
  return { model, hfConfig, report, texts, origin }
}
