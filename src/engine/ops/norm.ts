/**
 * @file Layer norm, y = (x - mean) / sqrt(variance + eps) · w + b (Ba et al. 2016, eq. 4), root-mean-square norm,
 * y = x / rms(x) · w (Zhang and Sennrich 2019, eq. 4), and their gradients.
 */
import * as tf from '@tensorflow/tfjs-core'
import { onGpu, tidy } from './memory'
import { onWasm, output as wasmOutput } from './wasm/module'
import * as wasm from './wasm/norm'
import { normBackwardInput, normBackwardWeights, normForward } from './webgpu/norm'
import { output } from './webgpu/run-kernel'

export type NormKind = 'layer' | 'rms'

export interface NormForward {
  /** [n, width]. */
  y: tf.Tensor2D
  /** What backward needs: the normalised rows (layer norm in stock operations) or x itself; [n, width]. */
  kept: tf.Tensor2D
  /** 1 / standard deviation or 1 / rms per row, [n, 1]; before it, in kernels of ours, the mean, [n, 2]. */
  stats: tf.Tensor2D
}

/** x [n, width], weight and bias [width]; RMS norm has no bias. */
export function norm(
  kind: NormKind,
  x: tf.Tensor2D,
  { weight, bias }: NormWeights<tf.Tensor1D>,
  eps: number,
): NormForward {
  if (onGpu()) return { ...normForward(kind, x, weight, bias, eps), kept: x }
  if (onWasm()) return { ...wasm.normForward(kind, x, weight, bias, eps), kept: x }
  return kind === 'layer' ? layerNorm(x, weight, bias!, eps) : rmsNorm(x, weight, eps)
}

/** A norm's parameters, or what belongs to each. */
export interface NormWeights<T> {
  weight: T
  bias?: T
}

export interface NormBackward {
  dx: tf.Tensor2D
  /** Of the parameters, [width] each; undefined where they are frozen. */
  d?: NormWeights<tf.Tensor>
}

export interface NormBackwardOptions {
  /** [n, width], added to dx. */
  plus?: tf.Tensor2D
  /** Where the parameters' gradients go on WebGPU. */
  into?: NormWeights<tf.Tensor>
  /** No gradients of the parameters are wanted. */
  frozen?: boolean
}

/** dy [n, width]. */
export function normBackward(
  kind: NormKind,
  { kept, stats }: Pick<NormForward, 'kept' | 'stats'>,
  { weight, bias }: NormWeights<tf.Tensor1D>,
  dy: tf.Tensor2D,
  { plus, into, frozen = false }: NormBackwardOptions = {},
): NormBackward {
  if (onGpu()) {
    const dx = normBackwardInput(kind, kept, stats, weight, dy, plus)
    if (frozen) return { dx }
    const d = into ?? { weight: output(weight.shape), ...(bias && { bias: output(bias.shape) }) }
    normBackwardWeights(kept, stats, dy, d)
    return { dx, d }
  }
  if (onWasm()) {
    const dx = wasm.normBackwardInput(kind, kept, stats, weight, dy, plus)
    if (frozen) return { dx }
    const d = { weight: wasmOutput(weight.shape), ...(bias && { bias: wasmOutput(bias.shape) }) }
    wasm.normBackwardWeights(kept, stats, dy, d)
    return { dx, d }
  }
  return tidy(() => {
    const { dx, d } =
      kind === 'layer' ? layerNormBackward(kept, stats, weight, dy) : rmsNormBackward(kept, stats, weight, dy)
    return { dx: plus ? (tf.add(dx, plus) as tf.Tensor2D) : dx, ...(!frozen && { d }) }
  })
}

function layerNorm(x: tf.Tensor2D, weight: tf.Tensor1D, bias: tf.Tensor1D, eps: number): NormForward {
  return tidy(() => {
    const centred = tf.sub(x, tf.mean(x, -1, true))
    const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), eps)) as tf.Tensor2D
    const normal = tf.mul(centred, inverse) as tf.Tensor2D
    return { y: tf.add(tf.mul(normal, weight), bias), kept: normal, stats: inverse }
  })
}

/**
 * With x̂ the normalised rows and g = dy·w: dx = (g - mean(g) - x̂ · mean(g · x̂)) / deviation, dw = Σ dy · x̂, db = Σ dy.
 */
function layerNormBackward(
  normal: tf.Tensor2D,
  inverse: tf.Tensor2D,
  weight: tf.Tensor1D,
  dy: tf.Tensor2D,
): Required<NormBackward> {
  return tidy(() => {
    const d = { weight: tf.sum(tf.mul(dy, normal), 0), bias: tf.sum(dy, 0) }
    const g = tf.mul(dy, weight)
    const along = tf.mean(tf.mul(g, normal), -1, true)
    const centred = tf.sub(tf.sub(g, tf.mean(g, -1, true)), tf.mul(normal, along))
    return { dx: tf.mul(centred, inverse) as tf.Tensor2D, d }
  })
}

function rmsNorm(x: tf.Tensor2D, weight: tf.Tensor1D, eps: number): NormForward {
  return tidy(() => {
    const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), eps)) as tf.Tensor2D
    return { y: tf.mul(tf.mul(x, inverse), weight), kept: x, stats: inverse }
  })
}

/** With x̂ = x / rms(x) and g = dy·w: dx = (g - x̂ · mean(g · x̂)) / rms(x), dw = Σ over rows of dy · x̂. */
function rmsNormBackward(
  x: tf.Tensor2D,
  inverse: tf.Tensor2D,
  weight: tf.Tensor1D,
  dy: tf.Tensor2D,
): Required<NormBackward> {
  return tidy(() => {
    const normal = tf.mul(x, inverse)
    const dyNormal = tf.mul(dy, normal)
    const d = { weight: tf.sum(dyNormal, 0) }
    const along = tf.mean(tf.mul(dyNormal, weight), -1, true)
    const dx = tf.mul(tf.sub(tf.mul(dy, weight), tf.mul(normal, along)), inverse) as tf.Tensor2D
    return { dx, d }
  })
}
