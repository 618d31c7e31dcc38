/** @file The small files beside a model's weights: tokenizer, chat template, generation settings. */
import { AppError } from '../../protocol/errors'
import type { Folder } from '../../protocol/folder'
import { isObject, type JsonObject, readSmall, show, toJsonObject } from './json-text'

export interface TextFiles {
  /** Parsed, for the tokenizer's own loader; undefined where the folder has none. */
  tokenizerJson?: JsonObject
  /** Special tokens that it does not name are those of special_tokens_map.json. */
  tokenizerConfig?: JsonObject
  generationConfig?: JsonObject
  /** Text of chat_template.jinja, which newer folders have beside tokenizer_config.json. */
  chatTemplate?: string
  /** The files as they were, by name: what a saved copy needs beside its weights. */
  texts: Map<string, Uint8Array<ArrayBuffer>>
}

const TOKENIZER = 'tokenizer.json'
const TOKENIZER_CONFIG = 'tokenizer_config.json'
const SPECIAL_TOKENS = 'special_tokens_map.json'
const GENERATION = 'generation_config.json'
const TEMPLATE = 'chat_template.jinja'

/** @param vocabulary Rows of the model's embedding: every token's id must have one. */
export async function readTextFiles(folder: Folder, vocabulary: number): Promise<TextFiles> {
  const texts: TextFiles['texts'] = new Map()
  for (const name of [TOKENIZER, TOKENIZER_CONFIG, SPECIAL_TOKENS, TEMPLATE, GENERATION]) {
    const bytes = await readSmall(folder, name, codeOf(name))
    if (bytes) texts.set(name, bytes)
  }
  const parsed = (name: string): JsonObject | undefined => {
    const bytes = texts.get(name)
    return bytes && toJsonObject(bytes, name, codeOf(name))
  }
  const tokenizerJson = parsed(TOKENIZER)
  if (tokenizerJson) checkIds(tokenizerJson, vocabulary)
  const [config, special] = [parsed(TOKENIZER_CONFIG), parsed(SPECIAL_TOKENS)]
  return {
    tokenizerJson,
    tokenizerConfig: special ? { ...special, ...config } : config,
    generationConfig: parsed(GENERATION),
    chatTemplate: textOf(texts.get(TEMPLATE)),
    texts,
  }
}

const codeOf = (name: string) => (name === GENERATION ? 'model/broken-config' : 'model/broken-tokenizer')

function textOf(bytes: Uint8Array | undefined): string | undefined {
  try {
    return bytes && new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new AppError('model/broken-tokenizer', `${TEMPLATE} is not UTF-8 text.`, 'Download the file again.')
  }
}

/** An id without a row would be looked up beyond the embedding's end. */
function checkIds({ model, added_tokens }: JsonObject, vocabulary: number): void {
  const vocab = isObject(model) ? model.vocab : undefined
  if (Array.isArray(vocab) && vocab.length > vocabulary) {
    refuseId((vocab.at(-1) as unknown[] | null)?.[0], vocab.length - 1, vocabulary)
  }
  if (isObject(vocab)) for (const token in vocab) checkId(token, vocab[token], vocabulary)
  if (!Array.isArray(added_tokens)) return
  for (const token of added_tokens) if (isObject(token)) checkId(token.content, token.id, vocabulary)
}

function checkId(token: unknown, id: unknown, vocabulary: number): void {
  if (typeof id === 'number' && Number.isInteger(id) && id >= 0 && id < vocabulary) return
  refuseId(token, id, vocabulary)
}

function refuseId(token: unknown, id: unknown, vocabulary: number): never {
  throw new AppError(
    'model/broken-tokenizer',
    `${TOKENIZER} gives token ${show(token)} the id ${show(id)}, but the model has ids 0 to ${vocabulary - 1}.`,
    `Take ${TOKENIZER} from the same model folder as the weights.`,
  )
}
