/** @file Rows of a table by index on WebGPU, and their gradients, each row summed by one thread in a fixed order. */
import * as tf from '@tensorflow/tfjs-core'
import { asFactor, halfToVector, type Matrix } from '../half'
import { kernelFor } from './kernel'
import { output, runKernel } from './run-kernel'

const ROW = 16
const COLUMN = 4

const lanes = (width: number) =>
  width % 4 === 0 ? { type: 'vec4f', places: width / 4 } : { type: 'f32', places: width }

/** A thread for each row and group of columns: `row` (below params.rows) and `column` (below params.width). */
const EACH = `
@compute @workgroup_size(${COLUMN}, ${ROW}) fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) counts: vec3u) {
  let column = id.x;
  let row = id.y + id.z * counts.y * ${ROW}u;
  if (column >= params.width || row >= params.rows) { return; }`

function groupsFor(rows: number, places: number): [number, number, number] {
  const down = Math.ceil(rows / ROW)
  const layers = Math.ceil(down / 32_768)
  return [Math.ceil(places / COLUMN), Math.ceil(down / layers), layers]
}

const integers = (values: Int32Array): tf.Tensor1D => tf.tensor1d(values, 'int32')

/** table [n, width] by indices [m]; with `positions` [context, width], row r gets that of r % tokens added. */
export function gather(
  table: Matrix,
  indices: Int32Array,
  positions?: { table: tf.Tensor2D; tokens: number },
): tf.Tensor2D {
  const width = table.shape[1]
  const { type, places } = lanes(width)
  const { tensor, half } = asFactor(table)
  const value = 'values[u32(chosen[row]) * params.width + column]'
  const kernel = kernelFor(`gather${positions ? '-positions' : ''}/${half ?? type}`, () => ({
    reads: [
      'chosen: array<i32>',
      `values: array<${half ? 'vec2u' : type}>`,
      ...(positions ? [`positions: array<${type}>`] : []),
    ],
    writes: [`y: array<${type}>`],
    params: ['rows: u32', 'width: u32', 'tokens: u32'],
    code: `${EACH}
  y[row * params.width + column] = ${half ? halfToVector(half, value) : value}${positions ? ' + positions[(row % params.tokens) * params.width + column]' : ''};
}`,
  }))
  const y = output<tf.Tensor2D>([indices.length, width])
  const chosen = integers(indices)
  const reads = [chosen, tensor, ...(positions ? [positions.table] : [])]
  runKernel(kernel, reads, [y], [indices.length, places, positions?.tokens ?? 1], groupsFor(indices.length, places))
  chosen.dispose()
  return y
}

/**
 * The gradient of `gather`: dy [m, width] added up by index into `into` [n, width], whose other rows become zero, or
 * stay as they are with `accumulate`.
 */
export function scatter(dy: tf.Tensor2D, indices: Int32Array, into: tf.Tensor2D, accumulate = false): void {
  const [n, width] = into.shape
  const { type, places } = lanes(width)
  const { rows, starts, order } = byIndex(indices, n, accumulate)
  const kernel = kernelFor(`scatter${accumulate ? '-accumulate' : ''}/${type}`, () => ({
    reads: ['targets: array<i32>', 'starts: array<i32>', 'order: array<i32>', `dy: array<${type}>`],
    writes: [`y: array<${type}>`],
    params: ['rows: u32', 'width: u32'],
    code: `${EACH}
  var sum = ${type}();
  for (var i = starts[row]; i < starts[row + 1u]; i++) { sum += dy[u32(order[i]) * params.width + column]; }
  let at = u32(targets[row]) * params.width + column;
  y[at] = sum${accumulate ? ' + y[at]' : ''};
}`,
  }))
  const lists = [rows, starts, order].map(integers)
  runKernel(kernel, [...lists, dy], [into], [rows.length, places], groupsFor(rows.length, places))
  tf.dispose(lists)
}

/** The places of each index, one index after another; indices that do not occur are left out if nothing is to be zeroed. */
function byIndex(indices: Int32Array, n: number, onlyPresent: boolean) {
  const counts = new Int32Array(n)
  for (const index of indices) counts[index]! += 1
  const rows: number[] = []
  const starts: number[] = [0]
  const next = new Int32Array(n)
  let total = 0
  for (let index = 0; index < n; index++) {
    if (onlyPresent && counts[index] === 0) continue
    rows.push(index)
    next[index] = total
    total += counts[index]!
    starts.push(total)
  }
  // A buffer of no size cannot be bound.
  const order = new Int32Array(Math.max(1, indices.length))
  indices.forEach((index, place) => {
    order[next[index]!++] = place
  })
  return { rows: Int32Array.from(rows), starts: Int32Array.from(starts), order }
}

/** Σ over the batch of d [rows * tokens, width], into the first `tokens` rows of `into`; the rest becomes zero. */
export function sumOverBatch(d: tf.Tensor2D, tokens: number, into: tf.Tensor2D): void {
  const [context, width] = into.shape
  const { type, places } = lanes(width)
  const kernel = kernelFor(`sum-over-batch/${type}`, () => ({
    reads: [`d: array<${type}>`],
    writes: [`y: array<${type}>`],
    params: ['rows: u32', 'width: u32', 'tokens: u32', 'batch: u32'],
    code: `${EACH}
  var sum = ${type}();
  if (row < params.tokens) {
    for (var b = 0u; b < params.batch; b++) { sum += d[(b * params.tokens + row) * params.width + column]; }
  }
  y[row * params.width + column] = sum;
}`,
  }))
  runKernel(kernel, [d], [into], [context, places, tokens, d.shape[0] / tokens], groupsFor(context, places))
}
