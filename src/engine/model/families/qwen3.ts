/** @file Qwen3: Llama with a norm on each head of queries and keys, and heads as wide as the config says. */
import { hasQwenWindow, llamaLike, writeQwenWindow } from './llama-like'
import { flag } from './read-config'

export const qwen3 = llamaLike({
  modelType: 'qwen3',
  architecture: 'Qwen3ForCausalLM',
  defaults: { context: 32_768, kvHeads: 32, headDim: 128 },
  attentionBias: (json) => (flag(json, 'attention_bias', false) ? 'all' : undefined),
  qkNorm: true,
  hasWindow: hasQwenWindow,
  ownKeys: (config) => ({ attention_bias: config.attentionBias === 'all', ...writeQwenWindow(config) }),
})
