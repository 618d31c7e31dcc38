/** @file AdamW on the wasm backend: one loop in place, where a dozen stock operations would each pass over memory. */
import * as tf from '@tensorflow/tfjs-core'
import { type AdamWUpdate, type AdamWVectors, CLIP_EPSILON, FINITE_LIMIT } from './adamw-update'
import { hostValues } from './memory'

/** As adamwPlain, but the vectors are changed where they are. */
export function adamwOnWasm(
  vectors: AdamWVectors,
  gradient: tf.Tensor1D,
  update: AdamWUpdate,
): { vectors: AdamWVectors; gradNorm: tf.Scalar } {
  const { learningRate, beta1, beta2, epsilon, weightDecay, maxGradNorm, step } = update
  const g = hostValues(gradient)!
  let squares = 0
  for (let i = 0; i < g.length; i++) squares += g[i]! * g[i]!
  const norm = Math.sqrt(squares)
  const alive = hostValues(vectors.alive)!
  if (!(norm < FINITE_LIMIT)) alive[0] = 0
  if (alive[0] === 1) {
    const weights = hostValues(vectors.weights)!
    const first = hostValues(vectors.firstMoment)!
    const second = hostValues(vectors.secondMoment)!
    const scale = maxGradNorm > 0 ? Math.min(1, maxGradNorm / (norm + CLIP_EPSILON)) : 1
    const keep = 1 - learningRate * weightDecay
    const rate = learningRate / (1 - beta1 ** step)
    const spread = 1 / Math.sqrt(1 - beta2 ** step)
    for (let i = 0; i < g.length; i++) {
      const scaled = g[i]! * scale
      const m = beta1 * first[i]! + (1 - beta1) * scaled
      const v = beta2 * second[i]! + (1 - beta2) * scaled * scaled
      first[i] = m
      second[i] = v
      weights[i] = keep * weights[i]! - (rate * m) / (Math.sqrt(v) * spread + epsilon)
    }
  }
  return { vectors, gradNorm: tf.scalar(norm) }
}
