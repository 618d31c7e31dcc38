/** @file GPT-2: learned positions, layer norm, GELU, biases everywhere, one fused map for q, k and v. */
import type { DecoderConfig, Family, WeightSpec } from '../config'
import { type ConfigJson, divisible, flag, integer, positive, refuse, refuseUnsupported } from './read-config'

const PREFIX = 'transformer.'
const TOKENS = `${PREFIX}wte.weight`
const HEAD = 'lm_head.weight'
const ACTIVATIONS: Record<string, DecoderConfig['feedForward']> = {
  gelu_new: 'gelu-tanh',
  gelu_pytorch_tanh: 'gelu-tanh',
  gelu: 'gelu-exact',
}

const norm = (name: string) => ({ weight: `${name}.weight`, bias: `${name}.bias` })

export const gpt2: Family = {
  modelType: 'gpt2',

  readConfig(json: ConfigJson): DecoderConfig {
    refuseUnsupported('gpt2', json)
    const width = integer(json, 'n_embd', 768)
    const heads = integer(json, 'n_head', 12)
    divisible(width, heads, 'n_embd by n_head')
    const activation = (json.activation_function as string | undefined) ?? 'gelu_new'
    const feedForward = ACTIVATIONS[activation]
    if (!feedForward) refuse('gpt2', 'activation_function', activation, 'gelu_new or gelu')
    if (json.scale_attn_by_inverse_layer_idx === true) {
      refuse('gpt2', 'scale_attn_by_inverse_layer_idx', true, 'plain attention scaling')
    }
    if (json.scale_attn_weights === false) refuse('gpt2', 'scale_attn_weights', false, 'scaled attention')
    return {
      family: 'gpt2',
      vocab: integer(json, 'vocab_size', 50257),
      context: integer(json, 'n_positions', 1024),
      width,
      layers: integer(json, 'n_layer', 12),
      heads,
      kvHeads: heads,
      headDim: width / heads,
      ffWidth: integer(json, 'n_inner', 4 * width),
      norm: 'layer',
      normEps: positive(json, 'layer_norm_epsilon', 1e-5),
      positions: 'learned',
      ropeTheta: 0,
      feedForward,
      tiedHead: flag(json, 'tie_word_embeddings', true),
    }
  },

  writeConfig: (config) => ({
    architectures: ['GPT2LMHeadModel'],
    model_type: 'gpt2',
    activation_function: config.feedForward === 'gelu-exact' ? 'gelu' : 'gelu_new',
    vocab_size: config.vocab,
    n_positions: config.context,
    n_ctx: config.context,
    n_embd: config.width,
    n_layer: config.layers,
    n_head: config.heads,
    n_inner: config.ffWidth,
    layer_norm_epsilon: config.normEps,
    tie_word_embeddings: config.tiedHead,
  }),

  names(config) {
    return {
      tokens: TOKENS,
      positions: `${PREFIX}wpe.weight`,
      blocks: Array.from({ length: config.layers }, (_, i) => {
        const at = `${PREFIX}h.${i}`
        return {
          attentionNorm: norm(`${at}.ln_1`),
          qkv: norm(`${at}.attn.c_attn`),
          attentionOut: norm(`${at}.attn.c_proj`),
          ffNorm: norm(`${at}.ln_2`),
          ffUp: norm(`${at}.mlp.c_fc`),
          ffDown: norm(`${at}.mlp.c_proj`),
        }
      }),
      finalNorm: norm(`${PREFIX}ln_f`),
      head: config.tiedHead ? TOKENS : HEAD,
    }
  },

  // GPT-2's files hold linear maps as [in, out] already ("Conv1D").
  weights(config) {
    const { width, ffWidth, vocab, context } = config
    const specs: WeightSpec[] = []
    const add = (name: string, shape: number[], init: WeightSpec['init']) =>
      specs.push({ name: PREFIX + name, shape, transposed: false, init })
    const addNorm = (name: string) => {
      add(`${name}.weight`, [width], 'ones')
      add(`${name}.bias`, [width], 'zeros')
    }
    const addLinear = (name: string, from: number, to: number, init: WeightSpec['init'] = 'normal') => {
      add(`${name}.weight`, [from, to], init)
      add(`${name}.bias`, [to], 'zeros')
    }
    add('wte.weight', [vocab, width], 'normal')
    add('wpe.weight', [context, width], 'normal')
    for (let i = 0; i < config.layers; i++) {
      addNorm(`h.${i}.ln_1`)
      addLinear(`h.${i}.attn.c_attn`, width, 3 * width)
      addLinear(`h.${i}.attn.c_proj`, width, width, 'residual')
      addNorm(`h.${i}.ln_2`)
      addLinear(`h.${i}.mlp.c_fc`, width, ffWidth)
      addLinear(`h.${i}.mlp.c_proj`, ffWidth, width, 'residual')
    }
    addNorm('ln_f')
    if (!config.tiedHead) {
      specs.push({ name: HEAD, shape: [vocab, width], transposed: false, init: 'normal' })
    }
    return specs
  },

  // The original checkpoint was saved from the bare transformer, without the prefix.
  canonicalName: (name) => (name.startsWith(PREFIX) || name === HEAD ? name : PREFIX + name),

  aliases: ({ tiedHead }) => new Map(tiedHead ? [[HEAD, TOKENS]] : []),

  // The causal mask, and the number that it hides with.
  isIgnored: (name) => /^transformer\.h\.\d+\.attn\.(bias|masked_bias)$/.test(name),
}
