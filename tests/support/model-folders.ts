/** @file Small models as folders in memory, for tests of what reads them. */

import { writeSafetensors } from '../../src/engine/checkpoint/safetensors'
import type { WrittenDtype } from '../../src/engine/checkpoint/stored-tensor'
import { familyOf } from '../../src/engine/model/families/registry'

export const GPT2 = { model_type: 'gpt2', vocab_size: 11, n_positions: 8, n_embd: 6, n_layer: 2, n_head: 2 }
export const LLAMA = {
  model_type: 'llama',
  vocab_size: 11,
  max_position_embeddings: 8,
  hidden_size: 8,
  intermediate_size: 10,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
}

export const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))

export type ModelFiles = Record<'config.json' | 'model.safetensors', Uint8Array<ArrayBuffer>>

/** config.json and weights that are a fixed function of place and size. */
export function freshFolder(config: Record<string, unknown>, dtype: WrittenDtype = 'F32'): ModelFiles {
  const family = familyOf(config.model_type)
  const tensors = family.weights(family.readConfig(config)).map(({ name, shape, transposed }) => {
    const size = shape.reduce((a, b) => a * b, 1)
    const values = Float32Array.from({ length: size }, (_, i) => Math.sin(i + size))
    return [name, { shape: transposed ? [...shape].reverse() : shape, values }] as const
  })
  return { 'config.json': json(config), 'model.safetensors': writeSafetensors(new Map(tensors), dtype) }
}
