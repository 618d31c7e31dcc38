/**
 * @file The AdamW update of one vector of weights (Loshchilov & Hutter 2019, algorithm 2, as PyTorch has it), with the
 * gradient scaled to at most a given norm, and held back altogether when that norm is not finite.
 */
import * as tf from '@tensorflow/tfjs-core'
import { type AdamWUpdate, type AdamWVectors, CLIP_EPSILON, FINITE_LIMIT } from './adamw-update'
import { onGpu } from './memory'
import { adamwOnWasm } from './wasm/adamw'
import { onWasm } from './wasm/module'
import { adamwOnWebgpu } from './webgpu/adamw'

/**
 * @param gradient Shape [n]; read only. On WebGPU n is a multiple of four.
 * @returns The new vectors, and the gradient's norm before clipping. The old vectors are disposed of, or changed in
 * place (wasm, WebGPU).
 */
export function adamw(
  vectors: AdamWVectors,
  gradient: tf.Tensor1D,
  update: AdamWUpdate,
): { vectors: AdamWVectors; gradNorm: tf.Scalar } {
  if (onWasm()) return adamwOnWasm(vectors, gradient, update)
  if (onGpu()) return adamwOnWebgpu(vectors, gradient, update)
  const result = adamwPlain(vectors, gradient, update)
  tf.dispose(vectors)
  return result
}

/** The specification, in stock operations. */
export function adamwPlain(vectors: AdamWVectors, gradient: tf.Tensor1D, update: AdamWUpdate) {
  const { learningRate, beta1, beta2, epsilon, weightDecay, maxGradNorm, step } = update
  return tf.tidy(() => {
    const gradNorm = tf.sqrt(tf.sum(tf.square(gradient))) as tf.Scalar
    const alive = tf.mul(vectors.alive, tf.cast(tf.less(gradNorm, FINITE_LIMIT), 'float32')) as tf.Scalar
    const scale = maxGradNorm > 0 ? tf.minimum(tf.div(maxGradNorm, tf.add(gradNorm, CLIP_EPSILON)), 1) : tf.scalar(1)
    const usable = tf.where(tf.equal(alive, 1), tf.mul(gradient, scale), tf.zerosLike(gradient))
    const firstMoment = tf.add(tf.mul(vectors.firstMoment, beta1), tf.mul(usable, 1 - beta1)) as tf.Tensor1D
    const secondMoment = tf.add(
      tf.mul(vectors.secondMoment, beta2),
      tf.mul(tf.square(usable), 1 - beta2),
    ) as tf.Tensor1D
    const spread = tf.add(tf.mul(tf.sqrt(secondMoment), 1 / Math.sqrt(1 - beta2 ** step)), epsilon)
    const rate = tf.mul(alive, learningRate)
    const change = tf.mul(tf.div(firstMoment, spread), tf.div(rate, 1 - beta1 ** step))
    const decayed = tf.mul(vectors.weights, tf.sub(1, tf.mul(rate, weightDecay)))
    const weights = tf.sub(decayed, change) as tf.Tensor1D
    return { vectors: { weights, firstMoment, secondMoment, alive }, gradNorm }
  })
}
