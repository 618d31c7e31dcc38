/**
 * @file Rotary positions (Su et al. 2021, eq. 34) in Llama's half-split convention: entry i turns with entry i + D/2.
 *
 * y = x · cos + half(x) · sin, where half(x) = [-x₂, x₁]. `half` is a product with a small matrix of 0 and ±1: one
 * operation instead of two slices, a negation and a concatenation.
 */
import * as tf from '@tensorflow/tfjs-core'
import { multiply } from './matmul'
import { tidy } from './memory'

/** cos and sin repeat their D/2 entries twice and broadcast against [rows, heads, tokens, D]; `half` is [D, D]. */
export interface RotaryTables {
  cos: tf.Tensor4D
  sin: tf.Tensor4D
  half: tf.Tensor2D
}

/** Llama 3's way to a longer context (Grattafiori et al. 2024, section 3.4.2; transformers calls it `llama3`). */
export interface RopeScaling {
  /** How many times slower the lowest frequencies turn. */
  factor: number
  /** Pairs that turn less often than this within `originalContext` are slowed down by all of `factor`. */
  lowFreqFactor: number
  /** Pairs that turn more often than this are left alone. */
  highFreqFactor: number
  /** Longest sequence that the unscaled frequencies were trained on, in tokens. */
  originalContext: number
}

/** Radians per position for each of D/2 pairs. */
export function rotaryFrequencies(headDim: number, theta: number, scaling?: RopeScaling): Float64Array {
  const plain = Float64Array.from({ length: headDim / 2 }, (_, i) => theta ** ((-2 * i) / headDim))
  return scaling ? plain.map((frequency) => scaled(frequency, scaling)) : plain
}

/** Between the two bounds the frequency goes from the one to the other with the turns that it makes. */
function scaled(frequency: number, { factor, lowFreqFactor, highFreqFactor, originalContext }: RopeScaling): number {
  const turns = (originalContext * frequency) / (2 * Math.PI)
  if (turns > highFreqFactor) return frequency
  if (turns < lowFreqFactor) return frequency / factor
  const share = (turns - lowFreqFactor) / (highFreqFactor - lowFreqFactor)
  return (1 - share) * (frequency / factor) + share * frequency
}

/**
 * Tables for token positions. `positions` has one entry per token, shared by all rows (`shape` [1, 1, tokens]) or one
 * per row of a generation step (`shape` [rows, 1, 1]).
 */
export function rotaryTables(
  positions: ArrayLike<number>,
  shape: [number, number, number],
  frequencies: Float64Array,
): RotaryTables {
  const pairs = frequencies.length
  const dim = 2 * pairs
  const cos = new Float32Array(positions.length * dim)
  const sin = new Float32Array(positions.length * dim)
  for (let p = 0; p < positions.length; p++) {
    for (let i = 0; i < pairs; i++) {
      const angle = positions[p]! * frequencies[i]!
      cos[p * dim + i] = cos[p * dim + pairs + i] = Math.cos(angle)
      sin[p * dim + i] = sin[p * dim + pairs + i] = Math.sin(angle)
    }
  }
  const half = new Float32Array(dim * dim)
  for (let i = 0; i < pairs; i++) {
    half[(pairs + i) * dim + i] = -1
    half[i * dim + pairs + i] = 1
  }
  return {
    cos: tf.tensor4d(cos, [...shape, dim]),
    sin: tf.tensor4d(sin, [...shape, dim]),
    half: tf.tensor2d(half, [dim, dim]),
  }
}

/** x [rows, heads, tokens, D]. */
export function rotary(x: tf.Tensor4D, tables: RotaryTables): tf.Tensor4D {
  return tidy(() => tf.add(tf.mul(x, tables.cos), tf.mul(turnHalf(x, tables), tables.sin)))
}

/** A rotation's transpose is its inverse: dx = dy · cos - half(dy) · sin, as both halves share their angle. */
export function rotaryBackward(dy: tf.Tensor4D, tables: RotaryTables): tf.Tensor4D {
  return tidy(() => tf.sub(tf.mul(dy, tables.cos), tf.mul(turnHalf(dy, tables), tables.sin)))
}

function turnHalf(x: tf.Tensor4D, { half }: RotaryTables): tf.Tensor4D {
  const rows = tf.reshape(x, [-1, half.shape[0]]) as tf.Tensor2D
  return tf.reshape(multiply(rows, half), x.shape)
}
