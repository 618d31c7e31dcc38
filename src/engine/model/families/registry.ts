/** @file Which families can be run, by the `model_type` of config.json. */
import { AppError } from '../../../protocol/errors'
import type { Family } from '../config'
import { gpt2 } from './gpt2'
import { llama } from './llama'
import { mistral } from './mistral'
import { qwen2 } from './qwen2'
import { qwen3 } from './qwen3'
import { show } from './read-config'

export const families: readonly Family[] = [gpt2, llama, qwen2, qwen3, mistral]

export function familyOf(modelType: unknown): Family {
  const family = families.find((f) => f.modelType === modelType)
  if (family) return family
  throw new AppError(
    'model/unsupported-architecture',
    `config.json says model_type ${show(modelType)}, which is not supported.`,
    `Take a model of one of these types: ${families.map((f) => f.modelType).join(', ')}.`,
  )
}
