/** @file silu(gate) · up, the heart of Llama's feed-forward (Shazeer 2020, SwiGLU), and its gradient. */
import * as tf from '@tensorflow/tfjs-core'
import { onGpu, tidy } from './memory'
import * as wasm from './wasm/activations'
import { onWasm } from './wasm/module'
import { gatedSiluBackward as backwardOnGpu, gatedSiluForward as forwardOnGpu } from './webgpu/elementwise'

/** gate and up [n, m]. */
export function gatedSilu(gate: tf.Tensor2D, up: tf.Tensor2D): tf.Tensor2D {
  if (onGpu()) return forwardOnGpu(gate, up)
  if (onWasm()) return wasm.gatedSiluForward(gate, up)
  return tidy(() => tf.mul(tf.mul(gate, tf.sigmoid(gate)), up))
}

/** With s = sigmoid(gate): dUp = dy · gate · s, dGate = dy · up · s · (1 + gate · (1 - s)). */
export function gatedSiluBackward(
  gate: tf.Tensor2D,
  up: tf.Tensor2D,
  dy: tf.Tensor2D,
): { dGate: tf.Tensor2D; dUp: tf.Tensor2D } {
  if (onGpu()) return backwardOnGpu(gate, up, dy)
  if (onWasm()) return wasm.gatedSiluBackward(gate, up, dy)
  return tidy(() => {
    const s = tf.sigmoid(gate)
    const silu = tf.mul(gate, s)
    // s · (1 + gate · (1 - s)) = s + silu - silu · s
    const slope = tf.sub(tf.add(s, silu), tf.mul(silu, s))
    return { dGate: tf.mul(tf.mul(dy, up), slope) as tf.Tensor2D, dUp: tf.mul(dy, silu) as tf.Tensor2D }
  })
}
