/** @file The norm of each head of queries and keys, by the names of its parameters, where the config has one. */
import type * as tf from '@tensorflow/tfjs-core'
import { type HeadNormForward, type HeadNormWeights, headNorm, headNormBackward } from '../ops/head-norm'
import type { BlockNames, DecoderConfig } from './config'
import type { Gradients } from './gradients'
import { type Parameters, vector } from './parameters'

/** What backward needs. */
export type HeadNormSaved = Pick<HeadNormForward, 'kept' | 'inverse'>

const weightsOf = (params: Parameters, { qNorm, kNorm }: BlockNames): HeadNormWeights => ({
  q: vector(params, qNorm!.weight),
  k: vector(params, kNorm!.weight),
})

/** qkv as it is, where the config has no such norm. */
export function normHeads(
  params: Parameters,
  names: BlockNames,
  config: DecoderConfig,
  qkv: tf.Tensor2D,
): { y: tf.Tensor2D; saved?: HeadNormSaved } {
  if (!names.qNorm) return { y: qkv }
  const { y, kept, inverse } = headNorm(qkv, weightsOf(params, names), config, config.normEps)
  return { y, saved: { kept, inverse } }
}

/** Returns dqkv, and adds the gradients of the weights. */
export function normHeadsBackward(
  params: Parameters,
  names: BlockNames,
  config: DecoderConfig,
  saved: HeadNormSaved | undefined,
  dy: tf.Tensor2D,
  gradients: Gradients,
): tf.Tensor2D {
  if (!saved) return dy
  const [q, k] = [names.qNorm!.weight, names.kNorm!.weight]
  const [intoQ, intoK] = [gradients.target(q)?.into, gradients.target(k)?.into]
  const into = intoQ && intoK && { q: intoQ, k: intoK }
  const frozen = !gradients.wants(q)
  const { dqkv, d } = headNormBackward(saved, weightsOf(params, names), dy, config, { into, frozen })
  if (d) {
    gradients.add(q, d.q)
    gradients.add(k, d.k)
  }
  return dqkv
}
