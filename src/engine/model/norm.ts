/** @file The norm that the config names, layer or RMS, and its gradient. */
import type * as tf from '@tensorflow/tfjs-core'
import { layerNorm, layerNormBackward } from '../ops/layer-norm'
import { rmsNorm, rmsNormBackward } from '../ops/rms-norm'
import type { DecoderConfig, LinearNames } from './config'
import type { Gradients } from './gradients'
import { type Parameters, vector } from './parameters'

/** `kept` is what the kind of norm needs: the normalised rows (layer) or the input itself (RMS). */
export interface NormSaved {
  y: tf.Tensor2D
  kept: tf.Tensor2D
  inverse: tf.Tensor2D
}

/** x [n, width]. */
export function applyNorm(params: Parameters, names: LinearNames, config: DecoderConfig, x: tf.Tensor2D): NormSaved {
  const weight = vector(params, names.weight)
  if (config.norm === 'rms') {
    const { y, inverse } = rmsNorm(x, weight, config.normEps)
    return { y, kept: x, inverse }
  }
  const { y, normal, inverse } = layerNorm(x, weight, vector(params, names.bias!), config.normEps)
  return { y, kept: normal, inverse }
}

/** Returns dx, and adds the gradients of weight and bias. */
export function applyNormBackward(
  params: Parameters,
  names: LinearNames,
  { kept, inverse }: NormSaved,
  dy: tf.Tensor2D,
  gradients: Gradients,
): tf.Tensor2D {
  const weight = vector(params, names.weight)
  if (names.bias === undefined) {
    const { dx, dWeight } = rmsNormBackward(kept, inverse, weight, dy)
    gradients.add(names.weight, dWeight)
    return dx
  }
  const { dx, dWeight, dBias } = layerNormBackward(kept, inverse, weight, dy)
  gradients.add(names.weight, dWeight)
  gradients.add(names.bias, dBias)
  return dx
}
