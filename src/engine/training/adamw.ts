/**
 * @file The optimizer of a run: AdamW over all parameters at once. Weights, gradients and both moments each lie in one
 * vector, so clipping and update do not grow with the number of matrices.
 */
import * as tf from '@tensorflow/tfjs-core'
import type { OptimizerConfig } from '../../protocol/run-config'
import type { Parameters } from '../model/parameters'
import { adamw } from '../ops/adamw'
import type { AdamWVectors } from '../ops/adamw-update'
import { hostValues, onGpu } from '../ops/memory'

type AdamWConfig = Pick<OptimizerConfig, 'beta1' | 'beta2' | 'epsilon' | 'weightDecay' | 'maxGradNorm'>

/** All that a later step depends on; vectors in the order of the parameters. */
export interface AdamWState {
  weights: Float32Array
  firstMoment: Float32Array
  secondMoment: Float32Array
  steps: number
}

export class AdamW {
  private readonly names: string[]
  private readonly shapes: number[][]
  private readonly sizes: number[]
  private vectors: AdamWVectors
  private steps = 0

  /** @param parameters Start values; they are read, not taken over. */
  constructor(
    parameters: Parameters,
    private readonly config: AdamWConfig,
  ) {
    this.names = [...parameters.keys()]
    const tensors = [...parameters.values()]
    this.shapes = tensors.map((tensor) => tensor.shape)
    this.sizes = tensors.map((tensor) => tensor.size)
    const weights = flatten(tensors)
    this.vectors = {
      weights,
      firstMoment: tf.zerosLike(weights),
      secondMoment: tf.zerosLike(weights),
      alive: tf.scalar(1),
    }
  }

  /**
   * One update. The gradients are read, not disposed of. A gradient norm that is not finite leaves every weight as it
   * was, now and later, without the processor having to look.
   *
   * @returns New parameters, owned by the caller, and the norm before clipping.
   */
  step(gradients: Parameters, learningRate: number): { parameters: Parameters; gradNorm: tf.Scalar } {
    this.steps += 1
    const gradient = flatten(this.names.map((name) => gradients.get(name)!))
    const { vectors, gradNorm } = adamw(this.vectors, gradient, { ...this.config, learningRate, step: this.steps })
    gradient.dispose()
    this.vectors = vectors
    return { parameters: this.split(), gradNorm }
  }

  async state(): Promise<AdamWState> {
    const { weights, firstMoment, secondMoment } = this.vectors
    const read = async (vector: tf.Tensor) => (await vector.data()) as Float32Array
    return {
      weights: await read(weights),
      firstMoment: await read(firstMoment),
      secondMoment: await read(secondMoment),
      steps: this.steps,
    }
  }

  /** @returns The restored parameters, owned by the caller. */
  restore(state: AdamWState): Parameters {
    this.dispose()
    this.vectors = {
      weights: tf.tensor1d(state.weights),
      firstMoment: tf.tensor1d(state.firstMoment),
      secondMoment: tf.tensor1d(state.secondMoment),
      alive: tf.scalar(1),
    }
    this.steps = state.steps
    return this.split()
  }

  dispose(): void {
    tf.dispose(this.vectors)
  }

  private split(): Parameters {
    const pieces = splitVector(this.vectors.weights, this.sizes)
    const parameters: Parameters = new Map()
    this.names.forEach((name, i) => {
      const piece = pieces[i]!
      parameters.set(name, tf.reshape(piece, this.shapes[i]!))
      piece.dispose()
    })
    return parameters
  }
}

/** tf.split, but without reading the whole vector once for every piece, as tfjs does on the processor. */
function splitVector(vector: tf.Tensor1D, sizes: number[]): tf.Tensor1D[] {
  if (onGpu()) return tf.split(vector, sizes)
  let start = 0
  return sizes.map((size) => {
    const piece = tf.tensor1d(hostValues(vector)!.slice(start, start + size))
    start += size
    return piece
  })
}

/** One vector of its own, never a second name for a tensor's memory: updates happen in place. */
const flatten = (tensors: tf.Tensor[]): tf.Tensor1D =>
  tf.tidy(() => {
    const parts = tensors.map((tensor) => tf.reshape(tensor, [tensor.size]) as tf.Tensor1D)
    return parts.length > 1 ? tf.concat1d(parts) : (tf.add(parts[0]!, 0) as tf.Tensor1D)
  })
