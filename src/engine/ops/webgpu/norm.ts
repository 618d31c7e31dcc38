/** @file Layer norm and RMS norm on WebGPU, forward and backward; the formulas and their sources are in the plain forms. */
import type * as tf from '@tensorflow/tfjs-core'
import { columnSumsKernel, runColumnSums } from './column-sums'
import { type Kernel, kernelFor } from './kernel'
import { rowCode, rowGroups, rowReduction } from './row-reduction'
import { output, runKernel } from './run-kernel'

export type NormKind = 'layer' | 'rms'

const typeOf = (width: number) => (width % 4 === 0 ? 'vec4f' : 'f32')
const lanesOf = (width: number) => (width % 4 === 0 ? 4 : 1)
/** The sum of a vector's numbers, in WGSL. */
const total = (width: number, text: string) => (width % 4 === 0 ? `dot(${text}, vec4f(1.0))` : text)

/** A kernel in which a few threads share a row of `width` numbers; `build` is asked for its bindings and body once. */
function rowKernel(name: string, width: number, build: () => Pick<Kernel, 'reads' | 'writes' | 'code'>): Kernel {
  const { enables, name: form } = rowReduction()
  return kernelFor(`${name}/${width}/${form}`, () => {
    const kernel = build()
    const constants = `const WIDTH = ${width / lanesOf(width)}u;\nconst SCALE = ${1 / width};`
    return { ...kernel, enables, params: ['rows: u32', 'eps: f32'], code: rowCode('WIDTH', kernel.code, constants) }
  })
}

/**
 * x [n, width]; stats [n, 2] are mean (0 for RMS) and 1 / deviation (1 / rms).
 */
export function normForward(
  kind: NormKind,
  x: tf.Tensor2D,
  weight: tf.Tensor1D,
  bias: tf.Tensor1D | undefined,
  eps: number,
): { y: tf.Tensor2D; stats: tf.Tensor2D } {
  const [n, width] = x.shape
  const y = output<tf.Tensor2D>([n, width])
  const stats = output<tf.Tensor2D>([n, 2])
  const vector = typeOf(width)
  const kernel = rowKernel(`${kind}-norm${bias ? '-bias' : ''}`, width, () => ({
    reads: [`x: array<${vector}>`, `weight: array<${vector}>`, ...(bias ? [`bias: array<${vector}>`] : [])],
    writes: [`y: array<${vector}>`, 'stats: array<vec2f>'],
    code: `
  var mean = 0.0;
  ${kind === 'layer' ? `var sum = ${vector}(); for (var c = lane; c < WIDTH; c += LANES) { sum += x[at + c]; } mean = sumOfRow(${total(width, 'sum')}, local) * SCALE;` : ''}
  var squares = ${vector}();
  for (var c = lane; c < WIDTH; c += LANES) { let v = x[at + c] - mean; squares += v * v; }
  let inverse = inverseSqrt(sumOfRow(${total(width, 'squares')}, local) * SCALE + params.eps);
  if (!present) { return; }
  for (var c = lane; c < WIDTH; c += LANES) { y[at + c] = (x[at + c] - mean) * inverse * weight[c]${bias ? ' + bias[c]' : ''}; }
  if (lane == 0u) { stats[row] = vec2f(mean, inverse); }`,
  }))
  runKernel(kernel, [x, weight, ...(bias ? [bias] : [])], [y, stats], [n, eps], rowGroups(n))
  return { y, stats }
}

/** dx [n, width], with `plus` added where given. */
export function normBackwardInput(
  kind: NormKind,
  x: tf.Tensor2D,
  stats: tf.Tensor2D,
  weight: tf.Tensor1D,
  dy: tf.Tensor2D,
  plus?: tf.Tensor2D,
): tf.Tensor2D {
  const [n, width] = x.shape
  const dx = output<tf.Tensor2D>([n, width])
  const vector = typeOf(width)
  const kernel = rowKernel(`${kind}-norm-input${plus ? '-plus' : ''}`, width, () => ({
    reads: [
      `x: array<${vector}>`,
      'stats: array<vec2f>',
      `weight: array<${vector}>`,
      `dy: array<${vector}>`,
      ...(plus ? [`plus: array<${vector}>`] : []),
    ],
    writes: [`dx: array<${vector}>`],
    code: `
  let mean = stats[row].x;
  let inverse = stats[row].y;
  var sums = ${vector}();
  var along = ${vector}();
  for (var c = lane; c < WIDTH; c += LANES) {
    let g = dy[at + c] * weight[c];
    sums += g;
    along += g * (x[at + c] - mean) * inverse;
  }
  let meanOfG = ${kind === 'layer' ? `sumOfRow(${total(width, 'sums')}, local) * SCALE` : '0.0'};
  let meanAlong = sumOfRow(${total(width, 'along')}, local) * SCALE;
  if (!present) { return; }
  for (var c = lane; c < WIDTH; c += LANES) {
    let normal = (x[at + c] - mean) * inverse;
    dx[at + c] = (dy[at + c] * weight[c] - meanOfG - normal * meanAlong) * inverse${plus ? ' + plus[at + c]' : ''};
  }`,
  }))
  runKernel(kernel, [x, stats, weight, dy, ...(plus ? [plus] : [])], [dx], [n, 0], rowGroups(n))
  return dx
}

/** dWeight = Σ dy · x̂ and dBias = Σ dy over rows, [width] each, into tensors that are there. */
export function normBackwardWeights(
  x: tf.Tensor2D,
  stats: tf.Tensor2D,
  dy: tf.Tensor2D,
  into: { weight: tf.Tensor; bias?: tf.Tensor },
): void {
  const [n, width] = x.shape
  const isVector = width % 4 === 0
  const kernel = columnSumsKernel({
    name: `norm-weights${into.bias ? '-bias' : ''}`,
    isVector,
    reads: (vector) => [`x: array<${vector}>`, 'stats: array<vec2f>', `dy: array<${vector}>`],
    terms: ['dy[at] * (x[at] - stats[row].x) * stats[row].y', ...(into.bias ? ['dy[at]'] : [])],
  })
  runColumnSums(kernel, [x, stats, dy], [into.weight, ...(into.bias ? [into.bias] : [])], { rows: n, width, isVector })
}
