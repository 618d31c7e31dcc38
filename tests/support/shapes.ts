/** @file The shapes of well-known models, for what depends on sizes alone. */
import type { DecoderConfig } from '../../src/engine/model/config'

/** https://huggingface.co/HuggingFaceTB/SmolLM2-135M */
export const SMOLLM2_135M: DecoderConfig = {
  family: 'llama',
  vocab: 49_152,
  context: 8192,
  width: 576,
  layers: 30,
  heads: 9,
  kvHeads: 3,
  headDim: 64,
  ffWidth: 1536,
  norm: 'rms',
  normEps: 1e-5,
  positions: 'rotary',
  ropeTheta: 100_000,
  feedForward: 'gated-silu',
  tiedHead: true,
}
