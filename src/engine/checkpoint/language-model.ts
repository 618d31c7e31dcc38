/** @file A model folder as something that reads and writes text. */
import type { Folder } from '../../protocol/folder'
import { createChatTemplate } from '../tokenizer/chat-template'
import { createTokenizer } from '../tokenizer/tokenizer'
import type { LanguageModel } from '../training/language-model'
import { type LoadOptions, loadModelFolder } from './hf-folder'
import type { JsonObject } from './json-text'
import type { TextFiles } from './text-files'

export interface LoadedLanguageModel {
  model: LanguageModel
  /** config.json as it was. */
  hfConfig: JsonObject
  /** Small files as they were, by name: what a saved copy needs beside its weights. */
  texts: TextFiles['texts']
}

/**
 * Tokenizer and template are opened before a weight is fetched: what cannot be used refuses the model.
 * @throws AppError as `loadModelFolder`, and `model/broken-tokenizer`, `model/broken-template`.
 */
export async function loadLanguageModel(folder: Folder, options: LoadOptions = {}): Promise<LoadedLanguageModel> {
  let language: Language = { tokenizer: null, chat: null }
  const { decoder, params, hfConfig, texts } = await loadModelFolder(folder, {
    ...options,
    admit: async (plan) => {
      language = openLanguage(plan.texts)
      await options.admit?.(plan)
    },
  })
  return { model: { decoder, parameters: params, ...language }, hfConfig, texts }
}

type Language = Pick<LanguageModel, 'tokenizer' | 'chat'>

function openLanguage({ tokenizerJson, tokenizerConfig, generationConfig, chatTemplate }: TextFiles): Language {
  const config = tokenizerConfig ?? null
  const tokenizer = tokenizerJson ? createTokenizer(tokenizerJson, config, generationConfig ?? null) : null
  return { tokenizer, chat: createChatTemplate(config, chatTemplate ?? null) }
}
