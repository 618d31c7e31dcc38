/** @file Llama: rotary positions, RMS norm, grouped heads, gated SiLU; biases only where the config asks. */
import type { DecoderConfig, Family, LinearNames, WeightSpec } from '../config'
import { type ConfigJson, divisible, flag, integer, positive, refuse } from './read-config'

const linear = (name: string): LinearNames => ({ weight: `${name}.weight` })

/** Rotary scaling changes the frequencies: to support a kind, let `rotaryFrequencies` know it, and accept it here. */
function readRopeTheta(json: ConfigJson): number {
  // transformers 5 moved theta and the scaling into `rope_parameters`.
  const parameters = (json.rope_parameters ?? {}) as ConfigJson
  const scaling = (json.rope_scaling ?? parameters) as ConfigJson
  const kind = scaling.rope_type ?? scaling.type ?? 'default'
  if (kind !== 'default') refuse('llama', 'rope_scaling', kind, 'plain rotary positions')
  return positive(parameters.rope_theta === undefined ? json : parameters, 'rope_theta', 10_000)
}

export const llama: Family = {
  modelType: 'llama',

  readConfig(json: ConfigJson): DecoderConfig {
    const width = integer(json, 'hidden_size')
    const heads = integer(json, 'num_attention_heads')
    const kvHeads = integer(json, 'num_key_value_heads', heads)
    divisible(heads, kvHeads, 'num_attention_heads by num_key_value_heads')
    if (json.head_dim === undefined || json.head_dim === null) {
      divisible(width, heads, 'hidden_size by num_attention_heads')
    }
    const headDim = integer(json, 'head_dim', width / heads)
    divisible(headDim, 2, 'head_dim by 2, as rotary positions need')
    const activation = json.hidden_act ?? 'silu'
    if (activation !== 'silu') refuse('llama', 'hidden_act', activation, 'silu')
    for (const key of ['attention_bias', 'mlp_bias']) {
      if (flag(json, key, false)) refuse('llama', key, true, 'no biases')
    }
    return {
      family: 'llama',
      vocab: integer(json, 'vocab_size'),
      context: integer(json, 'max_position_embeddings', 2048),
      width,
      layers: integer(json, 'num_hidden_layers'),
      heads,
      kvHeads,
      headDim,
      ffWidth: integer(json, 'intermediate_size'),
      norm: 'rms',
      normEps: positive(json, 'rms_norm_eps', 1e-6),
      positions: 'rotary',
      ropeTheta: readRopeTheta(json),
      feedForward: 'gated-silu',
      tiedHead: flag(json, 'tie_word_embeddings', false),
    }
  },

  writeConfig: (config) => ({
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    hidden_act: 'silu',
    attention_bias: false,
    mlp_bias: false,
    vocab_size: config.vocab,
    max_position_embeddings: config.context,
    hidden_size: config.width,
    num_hidden_layers: config.layers,
    num_attention_heads: config.heads,
    num_key_value_heads: config.kvHeads,
    head_dim: config.headDim,
    intermediate_size: config.ffWidth,
    rms_norm_eps: config.normEps,
    rope_theta: config.ropeTheta,
    rope_scaling: null,
    tie_word_embeddings: config.tiedHead,
  }),

  names(config) {
    const tokens = 'model.embed_tokens.weight'
    return {
      tokens,
      blocks: Array.from({ length: config.layers }, (_, i) => {
        const at = `model.layers.${i}`
        return {
          attentionNorm: linear(`${at}.input_layernorm`),
          qkv: {
            q: linear(`${at}.self_attn.q_proj`),
            k: linear(`${at}.self_attn.k_proj`),
            v: linear(`${at}.self_attn.v_proj`),
          },
          attentionOut: linear(`${at}.self_attn.o_proj`),
          ffNorm: linear(`${at}.post_attention_layernorm`),
          ffGate: linear(`${at}.mlp.gate_proj`),
          ffUp: linear(`${at}.mlp.up_proj`),
          ffDown: linear(`${at}.mlp.down_proj`),
        }
      }),
      finalNorm: linear('model.norm'),
      head: config.tiedHead ? tokens : 'lm_head.weight',
    }
  },

  // Llama's files hold linear maps as [out, in].
  weights(config) {
    const { width, ffWidth, vocab, heads, kvHeads, headDim } = config
    const specs: WeightSpec[] = []
    const addLinear = (name: string, from: number, to: number, init: WeightSpec['init'] = 'normal') =>
      specs.push({ name: `${name}.weight`, shape: [from, to], transposed: true, init })
    const addNorm = (name: string) =>
      specs.push({ name: `${name}.weight`, shape: [width], transposed: false, init: 'ones' })
    const addTable = (name: string) =>
      specs.push({ name: `${name}.weight`, shape: [vocab, width], transposed: false, init: 'normal' })
    addTable('model.embed_tokens')
    for (let i = 0; i < config.layers; i++) {
      const at = `model.layers.${i}`
      addNorm(`${at}.input_layernorm`)
      addLinear(`${at}.self_attn.q_proj`, width, heads * headDim)
      addLinear(`${at}.self_attn.k_proj`, width, kvHeads * headDim)
      addLinear(`${at}.self_attn.v_proj`, width, kvHeads * headDim)
      addLinear(`${at}.self_attn.o_proj`, heads * headDim, width, 'residual')
      addNorm(`${at}.post_attention_layernorm`)
      addLinear(`${at}.mlp.gate_proj`, width, ffWidth)
      addLinear(`${at}.mlp.up_proj`, width, ffWidth)
      addLinear(`${at}.mlp.down_proj`, ffWidth, width, 'residual')
    }
    addNorm('model.norm')
    if (!config.tiedHead) addTable('lm_head')
    return specs
  },

  canonicalName: (name) => name,
}
