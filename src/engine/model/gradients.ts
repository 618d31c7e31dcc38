/** @file A linear map by name, and the gradients that backward collects. */
import * as tf from '@tensorflow/tfjs-core'
import { linear, linearBackwardBias, linearBackwardInput, linearBackwardWeight } from '../ops/linear'
import type { LinearNames } from './config'
import { biasOf, matrix, type Parameters } from './parameters'

/** Gradients by parameter name, kept alive beyond the tidy in which they were made. */
export class Gradients {
  readonly byName = new Map<string, tf.Tensor>()

  /** Takes over `gradient`; a parameter that is used twice (a tied head) gets the sum. */
  add(name: string, gradient: tf.Tensor): void {
    const held = this.byName.get(name)
    if (!held) {
      this.byName.set(name, tf.keep(gradient))
      return
    }
    this.byName.set(name, tf.keep(tf.add(held, gradient)))
    held.dispose()
    gradient.dispose()
  }
}

export function applyLinear(params: Parameters, names: LinearNames, x: tf.Tensor2D): tf.Tensor2D {
  return linear(x, matrix(params, names.weight), biasOf(params, names))
}

/** Returns dx, and adds the gradients of weight and bias. */
export function applyLinearBackward(
  params: Parameters,
  names: LinearNames,
  x: tf.Tensor2D,
  dy: tf.Tensor2D,
  gradients: Gradients,
): tf.Tensor2D {
  gradients.add(names.weight, linearBackwardWeight(x, dy))
  if (names.bias !== undefined) gradients.add(names.bias, linearBackwardBias(dy))
  return linearBackwardInput(matrix(params, names.weight), dy)
}
