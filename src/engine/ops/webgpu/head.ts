/**
 * @file Log-softmax and choice on WebGPU, over a chunk of rows whose logits a product has just made. Logits lie in rows
 * of `stride` numbers, a multiple of four; what is beyond the vocabulary is nobody's. `first` is the chunk's first row
 * in all that is not logits.
 */
import type * as tf from '@tensorflow/tfjs-core'
import { type Kernel, kernelFor } from './kernel'
import { rowCode, rowGroups, rowReduction } from './row-reduction'
import { runKernel } from './run-kernel'

function rowKernel(name: string, reads: string[], writes: string[], body: string): Kernel {
  const { enables, name: form } = rowReduction()
  return kernelFor(`${name}/${form}`, () => ({
    reads,
    writes,
    enables,
    params: ['rows: u32', 'vocab: u32', 'stride: u32', 'first: u32'],
    code: rowCode('params.stride', body),
  }))
}

/** The row's largest logit, and the sum of exponentials relative to it. */
const LSE = (logits: string) => `
  var most = -3.4e38;
  for (var c = lane; c < params.vocab; c += LANES) { most = max(most, ${logits}[at + c]); }
  most = largestOfRow(most, local);
  var sum = 0.0;
  for (var c = lane; c < params.vocab; c += LANES) { sum += exp(${logits}[at + c] - most); }
  sum = sumOfRow(sum, local);
  let lse = most + log(sum);`

export interface Chunk {
  /** [n, stride]. */
  logits: tf.Tensor2D
  first: number
  vocab: number
}

/** Writes log p(target) and log-sum-exp of the chunk's rows; targets (int32), logProbs and lse are of all rows. */
export function chooseLogProbs(
  { logits, first, vocab }: Chunk,
  targets: tf.Tensor1D,
  logProbs: tf.Tensor1D,
  lse: tf.Tensor1D,
): void {
  const [n, stride] = logits.shape
  const kernel = rowKernel(
    'choose-log-probs',
    ['logits: array<f32>', 'targets: array<i32>'],
    ['logProbs: array<f32>', 'sums: array<f32>'],
    `${LSE('logits')}
  if (present && lane == 0u) {
    let place = params.first + row;
    logProbs[place] = logits[at + u32(targets[place])] - lse;
    sums[place] = lse;
  }`,
  )
  runKernel(kernel, [logits, targets], [logProbs, lse], [n, vocab, stride, first], rowGroups(n), 16 * n * vocab)
}

/** Turns logits into dLogits = -d · (softmax - onehot(target)), in place, with zeros beyond the vocabulary. */
export function logitsToGradient(
  { logits, first, vocab }: Chunk,
  targets: tf.Tensor1D,
  lse: tf.Tensor1D,
  d: tf.Tensor1D,
): void {
  const [n, stride] = logits.shape
  const kernel = kernelFor('logits-to-gradient', () => ({
    reads: ['targets: array<i32>', 'sums: array<f32>', 'd: array<f32>'],
    writes: ['logits: array<f32>'],
    params: ['rows: u32', 'vocab: u32', 'stride: u32', 'first: u32'],
    code: `
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) counts: vec3u) {
  let row = id.y + id.z * counts.y;
  if (row >= params.rows || id.x >= params.stride) { return; }
  let at = row * params.stride + id.x;
  let place = params.first + row;
  let p = exp(logits[at] - sums[place]) - select(0.0, 1.0, i32(id.x) == targets[place]);
  logits[at] = select(0.0, -d[place] * p, id.x < params.vocab);
}`,
  }))
  const layers = Math.ceil(n / 32_768)
  runKernel(
    kernel,
    [targets, lse, d],
    [logits],
    [n, vocab, stride, first],
    [Math.ceil(stride / 64), Math.ceil(n / layers), layers],
  )
}

/** Of two models' logits: writes log p(target) of the first, its entropy, and KL(first ‖ second), in nats. */
export function compareLogits(
  { logits, first, vocab }: Chunk,
  baseLogits: tf.Tensor2D,
  targets: tf.Tensor1D,
  outputs: tf.Tensor1D[],
): void {
  const [n, stride] = logits.shape
  const kernel = rowKernel(
    'compare-logits',
    ['logits: array<f32>', 'others: array<f32>', 'targets: array<i32>'],
    ['logProbs: array<f32>', 'entropies: array<f32>', 'divergences: array<f32>'],
    `${LSE('logits')}
  var otherMost = -3.4e38;
  for (var c = lane; c < params.vocab; c += LANES) { otherMost = max(otherMost, others[at + c]); }
  otherMost = largestOfRow(otherMost, local);
  var otherSum = 0.0;
  var expected = 0.0;
  var gap = 0.0;
  for (var c = lane; c < params.vocab; c += LANES) {
    let p = exp(logits[at + c] - lse);
    otherSum += exp(others[at + c] - otherMost);
    expected += p * (logits[at + c] - lse);
    gap += p * (logits[at + c] - others[at + c]);
  }
  let otherLse = otherMost + log(sumOfRow(otherSum, local));
  let entropy = -sumOfRow(expected, local);
  let divergence = sumOfRow(gap, local) - lse + otherLse;
  if (present && lane == 0u) {
    let place = params.first + row;
    logProbs[place] = logits[at + u32(targets[place])] - lse;
    entropies[place] = entropy;
    divergences[place] = divergence;
  }`,
  )
  runKernel(kernel, [logits, baseLogits, targets], outputs, [n, vocab, stride, first], rowGroups(n), 32 * n * vocab)
}
