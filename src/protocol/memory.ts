/** @file What a run will hold in memory, before it begins. Bytes throughout. */

export interface MemoryEstimate {
  weights: number
  /** Trained numbers beside frozen weights; 0 in full fine-tuning, where `weights` counts the base and `trained` the copy. */
  trained: number
  gradients: number
  /** Both moments of AdamW. */
  optimizer: number
  /** What forward keeps for backward, and the largest intermediate results, at this batch and length. */
  activations: number
  total: number
  /** The largest single tensor. */
  largest: number
  /** Blocks are computed again in backward instead of being kept. */
  recompute: boolean
}

/** Whether it will do, and what would make it. */
export interface MemoryVerdict {
  estimate: MemoryEstimate
  /** `unsure`: more than one buffer may take, and the browser does not tell how much memory there is in all. */
  verdict: 'fits' | 'unsure' | 'too-large'
  /** What the estimate is held against, in bytes. */
  limit: number
  /** Longest pair, in tokens, and pairs in one pass that were reckoned with. */
  tokens: number
  pairs: number
  /** The one change that would make it fit, in words; null when it fits, or when nothing would. */
  remedy: string | null
  /** The same change as a setting, by its path in the config; absent where it is none. */
  change?: { path: string; value: string | number }
  /** All that the remedy speaks of, as settings. */
  changes?: { path: string; value: string | number }[]
}
