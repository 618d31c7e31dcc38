/** @file What one AdamW update works on, and the constants that its forms share. */
import type * as tf from '@tensorflow/tfjs-core'

/** A type, so that tf.tidy takes it for a container. Shapes [n]. */
export type AdamWVectors = {
  weights: tf.Tensor1D
  firstMoment: tf.Tensor1D
  secondMoment: tf.Tensor1D
  /** 1 until a gradient was not finite, then 0 for good: later steps change nothing either. */
  alive: tf.Scalar
}

export interface AdamWUpdate {
  learningRate: number
  beta1: number
  beta2: number
  epsilon: number
  weightDecay: number
  /** 0 switches clipping off. */
  maxGradNorm: number
  /** Counted from 1. */
  step: number
}

/** Largest finite float32: a norm that is NaN or infinite is not below it, on every backend. */
export const FINITE_LIMIT = 3.4e38
/** PyTorch's clip_grad_norm_ divides by the norm plus this. */
export const CLIP_EPSILON = 1e-6
