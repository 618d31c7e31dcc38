/**
 * @file The three products of training, A·B, A·Bᵀ and Aᵀ·B, each in the form that the backend runs fast: WebGPU and
 * wasm have kernels of ours.
 */
import * as tf from '@tensorflow/tfjs-core'
import { asFactor, asTensor, type Matrix } from './half'
import { onGpu } from './memory'
import { onWasm } from './wasm/module'
import * as wasm from './wasm/product'
import * as webgpu from './webgpu/product'

/** The product of the backend, where it has one of ours. */
export function ownProduct(): typeof webgpu.product | typeof wasm.product | null {
  if (onGpu()) return webgpu.product
  return onWasm() ? wasm.product : null
}

/** A·B of [m, k] and [k, n]. */
export function multiply(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  const product = ownProduct()
  return product ? product('nn', { tensor: a }, { tensor: b }) : tf.matMul(a, b)
}

/** A·Bᵀ of [m, k] and [n, k]. */
export function multiplyByTranspose(a: tf.Tensor2D, b: Matrix): tf.Tensor2D {
  const product = ownProduct()
  return product ? product('nt', { tensor: a }, asFactor(b)) : tf.matMul(a, asTensor(b), false, true)
}

/** Aᵀ·B of [k, m] and [k, n]: the gradient of a weight, summed over k rows of activations. */
export function multiplyTransposed(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  const product = ownProduct()
  return product ? product('tn', { tensor: a }, { tensor: b }) : tf.matMul(a, b, true, false)
}

/** A·B for each of a batch: [batch, m, k] and [batch, k, n]. */
export function multiplyEach(a: tf.Tensor3D, b: tf.Tensor3D): tf.Tensor3D {
  return onWasm() ? wasm.productEach('nn', a, b) : tf.matMul(a, b)
}

/** A·Bᵀ for each of a batch: [batch, m, k] and [batch, n, k]. */
export function multiplyEachByTranspose(a: tf.Tensor3D, b: tf.Tensor3D): tf.Tensor3D {
  return onWasm() ? wasm.productEach('nt', a, b) : tf.matMul(a, b, false, true)
}

/** Aᵀ·B for each of a batch: [batch, k, m] and [batch, k, n]. */
export function multiplyEachTransposed(a: tf.Tensor3D, b: tf.Tensor3D): tf.Tensor3D {
  return onWasm() ? wasm.productEach('tn', a, b) : tf.matMul(a, b, true, false)
}
