/** @file The parameters of a decoder: a map from the file's names to tensors, in the engine's own layout. */
import * as tf from '@tensorflow/tfjs-core'
import { createRandom } from '../../protocol/random'
import { type HalfMatrix, isHalf, type Matrix } from '../ops/half'
import { onGpu } from '../ops/memory'
import type { DecoderConfig, LinearNames } from './config'
import { familyOf } from './families/registry'

/** In 32 bits; or, frozen on WebGPU, in 16. */
export type Weight = tf.Tensor | HalfMatrix

/**
 * What a decoder computes with, by name: the family's weights in the order of its list, then those of an adapter, if
 * there is one. Linear maps are [in, out], embeddings and heads [vocab, width].
 */
export type Parameters = Map<string, Weight>

/** Parameters that are trained, and what belongs to each of them: gradients, places. */
export type Tensors = Map<string, tf.Tensor>

/** A parameter of rank two. */
export function matrix(params: Parameters, name: string): Matrix {
  return find(params, name) as Matrix
}

/** A parameter of rank two that is always in 32 bits: those of an adapter, and learned positions. */
export function plainMatrix(params: Parameters, name: string): tf.Tensor2D {
  return find(params, name) as tf.Tensor2D
}

/** A parameter of rank one. */
export function vector(params: Parameters, name: string): tf.Tensor1D {
  return find(params, name) as tf.Tensor1D
}

/** A bias, where there is one. */
export function biasOf(params: Parameters, names: LinearNames): tf.Tensor1D | undefined {
  return names.bias === undefined ? undefined : vector(params, names.bias)
}

function find(params: Parameters, name: string): Weight {
  const tensor = params.get(name)
  if (!tensor) throw new Error(`no parameter is named ${name}`)
  return tensor
}

const STD = 0.02

/**
 * A fresh model: normal with standard deviation 0.02; maps that write into the residual stream are scaled by
 * 1 / sqrt(2 · layers), one for each map that adds to it (Radford et al. 2019, section 2.3).
 */
export function initParameters(config: DecoderConfig, seed: number): Tensors {
  const params: Tensors = new Map()
  for (const { name, shape, init } of familyOf(config.family).weights(config)) {
    if (init === 'ones') params.set(name, tf.ones(shape))
    else if (init === 'zeros') params.set(name, tf.zeros(shape))
    else {
      // A stream per parameter: adding a layer leaves the others' numbers as they were.
      const random = createRandom(seed, name)
      const std = init === 'residual' ? STD / Math.sqrt(2 * config.layers) : STD
      const size = shape.reduce((a, b) => a * b, 1)
      const values = Float32Array.from({ length: size }, () => random.normal() * std)
      params.set(name, tf.tensor(values, shape))
    }
  }
  return params
}

/** A second copy that lives on when the first changes. */
export function cloneTensors(tensors: Tensors): Tensors {
  // On WebGPU parameters change in place; elsewhere they are replaced, and a second name is as good as a copy.
  const copy = (tensor: tf.Tensor): tf.Tensor => (onGpu() ? tf.add(tensor, 0) : tf.clone(tensor))
  return new Map([...tensors].map(([name, tensor]) => [name, copy(tensor)]))
}

export function disposeParameters(params: Parameters): void {
  for (const weight of params.values()) weight.dispose()
}

/** The base with what was trained in its place, or on top of it. */
export const policyOf = (base: Parameters, trained: Tensors): Parameters => new Map([...base, ...trained])

/** All in 32 bits: what full fine-tuning starts from. */
export const isPlain = (params: Parameters): params is Tensors => ![...params.values()].some(isHalf)

/** Bytes in memory. */
export const weightBytes = (weight: Weight): number => weight.size * (isHalf(weight) ? 2 : 4)
