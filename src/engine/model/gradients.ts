/** @file Linear maps by name, and the gradients that backward collects. */
import * as tf from '@tensorflow/tfjs-core'
import type { ColumnsOf } from '../ops/columns'
import { type LinearMap, linear, linearBackwardBias, linearBackwardInput, linearBackwardWeight } from '../ops/linear'
import { onGpu } from '../ops/memory'
import type { Target } from '../ops/rows'
import type { LinearNames } from './config'
import { biasOf, matrix, type Parameters } from './parameters'

/**
 * Gradients by parameter name, kept alive beyond the tidy in which they were made. They may be given a place (WebGPU's
 * pool): then operations write them there.
 */
export class Gradients {
  readonly byName = new Map<string, tf.Tensor>()

  constructor(private readonly places?: Parameters) {}

  /** Where the next gradient of `name` goes, if it has a place: one that was given, or that of an earlier gradient. */
  target(name: string): Target | undefined {
    const held = this.byName.get(name)
    const into = this.places?.get(name) ?? (onGpu() ? held : undefined)
    return into && { into, accumulate: held !== undefined }
  }

  /** Takes over `gradient`; a parameter that is used twice (a tied head) gets the sum. */
  add(name: string, gradient: tf.Tensor): void {
    const held = this.byName.get(name)
    // Written to its place, or added to what is there.
    if (held === gradient) return
    if (!held) {
      this.byName.set(name, tf.keep(gradient))
      return
    }
    this.byName.set(name, tf.keep(tf.add(held, gradient)))
    held.dispose()
    gradient.dispose()
  }
}

export const mapOf = (params: Parameters, names: LinearNames): LinearMap => ({
  weight: matrix(params, names.weight),
  bias: biasOf(params, names),
})

/** `residual` is added. */
export function applyLinear(
  params: Parameters,
  names: LinearNames,
  x: tf.Tensor2D,
  residual?: tf.Tensor2D,
): tf.Tensor2D {
  return linear(x, mapOf(params, names), residual)
}

/** Returns dx plus `plus`, and adds the gradients of weight and bias. */
export function applyLinearBackward(
  params: Parameters,
  names: LinearNames,
  x: tf.Tensor2D,
  dy: tf.Tensor2D,
  gradients: Gradients,
  plus?: tf.Tensor2D,
): tf.Tensor2D {
  addLinearGradients(names, x, dy, gradients)
  return linearBackwardInput(matrix(params, names.weight), dy, plus)
}

/** The gradients of weight and bias alone; `of` names the map's columns where dy holds more than its own. */
export function addLinearGradients(
  names: LinearNames,
  x: tf.Tensor2D,
  dy: tf.Tensor2D,
  gradients: Gradients,
  of?: ColumnsOf,
): void {
  gradients.add(names.weight, linearBackwardWeight(x, dy, gradients.target(names.weight)?.into, of))
  if (names.bias === undefined) return
  gradients.add(names.bias, linearBackwardBias(dy, gradients.target(names.bias)?.into, of))
}
