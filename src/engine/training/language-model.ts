/** @file A loaded model, ready for text, and an adapter that was trained before. */

import type { Decoder, Parameters, Tensors } from '../model/decoder'
import type { AdapterScales, LoraSpec } from '../model/lora'
import type { RenderChat } from '../tokenizer/chat-template'
import type { TextTokenizer } from '../tokenizer/tokenizer'

export interface LanguageModel {
  decoder: Decoder
  parameters: Parameters
  /** Null for a folder without one: then rows must come as ids. */
  tokenizer: TextTokenizer | null
  chat: RenderChat | null
  /** Where the policy begins, if one was loaded. */
  adapter?: LoadedAdapter | null
}

export interface LoadedAdapter {
  spec: LoraSpec
  /** Of layers whose alpha is not the spec's, by module. */
  alphas: ReadonlyMap<string, number>
  /** Of each module that has one. */
  scales: AdapterScales
  tensors: Tensors
}

/** Never scored and never looked at, so any id will do where there is no tokenizer. */
export const padIdOf = ({ tokenizer }: LanguageModel): number => tokenizer?.padId ?? 0
