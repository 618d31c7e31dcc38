/** @file What a decoder is made of, said once for every family; a family maps its own config file to this. */
import type { RopeScaling } from '../ops/rotary'

export type { RopeScaling }

export interface DecoderConfig {
  /** The `model_type` of config.json. */
  family: string
  vocab: number
  /** Longest sequence in tokens; where attention has a window, no longer than that: all tokens see each other. */
  context: number
  width: number
  layers: number
  heads: number
  /** Key and value heads; query heads share them in groups of heads / kvHeads. */
  kvHeads: number
  headDim: number
  /** Width inside the feed-forward. */
  ffWidth: number
  norm: 'layer' | 'rms'
  normEps: number
  positions: 'learned' | 'rotary'
  ropeTheta: number
  ropeScaling?: RopeScaling
  /** Biases in attention's maps where positions are rotary: none, of queries, keys and values, or of the output too. */
  attentionBias?: 'qkv' | 'all'
  /** Queries and keys pass an RMS norm of their own, head by head, before they are turned. */
  qkNorm?: boolean
  feedForward: 'gelu-tanh' | 'gelu-exact' | 'gated-silu'
  /** The head is the token embedding. */
  tiedHead: boolean
}

/** Where one linear map's numbers are: names as in the file. */
export interface LinearNames {
  weight: string
  bias?: string
  /** The low-rank adapter on top of it, where there is one. */
  lora?: LoraNames
}

/** y += scale · (x·A)·B; A [in, rank], B [rank, out]. */
export interface LoraNames {
  a: string
  b: string
  /** alpha / rank, or alpha / sqrt(rank). */
  scale: number
}

/** The names of one block's parameters. `qkv` is one fused map (GPT-2) or three. */
export interface BlockNames {
  attentionNorm: LinearNames
  qkv: LinearNames | { q: LinearNames; k: LinearNames; v: LinearNames }
  /** Norms of queries and keys, head by head: weights [headDim]. */
  qNorm?: LinearNames
  kNorm?: LinearNames
  attentionOut: LinearNames
  ffNorm: LinearNames
  ffGate?: LinearNames
  ffUp: LinearNames
  ffDown: LinearNames
}

export interface DecoderNames {
  tokens: string
  positions?: string
  blocks: BlockNames[]
  finalNorm: LinearNames
  /** The same as `tokens` where the head is tied. */
  head: string
}

/** One parameter as the engine holds it, and how the file holds it. */
export interface WeightSpec {
  name: string
  /** Shape in memory: linear maps are [in, out], embeddings and heads [vocab, width]. */
  shape: number[]
  /** The file holds the transpose. */
  transposed: boolean
  /** How a fresh model begins: GPT-2's scheme (Radford et al. 2019, section 2.3). */
  init: 'normal' | 'residual' | 'ones' | 'zeros'
}

/** A family: a config mapping and a weight map, nothing else. */
export interface Family {
  modelType: string
  /** From config.json; throws AppError on what cannot be run. */
  readConfig(json: Record<string, unknown>): DecoderConfig
  /** To config.json, as transformers reads it. */
  writeConfig(config: DecoderConfig): Record<string, unknown>
  names(config: DecoderConfig): DecoderNames
  weights(config: DecoderConfig): WeightSpec[]
  /** A file's name for a tensor as ours, where files differ in a prefix. */
  canonicalName(name: string): string
  /**
   * Canonical names under which a file may hold a parameter besides its own or instead of it, and that parameter: a
   * tied head stored as such. Where a file holds both, both are the same numbers, or the file contradicts its config.
   */
  aliases(config: DecoderConfig): ReadonlyMap<string, string>
  /** True for the canonical name of a tensor that files carry and nobody needs: a mask, a rotary table. */
  isIgnored(name: string): boolean
}
