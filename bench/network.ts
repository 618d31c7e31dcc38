/**
 * @file The network, the batch and the optimizer that all contenders share: a GPT-2 shaped decoder without biases in
 * its linear maps, and pairs of random tokens. Plain numbers, seeded; no library appears here.
 */
import { createRandom } from '../src/protocol/random'

export interface Shape {
  vocab: number
  layers: number
  width: number
  heads: number
  /** Of every sequence; also the context. */
  tokens: number
  /** Tokens of the prompt; the rest is the completion, and is scored. */
  prompt: number
  /** Sequences are twice as many. */
  pairs: number
}

/** 862,464 parameters, 8 sequences of 64. */
export const STANDARD: Shape = { vocab: 512, layers: 4, width: 128, heads: 4, tokens: 64, prompt: 16, pairs: 4 }
export const STANDARD_PARAMETERS = 862_464

/** DPO's β, and Adam without decay and clipping. */
export const TRAINING = { beta: 0.1, learningRate: 1e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
export const NORM_EPSILON = 1e-5

export interface Weight {
  shape: number[]
  values: Float32Array
}

/** By GPT-2's names, in the order of its files; linear maps are [in, out]. */
export type Weights = Map<string, Weight>

export interface Batch {
  pairs: { prompt: number[]; chosen: number[]; rejected: number[] }[]
  /** Sums of log-probs under the reference: fixed numbers near the start's own, so that the first loss is not ln 2. */
  references: { chosen: number; rejected: number }[]
}

const SEED = 7
const STD = 0.02

export const ffWidth = (shape: Shape): number => 4 * shape.width
export const rows = (shape: Shape): number => 2 * shape.pairs

function weightShapes(shape: Shape): [name: string, shape: number[]][] {
  const { vocab, width, tokens, layers } = shape
  const norm = (name: string): [string, number[]][] => [
    [`${name}.weight`, [width]],
    [`${name}.bias`, [width]],
  ]
  const block = (i: number): [string, number[]][] => [
    ...norm(`h.${i}.ln_1`),
    [`h.${i}.attn.c_attn.weight`, [width, 3 * width]],
    [`h.${i}.attn.c_proj.weight`, [width, width]],
    ...norm(`h.${i}.ln_2`),
    [`h.${i}.mlp.c_fc.weight`, [width, ffWidth(shape)]],
    [`h.${i}.mlp.c_proj.weight`, [ffWidth(shape), width]],
  ]
  return [
    ['wte.weight', [vocab, width]],
    ['wpe.weight', [tokens, width]],
    ...Array.from({ length: layers }, (_, i) => block(i)).flat(),
    ...norm('ln_f'),
  ]
}

const product = (numbers: number[]) => numbers.reduce((a, b) => a * b, 1)

export function parameterCount(shape: Shape): number {
  return weightShapes(shape).reduce((sum, [, dims]) => sum + product(dims), 0)
}

export function createWeights(shape: Shape): Weights {
  if (parameterCount(STANDARD) !== STANDARD_PARAMETERS) throw new Error('the standard network has changed')
  return new Map(
    weightShapes(shape).map(([name, dims]) => {
      const values = new Float32Array(product(dims))
      if (name.includes('ln_')) values.fill(name.endsWith('.weight') ? 1 : 0)
      else {
        const random = createRandom(SEED, name)
        const std = name.includes('c_proj') ? STD / Math.sqrt(2 * shape.layers) : STD
        for (let i = 0; i < values.length; i++) values[i] = random.normal() * std
      }
      return [name, { shape: dims, values }]
    }),
  )
}

export function createBatch(shape: Shape): Batch {
  const random = createRandom(SEED, 'batch')
  const ids = (length: number) => Array.from({ length }, () => random.int(shape.vocab))
  const scored = shape.tokens - shape.prompt
  // A fresh model gives every token about the same probability.
  const reference = () => -scored * Math.log(shape.vocab) + 2 * random.normal()
  const batch: Batch = { pairs: [], references: [] }
  for (let i = 0; i < shape.pairs; i++) {
    batch.pairs.push({ prompt: ids(shape.prompt), chosen: ids(scored), rejected: ids(scored) })
    batch.references.push({ chosen: reference(), rejected: reference() })
  }
  return batch
}

/** The batch as flat arrays over [rows, tokens]: all chosen rows, then all rejected rows. */
export interface FlatBatch {
  ids: Int32Array
  /** The next token's id; 0 at a row's end. */
  targets: Int32Array
  /** 1 where the next token belongs to the completion. */
  scored: Float32Array
  /** [rows] */
  references: Float32Array
}

export function flatten(shape: Shape, { pairs, references }: Batch): FlatBatch {
  const { tokens, prompt } = shape
  const flat: FlatBatch = {
    ids: new Int32Array(rows(shape) * tokens),
    targets: new Int32Array(rows(shape) * tokens),
    scored: new Float32Array(rows(shape) * tokens),
    references: Float32Array.from([...references.map((r) => r.chosen), ...references.map((r) => r.rejected)]),
  }
  const sequences = [
    ...pairs.map((pair) => [...pair.prompt, ...pair.chosen]),
    ...pairs.map((pair) => [...pair.prompt, ...pair.rejected]),
  ]
  sequences.forEach((sequence, row) => {
    flat.ids.set(sequence, row * tokens)
    flat.targets.set(sequence.slice(1), row * tokens)
    flat.scored.fill(1, row * tokens + prompt - 1, (row + 1) * tokens - 1)
  })
  return flat
}

/**
 * Floating-point operations of one step's products, forward and backward: linear maps and head over every token. The
 * products inside attention are left out, so the limit that is computed from this is on the strict side.
 */
export function matrixFlops(shape: Shape): number {
  const { vocab, width, layers, tokens } = shape
  const linear = layers * (4 * width * width + 2 * width * ffWidth(shape))
  const forward = 2 * rows(shape) * tokens * (linear + vocab * width)
  return 3 * forward
}
