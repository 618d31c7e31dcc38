/** @file The feed-forward half of a block: up, activation (gated or not), down. */
import type * as tf from '@tensorflow/tfjs-core'
import { gatedSilu, gatedSiluBackward } from '../ops/gated-silu'
import { linearActivated } from '../ops/linear'
import { tidy } from '../ops/memory'
import type { BlockNames, DecoderConfig } from './config'
import { applyLinear, applyLinearBackward, type Gradients, mapOf } from './gradients'
import type { Parameters } from './parameters'

/** All [n, ffWidth]. */
export interface FeedForwardSaved {
  gate?: tf.Tensor2D
  up: tf.Tensor2D
  activated: tf.Tensor2D
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
    const saved = activate(params, names, config, x)
    return { y: applyLinear(params, names.ffDown, saved.activated, residual), saved }
  })
}

function activate(params: Parameters, names: BlockNames, config: DecoderConfig, x: tf.Tensor2D): FeedForwardSaved {
  if (config.feedForward !== 'gated-silu') {
    const { y, kept } = linearActivated(x, mapOf(params, names.ffUp), config.feedForward)
    return { up: kept, activated: y }
  }
  const up = applyLinear(params, names.ffUp, x)
  const gate = applyLinear(params, names.ffGate!, x)
  return { gate, up, activated: gatedSilu(gate, up) }
}

/** dy [n, width]; returns dx, and adds the gradients of the maps. */
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
      const activation = { form: config.feedForward, kept: up }
      const dUp = applyLinearBackward(params, names.ffDown, activated, dy, gradients, { activation })
      return applyLinearBackward(params, names.ffUp, x, dUp, gradients)
    }
    const dActivated = applyLinearBackward(params, names.ffDown, activated, dy, gradients)
    const { dGate, dUp } = gatedSiluBackward(gate!, up, dActivated)
    const plus = applyLinearBackward(params, names.ffUp, x, dUp, gradients)
    return applyLinearBackward(params, names.ffGate!, x, dGate, gradients, { plus })
  })
}
