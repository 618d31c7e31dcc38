/** @file From per-token log-probs to one sum per sequence, and back for the gradient. */
import * as tf from '@tensorflow/tfjs-core'
import type { SequenceBatch } from '../model/batch'
import { hostValues, onGpu } from '../ops/memory'
import type { Kernel } from '../ops/webgpu/kernel'
import { output, runKernel } from '../ops/webgpu/run-kernel'

/**
 * Sum of the token log-probs of each row, in nats. The order of summation is fixed on every backend.
 *
 * @param tokenLogProbs Shape [scored].
 * @returns Shape [rows].
 */
export function sumByRow(tokenLogProbs: tf.Tensor1D, batch: SequenceBatch): tf.Tensor1D {
  if (onGpu() && batch.rowOf.length > 0) return runByRow(SUM, tokenLogProbs, batch, batch.rows)
  const sums = new Float64Array(batch.rows)
  const values = hostValues(tokenLogProbs)
  batch.rowOf.forEach((row, token) => {
    sums[row]! += values![token]!
  })
  return tf.tensor1d(Float32Array.from(sums))
}

/**
 * The adjoint of sumByRow: every token of a row receives the row's gradient.
 *
 * @param rowGradients Shape [rows].
 * @returns Shape [scored].
 */
export function spreadToTokens(rowGradients: tf.Tensor1D, batch: SequenceBatch): tf.Tensor1D {
  if (onGpu() && batch.rowOf.length > 0) return runByRow(SPREAD, rowGradients, batch, batch.rowOf.length)
  const values = hostValues(rowGradients)
  return tf.tensor1d(Float32Array.from(batch.rowOf, (row) => values![row]!))
}

/** One workgroup for each row. The tokens of a row lie together, behind those of the rows before it. */
function runByRow(kernel: Kernel, values: tf.Tensor1D, batch: SequenceBatch, size: number): tf.Tensor1D {
  const result = output<tf.Tensor1D>([size])
  const lengths = tf.tensor1d(batch.lengths, 'int32')
  runKernel(kernel, [values, lengths], [result], [], [batch.rows])
  lengths.dispose()
  return result
}

const GROUP = 64

const rowKernel = (key: string, memory: string, work: string): Kernel => ({
  key,
  reads: ['values: array<f32>', 'lengths: array<i32>'],
  writes: ['result: array<f32>'],
  params: [],
  code: `${memory}
@compute @workgroup_size(${GROUP})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = group.x;
  var start = 0u;
  for (var r = 0u; r < row; r++) { start += u32(lengths[r]); }
  let end = start + u32(lengths[row]);
  ${work}
}`,
})

/** Every lane sums each 64th token, then the lanes are summed pairwise: always in the same order. */
const SUM = rowKernel(
  'sum by row',
  `var<workgroup> sums: array<f32, ${GROUP}>;`,
  `var sum = 0.0;
  for (var k = start + lane; k < end; k += ${GROUP}u) { sum += values[k]; }
  sums[lane] = sum;
  for (var half = ${GROUP / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) { sums[lane] += sums[lane + half]; }
  }
  if (lane == 0u) { result[row] = sums[0]; }`,
)

const SPREAD = rowKernel(
  'spread to tokens',
  '',
  `let value = values[row];
  for (var k = start + lane; k < end; k += ${GROUP}u) { result[k] = value; }`,
)
