/**
 * @file Dropout (Srivastava et al. 2014): each number is zeroed with probability `rate`, the rest is divided by
 * 1 - rate. Which ones follows from the seed and the number's place alone, so backward finds the same ones again
 * without a mask being kept, and every backend drops the same.
 */
import * as tf from '@tensorflow/tfjs-core'
import { hostTensor, hostValues, onGpu } from './memory'
import { dropout as dropoutOnGpu } from './webgpu/dropout'

export interface Dropout {
  /** From 0, below 1. */
  rate: number
  /** An unsigned 32-bit integer. */
  seed: number
}

/** x of any shape; its own gradient, too: dx = dropout(dy) with the same seed. `plus` is added. */
export function dropout(x: tf.Tensor2D, { rate, seed }: Dropout, plus?: tf.Tensor2D): tf.Tensor2D {
  if (onGpu()) return dropoutOnGpu(x, { rate, seed, dropped: droppedBelow(rate) }, plus)
  const below = droppedBelow(rate)
  const scale = Math.fround(1 / (1 - rate))
  const y = hostTensor<tf.Tensor2D>(x.shape, (out) => {
    const values = hostValues(x)!
    for (let i = 0; i < out.length; i++) out[i] = hash(i, seed) < below ? 0 : values[i]! * scale
  })
  if (!plus) return y
  const sum = tf.add(y, plus) as tf.Tensor2D
  y.dispose()
  return sum
}

/** A number is dropped where its hash, an unsigned 32-bit integer, is below this. */
const droppedBelow = (rate: number): number => Math.floor(rate * 2 ** 32)

/** PCG's output permutation (O'Neill 2014) of a place; WGSL beside it says the same. */
function hash(place: number, seed: number): number {
  const state = (Math.imul(place ^ seed, 747_796_405) + 2_891_336_453) >>> 0
  const word = Math.imul((state >>> ((state >>> 28) + 4)) ^ state, 277_803_737) >>> 0
  return ((word >>> 22) ^ word) >>> 0
}
