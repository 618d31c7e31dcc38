/** @file Qwen2: Llama with biases on queries, keys and values. */
import { hasQwenWindow, llamaLike, writeQwenWindow } from './llama-like'

export const qwen2 = llamaLike({
  modelType: 'qwen2',
  architecture: 'Qwen2ForCausalLM',
  defaults: { context: 32_768, kvHeads: 32 },
  attentionBias: () => 'qkv',
  hasWindow: hasQwenWindow,
  ownKeys: writeQwenWindow,
})
