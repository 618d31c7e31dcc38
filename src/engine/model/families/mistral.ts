/** @file Mistral: Llama with a window on attention; usable for sequences that fit in the window, where it hides nothing. */
import { llamaLike } from './llama-like'

export const mistral = llamaLike({
  modelType: 'mistral',
  architecture: 'MistralForCausalLM',
  defaults: { context: 131_072, kvHeads: 8 },
  attentionBias: () => undefined,
  // Left out, the window is 4,096; null is none.
  hasWindow: (json) => json.sliding_window !== null,
  ownKeys: () => ({ sliding_window: null }),
})
