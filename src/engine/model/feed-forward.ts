/** @file The feed-forward half of a block: up, activation (gated or not), down. */
import * as tf from '@tensorflow/tfjs-core'
import { gatedSilu, gatedSiluBackward } from '../ops/gated-silu'
import { geluExact, geluExactBackward, geluTanh, geluTanhBackward } from '../ops/gelu'
import { tidy } from '../ops/memory'
import type { BlockNames, DecoderConfig } from './config'
import { applyLinear, applyLinearBackward, type Gradients } from './gradients'
import type { Parameters } from './parameters'

/** All [n, ffWidth]. */
export interface FeedForwardSaved {
  gate?: tf.Tensor2D
  up: tf.Tensor2D
  activated: tf.Tensor2D
}

/** x [n, width] in, y [n, width] out. */
export function feedForward(
  params: Parameters,
  names: BlockNames,
  config: DecoderConfig,
  x: tf.Tensor2D,
): { y: tf.Tensor2D; saved: FeedForwardSaved } {
  return tidy(() => {
    const up = applyLinear(params, names.ffUp, x)
    const gate = names.ffGate && applyLinear(params, names.ffGate, x)
    const activated = gate ? gatedSilu(gate, up) : config.feedForward === 'gelu-exact' ? geluExact(up) : geluTanh(up)
    const saved: FeedForwardSaved = gate ? { gate, up, activated } : { up, activated }
    return { y: applyLinear(params, names.ffDown, activated), saved }
  })
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
    const dActivated = applyLinearBackward(params, names.ffDown, activated, dy, gradients)
    if (gate && names.ffGate) {
      const { dGate, dUp } = gatedSiluBackward(gate, up, dActivated)
      return tf.add(
        applyLinearBackward(params, names.ffUp, x, dUp, gradients),
        applyLinearBackward(params, names.ffGate, x, dGate, gradients),
      ) as tf.Tensor2D
    }
    const backward = config.feedForward === 'gelu-exact' ? geluExactBackward : geluTanhBackward
    return applyLinearBackward(params, names.ffUp, x, backward(up, dActivated), gradients)
  })
}
