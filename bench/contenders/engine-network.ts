/** @file The bench's networks in the engine's terms: the standard one, and one with the shape of SmolLM2-135M. */
import * as tf from '@tensorflow/tfjs-core'
import type { DecoderConfig, DecoderNames, LinearNames } from '../../src/engine/model/config'
import { createDecoder, type Decoder } from '../../src/engine/model/decoder'
import { gpt2 } from '../../src/engine/model/families/gpt2'
import { initParameters, type Tensors } from '../../src/engine/model/parameters'
import { SMOLLM2_135M } from '../../tests/support/shapes'
import { ffWidth, NORM_EPSILON, type Shape, type Weights } from '../network'

export const GPT2_124M: DecoderConfig = {
  family: 'gpt2',
  vocab: 50_257,
  context: 1024,
  width: 768,
  layers: 12,
  heads: 12,
  kvHeads: 12,
  headDim: 64,
  ffWidth: 3072,
  norm: 'layer',
  normEps: 1e-5,
  positions: 'learned',
  ropeTheta: 0,
  feedForward: 'gelu-tanh',
  tiedHead: true,
}

interface EngineNetwork {
  decoder: Decoder
  /** Start values, the caller's. */
  parameters: Tensors
}

export function smolLm2(seed: number): EngineNetwork {
  return { decoder: createDecoder(SMOLLM2_135M), parameters: initParameters(SMOLLM2_135M, seed) }
}

const PREFIX = 'transformer.'

export function standardNetwork(shape: Shape, weights: Weights): EngineNetwork {
  const config = decoderConfig(shape)
  const parameters: Tensors = new Map()
  for (const [name, { shape, values }] of weights) parameters.set(PREFIX + name, tf.tensor(values, shape))
  return { decoder: createDecoder(config, withoutLinearBiases(gpt2.names(config))), parameters }
}

function decoderConfig(shape: Shape): DecoderConfig {
  return {
    family: 'gpt2',
    vocab: shape.vocab,
    context: shape.tokens,
    width: shape.width,
    layers: shape.layers,
    heads: shape.heads,
    kvHeads: shape.heads,
    headDim: shape.width / shape.heads,
    ffWidth: ffWidth(shape),
    norm: 'layer',
    normEps: NORM_EPSILON,
    positions: 'learned',
    ropeTheta: 0,
    feedForward: 'gelu-tanh',
    tiedHead: true,
  }
}

function withoutLinearBiases(names: DecoderNames): DecoderNames {
  const bare = ({ weight }: LinearNames): LinearNames => ({ weight })
  return {
    ...names,
    blocks: names.blocks.map((block) => ({
      ...block,
      qkv: bare(block.qkv as LinearNames),
      attentionOut: bare(block.attentionOut),
      ffUp: bare(block.ffUp),
      ffDown: bare(block.ffDown),
    })),
  }
}

/** Of one step, forward and backward: linear maps and head over every token, as `matrixFlops` counts them. */
export function engineFlops(config: DecoderConfig, tokens: number): number {
  const { width, heads, kvHeads, headDim, layers, vocab } = config
  const attention = 2 * width * headDim * (heads + kvHeads)
  const feedForward = (config.feedForward === 'gated-silu' ? 3 : 2) * width * config.ffWidth
  return 6 * tokens * (layers * (attention + feedForward) + vocab * width)
}
