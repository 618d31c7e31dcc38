/**
 * @file The optimizer of a run: AdamW over all parameters at once. Weights, gradients and both moments each lie in one
 * vector, so clipping and update do not grow with the number of matrices. It owns the parameters that it changes.
 */
import * as tf from '@tensorflow/tfjs-core'
import type { OptimizerConfig } from '../../protocol/run-config'
import { type ParameterPool, poolOf, viewsOf, withoutPadding, withPadding } from '../model/parameter-pool'
import type { Tensors } from '../model/parameters'
import { adamw } from '../ops/adamw'
import type { AdamWVectors } from '../ops/adamw-update'
import { hostTensor, hostValues, onGpu } from '../ops/memory'
import { GradientPool } from './gradient-pool'

type AdamWConfig = Pick<OptimizerConfig, 'beta1' | 'beta2' | 'epsilon' | 'weightDecay' | 'maxGradNorm'>

/** All that a later step depends on; vectors in the order of the parameters. */
export interface AdamWState {
  weights: Float32Array
  firstMoment: Float32Array
  secondMoment: Float32Array
  steps: number
}

export class AdamW {
  private vectors: AdamWVectors
  private current: Tensors
  /** Gradients that are written here spare `step` a copy; null where that is of no use. */
  readonly gradients: GradientPool | null
  private steps = 0

  /** @param parameters Start values; they are read, not taken over. */
  constructor(
    parameters: Tensors,
    private readonly config: AdamWConfig,
  ) {
    const { vector, tensors } = onGpu() ? poolOf(parameters) : apart(flatten(parameters), parameters)
    this.current = tensors
    this.vectors = vectorsFrom(vector)
    this.gradients = onGpu() ? new GradientPool(parameters) : null
  }

  /** As they are now: the tensors are the optimizer's, and the next step changes or replaces them. */
  get parameters(): Tensors {
    return this.current
  }

  /**
   * One update. A gradient norm that is not finite leaves every weight as it was, now and later, without the processor
   * having to look.
   *
   * @param gradients Read, not disposed of; may be the sum of `this.gradients`.
   * @returns The norm before clipping.
   */
  step(gradients: Tensors, learningRate: number): tf.Scalar {
    this.steps += 1
    const update = { ...this.config, learningRate, step: this.steps }
    const pooled = this.gradients?.sum.tensors === gradients ? this.gradients.sum.vector : null
    const gradient = pooled ?? this.flattenGradients(gradients)
    const { vectors, gradNorm } = adamw(this.vectors, gradient, update)
    if (!pooled) gradient.dispose()
    this.vectors = vectors
    // In place on WebGPU. Elsewhere tensors are made anew: whoever holds the old ones keeps them.
    if (!onGpu()) this.replace(apart(vectors.weights, this.current).tensors)
    return gradNorm
  }

  async state(): Promise<AdamWState> {
    const { weights, firstMoment, secondMoment } = this.vectors
    const read = async (vector: tf.Tensor) => {
      const values = (await vector.data()) as Float32Array
      return onGpu() ? withoutPadding(values, this.current) : values
    }
    return {
      weights: await read(weights),
      firstMoment: await read(firstMoment),
      secondMoment: await read(secondMoment),
      steps: this.steps,
    }
  }

  restore(state: AdamWState): void {
    const vector = (values: Float32Array) => tf.tensor1d(onGpu() ? withPadding(values, this.current) : values)
    const weights = vector(state.weights)
    const { tensors } = onGpu() ? viewsOf(weights, this.current) : apart(weights, this.current)
    tf.dispose(this.vectors)
    this.replace(tensors)
    this.vectors = {
      weights,
      firstMoment: vector(state.firstMoment),
      secondMoment: vector(state.secondMoment),
      alive: tf.scalar(1),
    }
    this.steps = state.steps
  }

  /** Frees all but the parameters and what they lie in: no further step. */
  finish(): void {
    const { firstMoment, secondMoment, alive } = this.vectors
    tf.dispose([firstMoment, secondMoment, alive])
    this.gradients?.dispose()
  }

  dispose(): void {
    this.finish()
    this.replace(new Map())
    this.vectors.weights.dispose()
  }

  private flattenGradients(gradients: Tensors): tf.Tensor1D {
    const ordered = new Map([...this.current.keys()].map((name) => [name, gradients.get(name)!]))
    if (!onGpu()) return flatten(ordered)
    const { vector, tensors } = poolOf(ordered)
    tf.dispose([...tensors.values()])
    return vector
  }

  private replace(parameters: Tensors): void {
    for (const tensor of this.current.values()) tensor.dispose()
    this.current = parameters
  }
}

const vectorsFrom = (weights: tf.Tensor1D): AdamWVectors => ({
  weights,
  firstMoment: tf.zerosLike(weights),
  secondMoment: tf.zerosLike(weights),
  alive: tf.scalar(1),
})

/** Tensors shaped and named like `like`, copied out of a vector. tf.split would read all of it for every piece. */
function apart(vector: tf.Tensor1D, like: Tensors): ParameterPool {
  const tensors: Tensors = new Map()
  let start = 0
  for (const [name, { shape, size }] of like) {
    const from = start
    start += size
    tensors.set(
      name,
      hostTensor(shape, (values) => values.set(hostValues(vector)!.subarray(from, from + size))),
    )
  }
  return { vector, tensors }
}

/** One vector of its own, never a second name for a tensor's memory: updates happen in place. */
const flatten = (parameters: Tensors): tf.Tensor1D =>
  tf.tidy(() => {
    const parts = [...parameters.values()].map((tensor) => tf.reshape(tensor, [tensor.size]) as tf.Tensor1D)
    return parts.length > 1 ? tf.concat1d(parts) : (tf.add(parts[0]!, 0) as tf.Tensor1D)
  })
