/**
 * @file Where a run's gradients are written on WebGPU: one pool for a step's first micro-batch, and a second one, made
 * when first needed, whose numbers are added to it.
 */
import { createPool, disposePool, type ParameterPool } from '../model/parameter-pool'
import type { Tensors } from '../model/parameters'
import { addTo } from '../ops/webgpu/elementwise'

export class GradientPool {
  private readonly first: ParameterPool
  private more: ParameterPool | null = null

  constructor(like: Tensors) {
    this.first = createPool(like)
  }

  /** The step's gradients, once all micro-batches have been written or added. */
  get sum(): ParameterPool {
    return this.first
  }

  /** Runs one micro-batch's backward, which writes all gradients to the places that it is given. */
  write(isFirst: boolean, backward: (places: Tensors) => void): void {
    if (isFirst) {
      backward(this.first.tensors)
      return
    }
    this.more ??= createPool(this.first.tensors)
    backward(this.more.tensors)
    addTo(this.first.vector, this.more.vector)
  }

  dispose(): void {
    disposePool(this.first)
    if (this.more) disposePool(this.more)
  }
}
