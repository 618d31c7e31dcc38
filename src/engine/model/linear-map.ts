/** @file Linear maps by name, forward and backward, each with its adapter where the parameters hold one. */
import type * as tf from '@tensorflow/tfjs-core'
import { createRandom } from '../../protocol/random'
import type { ColumnsOf } from '../ops/columns'
import type { Dropout } from '../ops/dropout'
import { type LinearMap, linear, linearBackwardBias, linearBackwardInput, linearBackwardWeight } from '../ops/linear'
import { adapterBackward, type LoraAdapter } from '../ops/lora-linear'
import type { LinearNames } from './config'
import type { Gradients } from './gradients'
import { biasOf, matrix, type Parameters, plainMatrix } from './parameters'

/** The map with these names; `dropout` is that of the pass, for the adapter's input. */
export function mapOf(params: Parameters, names: LinearNames, dropout?: Dropout): LinearMap {
  return {
    weight: matrix(params, names.weight),
    bias: biasOf(params, names),
    adapter: adapterOf(params, names, dropout),
  }
}

/** Undefined where the map has none, or these parameters are those of the base. */
export function adapterOf(params: Parameters, { lora }: LinearNames, dropout?: Dropout): LoraAdapter | undefined {
  if (!lora || !params.has(lora.a)) return undefined
  const { a, b, scale } = lora
  return {
    a: plainMatrix(params, a),
    b: plainMatrix(params, b),
    scale,
    // Each map drops numbers of its own.
    dropout: dropout && { rate: dropout.rate, seed: createRandom(dropout.seed, a).int(2 ** 32) },
  }
}

/** What one pass does to all maps alike. */
export interface PassOptions {
  /** Of the adapters' inputs, while training. */
  dropout?: Dropout
}

/** x [n, in]; `residual` [n, out] is added. */
export function applyLinear(
  params: Parameters,
  names: LinearNames,
  x: tf.Tensor2D,
  { dropout }: PassOptions,
  residual?: tf.Tensor2D,
): tf.Tensor2D {
  return linear(x, mapOf(params, names, dropout), residual)
}

/** Returns dx plus `plus`, and adds the gradients of what is trained. */
export function applyLinearBackward(
  params: Parameters,
  names: LinearNames,
  x: tf.Tensor2D,
  dy: tf.Tensor2D,
  gradients: Gradients,
  pass: PassOptions,
  plus?: tf.Tensor2D,
): tf.Tensor2D {
  addLinearGradients(names, x, dy, gradients)
  const dx = linearBackwardInput(matrix(params, names.weight), dy, plus)
  return addAdapterGradients(params, names, x, dy, dx, gradients, pass)
}

/** The gradients of weight and bias alone; `of` names the map's columns where dy holds more than its own. */
export function addLinearGradients(
  { weight, bias }: LinearNames,
  x: tf.Tensor2D,
  dy: tf.Tensor2D,
  gradients: Gradients,
  of?: ColumnsOf,
): void {
  if (gradients.wants(weight)) {
    gradients.add(weight, linearBackwardWeight(x, dy, gradients.target(weight)?.into, of))
  }
  if (bias !== undefined && gradients.wants(bias)) {
    gradients.add(bias, linearBackwardBias(dy, gradients.target(bias)?.into, of))
  }
}

/** Adds the gradients of the map's adapter, if it has one, and returns `dx` with the adapter's part, using it up. */
export function addAdapterGradients(
  params: Parameters,
  names: LinearNames,
  x: tf.Tensor2D,
  dy: tf.Tensor2D,
  dx: tf.Tensor2D,
  gradients: Gradients,
  { dropout }: PassOptions,
  of?: ColumnsOf,
): tf.Tensor2D {
  const adapter = adapterOf(params, names, dropout)
  if (!adapter) return dx
  const { a, b } = names.lora!
  const into = { a: gradients.target(a)?.into, b: gradients.target(b)?.into }
  const back = adapterBackward(x, adapter, dy, dx, { of, into })
  gradients.add(a, back.dA)
  gradients.add(b, back.dB)
  return back.dx
}
