/** @file A model from the disk or from the Hub, and an adapter on it, through the engine's one reader. */
import { openAdapter } from '../engine/checkpoint/adapter'
import { refuseTooLarge } from '../engine/checkpoint/admit-model'
import type { LoadPlan } from '../engine/checkpoint/hf-folder'
import { loadLanguageModel } from '../engine/checkpoint/language-model'
import type { Decoder, Parameters } from '../engine/model/decoder'
import type { LanguageModel, LoadedAdapter } from '../engine/training/language-model'
import type { MemoryLimits } from '../engine/training/memory-estimate'
import { adaptedModel } from '../engine/training/tuning'
import { HUB_ENDPOINT } from '../protocol/hub'
import type { TuningConfig } from '../protocol/run-config'
import type { HubAccess } from './hub-repository'
import { SILENT } from './notes'
import { openAdapterFolder, openModelFolder } from './open-folder'

export interface LoadOptions {
  hub?: HubAccess
  /** A folder or a repository with a PEFT adapter. */
  adapter?: string
  baseWeights?: TuningConfig['baseWeights']
  limits?: MemoryLimits | null
  /** May refuse the model before its weights are fetched. */
  admit?: (plan: LoadPlan) => void
}

export interface OpenedModel {
  model: LanguageModel
  /** config.json as it was. */
  hfConfig: Record<string, unknown>
  /** Small files that a saved copy needs beside its weights. */
  texts: Map<string, Uint8Array<ArrayBuffer>>
  /** As a run's config names it: with its commit, if it came from the Hub. */
  pinned: string
  /** What an adapter calls its base. */
  origin: string
}

/** @param name A folder, the name of a bundled model, or `owner/name[@revision]`. */
export async function loadModel(name: string, options: LoadOptions = {}): Promise<OpenedModel> {
  const { hub = { endpoint: HUB_ENDPOINT, notes: SILENT }, baseWeights, limits, admit } = options
  const { folder, pinned, origin } = await openModelFolder(name, hub)
  let adapter: LoadedAdapter | null = null
  const { model, hfConfig, texts } = await loadLanguageModel(folder, {
    baseWeights,
    admit: async (plan) => {
      if (limits) refuseTooLarge(plan, limits)
      admit?.(plan)
      if (options.adapter === undefined) return
      const { folder } = await openAdapterFolder(options.adapter, hub)
      adapter = await openAdapter(folder, plan.decoder.config)
    },
  })
  return { model: { ...model, adapter }, hfConfig, texts, pinned, origin }
}

/** What computes: the model, or the adapter on it. */
export function policyIn(model: LanguageModel): { decoder: Decoder; policy: Parameters } {
  return adaptedModel(model) ?? { decoder: model.decoder, policy: model.parameters }
}
