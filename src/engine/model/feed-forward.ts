/** @file The feed-forward half of a block: up, activation (gated or not), down. */
import type * as tf from '@tensorflow/tfjs-core'
import { gatedSilu, gatedSiluBackward } from '../ops/gated-silu'
import { linearActivated, linearBackwardActivated, restoresActivation } from '../ops/linear'
import { tidy } from '../ops/memory'
import type { BlockNames, DecoderConfig } from './config'
import { addLinearGradients, applyLinear, applyLinearBackward, type Gradients, mapOf } from './gradients'
import { matrix, type Parameters } from './parameters'

/** All [n, ffWidth]. */
export interface FeedForwardSaved {
  gate?: tf.Tensor2D
  up: tf.Tensor2D
  /** Not there where backward finds it again. */
  activated?: tf.Tensor2D
}

/** x [n, width] in, y [n, width] out, with `residual` added. */
export function feedForward(
  params: Parameters,
  names: BlockNames,
  config: DecoderConfig,
  x: tf.Tensor2D,
  residual: tf.Tensor2D,
): { y: tf.Tensor2D; saved: FeedForwardSaved } {
  return tidy(() => {
    if (config.feedForward !== 'gated-silu') {
      const { y: activated, kept: up } = linearActivated(x, mapOf(params, names.ffUp), config.feedForward)
      const y = applyLinear(params, names.ffDown, activated, residual)
      return { y, saved: restoresActivation() ? { up } : { up, activated } }
    }
    const up = applyLinear(params, names.ffUp, x)
    const gate = applyLinear(params, names.ffGate!, x)
    const activated = gatedSilu(gate, up)
    return { y: applyLinear(params, names.ffDown, activated, residual), saved: { gate, up, activated } }
  })
}

/** dy [n, width]; returns dx, and adds the gradients of the maps. Uses up `saved`. */
export function feedForwardBackward(
  params: Parameters,
  names: BlockNames,
  config: DecoderConfig,
  x: tf.Tensor2D,
  { gate, up, activated }: FeedForwardSaved,
  dy: tf.Tensor2D,
  gradients: Gradients,
): tf.Tensor2D {
  return tidy(() => {
    if (config.feedForward !== 'gated-silu') {
      const down = matrix(params, names.ffDown.weight)
      const { dKept, y } = linearBackwardActivated(down, dy, { y: activated, kept: up }, config.feedForward)
      addLinearGradients(names.ffDown, y, dy, gradients)
      return applyLinearBackward(params, names.ffUp, x, dKept, gradients)
    }
    const dActivated = applyLinearBackward(params, names.ffDown, activated!, dy, gradients)
    const { dGate, dUp } = gatedSiluBackward(gate!, up, dActivated)
    const plus = applyLinearBackward(params, names.ffUp, x, dUp, gradients)
    return applyLinearBackward(params, names.ffGate!, x, dGate, gradients, plus)
  })
}
