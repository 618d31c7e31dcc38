/** @file The norm that the config names, by the names of its parameters. */
import type * as tf from '@tensorflow/tfjs-core'
import { type NormForward, type NormWeights, norm, normBackward } from '../ops/norm'
import type { DecoderConfig, LinearNames } from './config'
import type { Gradients } from './gradients'
import { biasOf, type Parameters, vector } from './parameters'

const weightsOf = (params: Parameters, names: LinearNames): NormWeights<tf.Tensor1D> => ({
  weight: vector(params, names.weight),
  bias: biasOf(params, names),
})

/** x [n, width]. */
export function applyNorm(params: Parameters, names: LinearNames, config: DecoderConfig, x: tf.Tensor2D): NormForward {
  return norm(config.norm, x, weightsOf(params, names), config.normEps)
}

/** Returns dx plus `plus`, and adds the gradients of weight and bias. */
export function applyNormBackward(
  params: Parameters,
  names: LinearNames,
  config: DecoderConfig,
  saved: NormForward,
  dy: tf.Tensor2D,
  gradients: Gradients,
  plus?: tf.Tensor2D,
): tf.Tensor2D {
  const weight = gradients.target(names.weight)?.into
  const bias = names.bias === undefined ? undefined : gradients.target(names.bias)?.into
  const into = weight && { weight, bias }
  const frozen = !gradients.wants(names.weight)
  const { dx, d } = normBackward(config.norm, saved, weightsOf(params, names), dy, { plus, into, frozen })
  if (!d) return dx
  gradients.add(names.weight, d.weight)
  if (names.bias !== undefined) gradients.add(names.bias, d.bias!)
  return dx
}
