/** @file What Llama and its relatives have in common: the mapping of their config files, but for what a family names. */
import type { DecoderConfig, Family } from '../config'
import { llamaWeights } from './llama-weights'
import { type ConfigJson, divisible, flag, integer, positive, refuse, refuseUnsupported } from './read-config'
import { readRope, writeRope } from './rope'

/** What sets a family apart. */
export interface LlamaLike {
  modelType: string
  /** transformers' class. */
  architecture: string
  /** What transformers takes where config.json leaves a key out: of heads, where that is not what the others imply. */
  defaults: { context: number; kvHeads?: number; headDim?: number }
  attentionBias(json: ConfigJson): DecoderConfig['attentionBias']
  qkNorm?: boolean
  /** Some layers' attention sees a window alone, even if `layer_types` does not say so. */
  hasWindow(json: ConfigJson): boolean
  /** Keys of config.json besides those that all have. */
  ownKeys(config: DecoderConfig): ConfigJson
}

/** The window where `sliding_window` is left out. */
const WINDOW = 4096

export function llamaLike(kind: LlamaLike): Family {
  const { modelType, architecture, defaults, qkNorm } = kind
  return {
    modelType,

    readConfig(json: ConfigJson): DecoderConfig {
      refuseUnsupported(modelType, json)
      const activation = json.hidden_act ?? 'silu'
      if (activation !== 'silu') refuse(modelType, 'hidden_act', activation, 'silu')
      if (flag(json, 'mlp_bias', false)) refuse(modelType, 'mlp_bias', true, 'no biases in its feed-forward')
      const width = integer(json, 'hidden_size')
      const heads = integer(json, 'num_attention_heads')
      const kvHeads = readKvHeads(json, heads, defaults.kvHeads)
      const attentionBias = kind.attentionBias(json)
      return {
        family: modelType,
        vocab: integer(json, 'vocab_size'),
        context: readContext(kind, json),
        width,
        layers: integer(json, 'num_hidden_layers'),
        heads,
        kvHeads,
        headDim: readHeadDim(json, width, heads, defaults.headDim),
        ffWidth: integer(json, 'intermediate_size'),
        norm: 'rms',
        normEps: positive(json, 'rms_norm_eps', 1e-6),
        positions: 'rotary',
        ...readRope(modelType, json),
        ...(attentionBias && { attentionBias }),
        ...(qkNorm && { qkNorm }),
        feedForward: 'gated-silu',
        tiedHead: flag(json, 'tie_word_embeddings', false),
      }
    },

    writeConfig: (config) => ({
      architectures: [architecture],
      model_type: modelType,
      hidden_act: 'silu',
      vocab_size: config.vocab,
      max_position_embeddings: config.context,
      hidden_size: config.width,
      num_hidden_layers: config.layers,
      num_attention_heads: config.heads,
      num_key_value_heads: config.kvHeads,
      head_dim: config.headDim,
      intermediate_size: config.ffWidth,
      rms_norm_eps: config.normEps,
      ...writeRope(config),
      ...kind.ownKeys(config),
      tie_word_embeddings: config.tiedHead,
    }),

    ...llamaWeights,
  }
}

/** null is as many as there are heads, by transformers' rule. */
function readKvHeads(json: ConfigJson, heads: number, byDefault = heads): number {
  const kvHeads = json.num_key_value_heads === null ? heads : integer(json, 'num_key_value_heads', byDefault)
  divisible(heads, kvHeads, 'num_attention_heads by num_key_value_heads')
  return kvHeads
}

function readHeadDim(json: ConfigJson, width: number, heads: number, byDefault?: number): number {
  const isGiven = json.head_dim !== undefined && json.head_dim !== null
  if (!isGiven && byDefault === undefined) divisible(width, heads, 'hidden_size by num_attention_heads')
  const headDim = integer(json, 'head_dim', byDefault ?? width / heads)
  divisible(headDim, 2, 'head_dim by 2, as rotary positions need')
  return headDim
}

/**
 * Tokens of the longest sequence. A window on attention is not built: where one is shorter than the sequences that the
 * model was made for, the context is cut to it, as within the window attention sees all.
 */
function readContext(kind: LlamaLike, json: ConfigJson): number {
  const context = integer(json, 'max_position_embeddings', kind.defaults.context)
  const types = json.layer_types ?? null
  if (types !== null && !Array.isArray(types)) refuse(kind.modelType, 'layer_types', types, 'a list there')
  const other = types?.find((type) => type !== 'full_attention' && type !== 'sliding_attention')
  if (other !== undefined) refuse(kind.modelType, 'layer_types', other, 'full or sliding attention in each layer')
  const hasWindow = kind.hasWindow(json) || types?.includes('sliding_attention')
  return hasWindow ? Math.min(context, integer(json, 'sliding_window', WINDOW)) : context
}

/** Qwen's window: asked for, and on the layers from `max_window_layers` on. */
export function hasQwenWindow(json: ConfigJson): boolean {
  if (!flag(json, 'use_sliding_window', false) || json.sliding_window === null) return false
  return !(Number(json.max_window_layers ?? 28) >= integer(json, 'num_hidden_layers'))
}

export const writeQwenWindow = ({ layers }: DecoderConfig): ConfigJson => ({
  use_sliding_window: false,
  sliding_window: null,
  max_window_layers: layers,
})
