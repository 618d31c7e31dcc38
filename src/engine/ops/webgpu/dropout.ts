/** @file Dropout on WebGPU; which numbers are dropped is said in the plain form. */
import type * as tf from '@tensorflow/tfjs-core'
import { EACH, groupsFor } from './elementwise'
import { kernelFor } from './kernel'
import { output, runKernel } from './run-kernel'

/** x of any shape, `plus` of the same. `dropped`: the hash below which a number is. */
export function dropout(
  x: tf.Tensor2D,
  { rate, seed, dropped }: { rate: number; seed: number; dropped: number },
  plus?: tf.Tensor2D,
): tf.Tensor2D {
  const y = output<tf.Tensor2D>(x.shape)
  const kernel = kernelFor(`dropout${plus ? '-plus' : ''}`, () => ({
    reads: ['x: array<f32>', ...(plus ? ['plus: array<f32>'] : [])],
    writes: ['y: array<f32>'],
    params: ['size: u32', 'seed: u32', 'dropped: u32', 'scale: f32'],
    // Every call has a seed of its own.
    volatile: true,
    code: `${EACH}
  let state = (i ^ params.seed) * 747796405u + 2891336453u;
  let word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
  let kept = ((word >> 22u) ^ word) >= params.dropped;
  y[i] = select(0.0, x[i] * params.scale, kept)${plus ? ' + plus[i]' : ''};
}`,
  }))
  runKernel(kernel, [x, ...(plus ? [plus] : [])], [y], [x.size, seed, dropped, 1 / (1 - rate)], groupsFor(x.size))
  return y
}
