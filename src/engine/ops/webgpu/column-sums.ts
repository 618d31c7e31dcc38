/** @file Sums over the rows of a matrix, for each column: gradients of biases and norms. In a fixed order. */
import type * as tf from '@tensorflow/tfjs-core'
import type { ColumnsOf } from '../columns'
import { type Kernel, kernelFor } from './kernel'
import { output, runKernel } from './run-kernel'
import { adapterTraits } from './tile-choice'

/** Columns, or groups of four, of one workgroup. */
const ACROSS = 8
/** Threads that share a column, each with every so manieth row. In software there is nothing to gain from more. */
const rowThreads = (): number => (adapterTraits().software ? 4 : 32)

export interface ColumnSums {
  name: string
  /** All places and sizes come in fours. */
  isVector: boolean
  reads: (vector: string) => string[]
  /** What is summed, in terms of `row`, `column` and `at` (the place of both): one sum or two. */
  terms: string[]
}

export function columnSumsKernel({ name, isVector, reads, terms }: ColumnSums): Kernel {
  const vector = isVector ? 'vec4f' : 'f32'
  const down = rowThreads()
  const all = (text: (i: number) => string, joint = ' ') => terms.map((_, i) => text(i)).join(joint)
  return kernelFor(`column-sums/${name}/${vector}/${down}`, () => ({
    reads: reads(vector),
    writes: terms.map((_, i) => `out${i}: array<${vector}>`),
    params: ['rows: u32', 'width: u32', 'stride: u32', 'start: u32'],
    code: `
${all((i) => `var<workgroup> partial${i}: array<${vector}, ${ACROSS * down}>;`)}
@compute @workgroup_size(${ACROSS}, ${down}) fn main(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(local_invocation_id) local: vec3u,
) {
  let column = min(id.x, params.width - 1u);
  ${all((i) => `var sum${i} = ${vector}();`)}
  for (var row = local.y; row < params.rows; row += ${down}u) {
    let at = row * params.stride + params.start + column;
    ${terms.map((term, i) => `sum${i} += ${term};`).join('\n')}
  }
  let place = local.y * ${ACROSS}u + local.x;
  ${all((i) => `partial${i}[place] = sum${i};`)}
  workgroupBarrier();
  if (local.y > 0u || id.x >= params.width) { return; }
  for (var y = 1u; y < ${down}u; y++) { ${all((i) => `sum${i} += partial${i}[y * ${ACROSS}u + local.x];`)} }
  ${all((i) => `out${i}[column] = sum${i};`)}
}`,
  }))
}

export interface Extent {
  rows: number
  width: number
  stride?: number
  start?: number
  isVector: boolean
}

/** Each of `into` is [width]; rows are `stride` numbers apart and begin with their number `start`. */
export function runColumnSums(
  kernel: Kernel,
  reads: tf.Tensor[],
  into: tf.Tensor[],
  { rows, width, stride = width, start = 0, isVector }: Extent,
): void {
  const by = isVector ? 4 : 1
  const groups = width / by
  runKernel(kernel, reads, into, [rows, groups, stride / by, start / by], [Math.ceil(groups / ACROSS)])
}

/** Σ over rows of x [n, m], of some of its columns or of all. */
export function columnSums(x: tf.Tensor2D, into?: tf.Tensor, of?: ColumnsOf): tf.Tensor1D {
  const [rows, stride] = x.shape
  const { start, columns: width } = of ?? { start: 0, columns: stride }
  const sums = (into ?? output([width])) as tf.Tensor1D
  const isVector = [stride, start, width].every((n) => n % 4 === 0)
  const kernel = columnSumsKernel({ name: 'plain', isVector, reads: (type) => [`x: array<${type}>`], terms: ['x[at]'] })
  runColumnSums(kernel, [x], [sums], { rows, width, stride, start, isVector })
  return sums
}
