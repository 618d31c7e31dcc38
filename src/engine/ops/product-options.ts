/** @file What a matrix product of ours is asked for, on whichever backend. */
import type * as tf from '@tensorflow/tfjs-core'
import type { GeluForm } from './gelu'

/** `nn`: A [m, k] · B [k, n]. `nt`: A [m, k] · Bᵀ, B [n, k]. `tn`: Aᵀ · B, A [k, m] and B [k, n]. */
export type Order = 'nn' | 'nt' | 'tn'

/** A matrix, or some neighbouring rows and columns of one. */
export interface Part {
  tensor: tf.Tensor2D
  /** First column; 0. */
  start?: number
  /** All from `start` on. */
  columns?: number
  /** First row; 0. */
  top?: number
  /** All from `top` on. */
  rows?: number
}

export interface ProductOptions {
  /** Where the result goes instead of a new tensor. */
  out?: Part
  /** Adds to what `out` holds; without a residual. */
  accumulate?: boolean
  /** [n], added to each row. */
  bias?: tf.Tensor1D
  /** Returns the activation of the product; the product itself goes to `kept`, [m, n]. */
  activation?: { form: GeluForm; kept: tf.Tensor2D }
  /** Multiplies with the activation's slope at `kept`, [m, n], which then holds the activation. */
  slope?: { form: GeluForm; kept: tf.Tensor2D }
  /** [m, n], added last. */
  residual?: tf.Tensor2D
}
