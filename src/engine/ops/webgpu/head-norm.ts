/** @file RMS norm of each head of queries and keys on WebGPU; the formulas are in the plain form. */
import type * as tf from '@tensorflow/tfjs-core'
import type { HeadNormWeights, HeadSizes } from '../head-norm'
import { columnSumsKernel, runColumnSums } from './column-sums'
import { type Kernel, kernelFor } from './kernel'
import { rowCode, rowGroups, rowReduction } from './row-reduction'
import { output, runKernel } from './run-kernel'

const isVectorOf = ({ headDim }: HeadSizes) => headDim % 4 === 0
const typeOf = (sizes: HeadSizes) => (isVectorOf(sizes) ? 'vec4f' : 'f32')

/** Heads in a row of qkv. */
const allHeads = ({ heads, kvHeads }: HeadSizes) => heads + 2 * kvHeads

/** A kernel in which a few threads share a head; `build` gets the type of its numbers, and WGSL for their sum. */
function headKernel(
  name: string,
  sizes: HeadSizes,
  build: (vector: string, total: (text: string) => string) => Pick<Kernel, 'reads' | 'writes' | 'code'>,
): Kernel {
  const { enables, name: form } = rowReduction()
  const { headDim } = sizes
  const vector = typeOf(sizes)
  return kernelFor(`${name}/${headDim}/${form}`, () => {
    const total = (text: string) => (isVectorOf(sizes) ? `dot(${text}, vec4f(1.0))` : text)
    const { reads, writes, code } = build(vector, total)
    const constants = `const WIDTH = ${isVectorOf(sizes) ? headDim / 4 : headDim}u;
const SCALE = ${1 / headDim};
fn weightOf(head: u32, c: u32) -> ${vector} {
  if (head < params.queries) { return qWeight[c]; }
  if (head < params.normed) { return kWeight[c]; }
  return ${vector}(1.0);
}`
    const body = `let head = row % params.all;\n${code}`
    return {
      reads: [`qWeight: array<${vector}>`, `kWeight: array<${vector}>`, ...reads],
      writes,
      enables,
      params: ['rows: u32', 'all: u32', 'queries: u32', 'normed: u32', 'eps: f32'],
      code: rowCode('WIDTH', body, constants),
    }
  })
}

function run(
  kernel: Kernel,
  { q, k }: HeadNormWeights,
  reads: tf.Tensor[],
  writes: tf.Tensor[],
  sizes: HeadSizes,
  eps: number,
): void {
  const { heads, kvHeads } = sizes
  const all = allHeads(sizes)
  const rows = reads[0]!.shape[0]! * all
  runKernel(kernel, [q, k, ...reads], writes, [rows, all, heads, heads + kvHeads, eps], rowGroups(rows))
}

/** y like qkv, inverse [n, heads + 2 · kvHeads]. */
export function headNormForward(
  qkv: tf.Tensor2D,
  weights: HeadNormWeights,
  sizes: HeadSizes,
  eps: number,
): { y: tf.Tensor2D; inverse: tf.Tensor2D } {
  const y = output<tf.Tensor2D>(qkv.shape)
  const inverse = output<tf.Tensor2D>([qkv.shape[0], allHeads(sizes)])
  const kernel = headKernel('head-norm', sizes, (vector, total) => ({
    reads: [`x: array<${vector}>`],
    writes: [`y: array<${vector}>`, 'inverses: array<f32>'],
    code: `
  var squares = ${vector}();
  for (var c = lane; c < WIDTH; c += LANES) { let v = x[at + c]; squares += v * v; }
  let root = inverseSqrt(sumOfRow(${total('squares')}, local) * SCALE + params.eps);
  let inverse = select(1.0, root, head < params.normed);
  if (!present) { return; }
  for (var c = lane; c < WIDTH; c += LANES) { y[at + c] = x[at + c] * inverse * weightOf(head, c); }
  if (lane == 0u) { inverses[row] = inverse; }`,
  }))
  run(kernel, weights, [qkv], [y, inverse], sizes, eps)
  return { y, inverse }
}

/** Like qkv. */
export function headNormBackwardInput(
  qkv: tf.Tensor2D,
  inverse: tf.Tensor2D,
  weights: HeadNormWeights,
  dy: tf.Tensor2D,
  sizes: HeadSizes,
): tf.Tensor2D {
  const dqkv = output<tf.Tensor2D>(qkv.shape)
  const kernel = headKernel('head-norm-input', sizes, (vector, total) => ({
    reads: [`x: array<${vector}>`, 'inverses: array<f32>', `dy: array<${vector}>`],
    writes: [`dx: array<${vector}>`],
    code: `
  let inverse = inverses[row];
  var along = ${vector}();
  for (var c = lane; c < WIDTH; c += LANES) { along += dy[at + c] * weightOf(head, c) * x[at + c] * inverse; }
  let mean = sumOfRow(${total('along')}, local) * SCALE;
  let meanAlong = select(0.0, mean, head < params.normed);
  if (!present) { return; }
  for (var c = lane; c < WIDTH; c += LANES) {
    dx[at + c] = (dy[at + c] * weightOf(head, c) - x[at + c] * inverse * meanAlong) * inverse;
  }`,
  }))
  run(kernel, weights, [qkv, inverse, dy], [dqkv], sizes, 0)
  return dqkv
}

/** [D] each, into tensors that are there. */
export function headNormBackwardWeights(
  qkv: tf.Tensor2D,
  inverse: tf.Tensor2D,
  dy: tf.Tensor2D,
  sizes: HeadSizes,
  into: HeadNormWeights<tf.Tensor>,
): void {
  const { heads, kvHeads, headDim: width } = sizes
  const all = allHeads(sizes)
  const isVector = isVectorOf(sizes)
  const sum = (first: number, count: number, out: tf.Tensor) => {
    // The sum's rows are the heads of one side, of all rows of qkv.
    const head = `((row / ${count}u) * ${all}u + ${first}u + row % ${count}u)`
    const place = `${head} * params.width + column`
    const kernel = columnSumsKernel({
      name: `head-norm-weight/${first}/${count}/${all}`,
      isVector,
      reads: (vector) => [`x: array<${vector}>`, 'inverses: array<f32>', `dy: array<${vector}>`],
      terms: [`dy[${place}] * x[${place}] * inverses[${head}]`],
    })
    runColumnSums(kernel, [qkv, inverse, dy], [out], { rows: qkv.shape[0] * count, width, isVector })
  }
  sum(0, heads, into.q)
  sum(heads, kvHeads, into.k)
}
