/** @file The feed-forward half of a block: up, activation (gated or not), down. */
import * as tf from '@tensorflow/tfjs-core'
import { gatedSilu, gatedSiluBackward } from '../ops/gated-silu'
import { type GeluForm, gelu, geluBackward } from '../ops/gelu'
import { linearActivated, linearBackwardActivated, restoresActivation } from '../ops/linear'
import { tidy } from '../ops/memory'
import type { BlockContext } from './block-context'
import type { BlockNames } from './config'
import type { Gradients } from './gradients'
import { adapterOf, addLinearGradients, applyLinear, applyLinearBackward, mapOf } from './linear-map'
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
  context: BlockContext,
  x: tf.Tensor2D,
  residual: tf.Tensor2D,
): { y: tf.Tensor2D; saved: FeedForwardSaved } {
  const form = context.config.feedForward
  return tidy(() => {
    if (form !== 'gated-silu') {
      const { y: activated, kept: up } = linearActivated(x, mapOf(params, names.ffUp, context.dropout), form)
      const y = applyLinear(params, names.ffDown, activated, context, residual)
      return { y, saved: restoresActivation() ? { up } : { up, activated } }
    }
    const up = applyLinear(params, names.ffUp, x, context)
    const gate = applyLinear(params, names.ffGate!, x, context)
    const activated = gatedSilu(gate, up)
    return { y: applyLinear(params, names.ffDown, activated, context, residual), saved: { gate, up, activated } }
  })
}

/** dy [n, width]; returns dx, and adds the gradients of the maps. Frees `saved`, each part as soon as it is used. */
export function feedForwardBackward(
  params: Parameters,
  names: BlockNames,
  context: BlockContext,
  x: tf.Tensor2D,
  { gate, up, activated }: FeedForwardSaved,
  dy: tf.Tensor2D,
  gradients: Gradients,
): tf.Tensor2D {
  const form = context.config.feedForward
  return tidy(() => {
    if (form !== 'gated-silu') {
      const dUp = activatedBackward(params, names, context, { up, activated }, form, dy, gradients)
      tf.dispose([up, activated ?? []])
      return applyLinearBackward(params, names.ffUp, x, dUp, gradients, context)
    }
    const dActivated = applyLinearBackward(params, names.ffDown, activated!, dy, gradients, context)
    activated!.dispose()
    const { dGate, dUp } = gatedSiluBackward(gate!, up, dActivated)
    tf.dispose([gate!, up, dActivated])
    const plus = applyLinearBackward(params, names.ffUp, x, dUp, gradients, context)
    dUp.dispose()
    return applyLinearBackward(params, names.ffGate!, x, dGate, gradients, context, plus)
  })
}

/** Back through the map down and GELU: dUp [n, ffWidth]. */
function activatedBackward(
  params: Parameters,
  names: BlockNames,
  context: BlockContext,
  { up, activated }: FeedForwardSaved,
  form: GeluForm,
  dy: tf.Tensor2D,
  gradients: Gradients,
): tf.Tensor2D {
  if (adapterOf(params, names.ffDown)) {
    const y = activated ?? gelu(up, form)
    const dActivated = applyLinearBackward(params, names.ffDown, y, dy, gradients, context)
    y.dispose()
    return geluBackward(up, dActivated, form)
  }
  const down = matrix(params, names.ffDown.weight)
  const { dKept, y } = linearBackwardActivated(down, dy, { y: activated, kept: up }, form)
  addLinearGradients(names.ffDown, y, dy, gradients)
  return dKept
}
