/** @file What a decoder is made of, said once for every family; a family maps its own config file to this. */

export interface DecoderConfig {
  /** The `model_type` of config.json. */
  family: string
  vocab: number
  /** Longest sequence in tokens. */
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
  feedForward: 'gelu-tanh' | 'gelu-exact' | 'gated-silu'
  /** The head is the token embedding. */
  tiedHead: boolean
}

/** Where one linear map's numbers are: names as in the file. */
export interface LinearNames {
  weight: string
  bias?: string
}

/** The names of one block's parameters. `qkv` is one fused map (GPT-2) or three. */
export interface BlockNames {
  attentionNorm: LinearNames
  qkv: LinearNames | { q: LinearNames; k: LinearNames; v: LinearNames }
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
  /** A file's name for a weight as ours, where files differ in a prefix. */
  canonicalName(name: string): string
}
