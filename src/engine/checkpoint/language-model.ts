/** @file A loaded folder as something that reads and writes text. */
import { createChatTemplate } from '../tokenizer/chat-template'
import { createTokenizer } from '../tokenizer/tokenizer'
import type { LanguageModel } from '../training/language-model'
import type { LoadedModel } from './hf-folder'

export function openLanguageModel({
  decoder,
  params,
  tokenizerJson,
  tokenizerConfig,
  chatTemplate,
}: LoadedModel): LanguageModel {
  const config = (tokenizerConfig ?? null) as object | null
  const tokenizer = tokenizerJson ? createTokenizer(tokenizerJson as object, config) : null
  return { decoder, parameters: params, tokenizer, chat: createChatTemplate(config, chatTemplate ?? null) }
}
