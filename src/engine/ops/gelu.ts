/** @file The GELU activation (Hendrycks and Gimpel 2016): the exact form, and the tanh form of GPT-2. */
import * as tf from '@tensorflow/tfjs-core'
import { onGpu, tidy } from './memory'
import * as wasm from './wasm/activations'
import { onWasm } from './wasm/module'
import * as webgpu from './webgpu/elementwise'

export type GeluForm = 'gelu-tanh' | 'gelu-exact'

/** x of any [n, m]. */
export function gelu(x: tf.Tensor2D, form: GeluForm): tf.Tensor2D {
  if (onGpu()) return webgpu.geluForward(x, form)
  if (onWasm()) return wasm.gelu(x, form)
  return form === 'gelu-tanh' ? geluTanh(x) : geluExact(x)
}

/** dx, of the same shape. */
export function geluBackward(x: tf.Tensor2D, dy: tf.Tensor2D, form: GeluForm): tf.Tensor2D {
  if (onGpu()) return webgpu.geluBackward(x, dy, form)
  if (onWasm()) return wasm.geluBackward(x, dy, form)
  return form === 'gelu-tanh' ? geluTanhBackward(x, dy) : geluExactBackward(x, dy)
}

const CUBIC = 0.044715
const SLOPE = Math.sqrt(2 / Math.PI)

// (1 + tanh(t)) / 2 = sigmoid(2t).
function gate(x: tf.Tensor2D): tf.Tensor2D {
  return tf.sigmoid(tf.mul(x, tf.add(tf.mul(tf.square(x), 2 * SLOPE * CUBIC), 2 * SLOPE)))
}

/** x · (1 + tanh(sqrt(2/π) · (x + 0.044715 x³))) / 2. */
function geluTanh(x: tf.Tensor2D): tf.Tensor2D {
  return tidy(() => tf.mul(x, gate(x)))
}

/** With s the sigmoid and t its argument halved: dx = dy · (s + x · s · (1 - s) · 2 t'(x)). */
function geluTanhBackward(x: tf.Tensor2D, dy: tf.Tensor2D): tf.Tensor2D {
  return tidy(() => {
    const s = gate(x)
    const slope = tf.add(tf.mul(tf.square(x), 6 * SLOPE * CUBIC), 2 * SLOPE)
    const bend = tf.mul(tf.mul(x, slope), tf.sub(1, s))
    return tf.mul(dy, tf.mul(s, tf.add(bend, 1)))
  })
}

/** x · Φ(x), with Φ the normal distribution's cumulative function. */
function geluExact(x: tf.Tensor2D): tf.Tensor2D {
  return tidy(() => tf.mul(x, tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5)))
}

/** dx = dy · (Φ(x) + x · φ(x)), with φ the normal density. */
function geluExactBackward(x: tf.Tensor2D, dy: tf.Tensor2D): tf.Tensor2D {
  return tidy(() => {
    const cumulative = tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5)
    const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI))
    return tf.mul(dy, tf.add(cumulative, tf.mul(x, density)))
  })
}
