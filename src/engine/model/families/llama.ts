/** @file Llama: rotary positions, RMS norm, grouped heads, gated SiLU; biases in attention only where the config asks. */
import { llamaLike } from './llama-like'
import { flag } from './read-config'

export const llama = llamaLike({
  modelType: 'llama',
  architecture: 'LlamaForCausalLM',
  defaults: { context: 2048 },
  attentionBias: (json) => (flag(json, 'attention_bias', false) ? 'all' : undefined),
  hasWindow: () => false,
  ownKeys: (config) => ({ attention_bias: config.attentionBias === 'all', mlp_bias: false }),
})
