/** @file Rows of a table by index on wasm, and the gradient that adds rows back. */
import * as tf from '@tensorflow/tfjs-core'
import { f32x4, i32, loop, when } from './assembler'
import { kernel, output, placeOf } from './module'
import { eachVector, FLOAT, VECTOR } from './vectors'

const { add, constant } = f32x4

/** y[k] = table[indices[k]] + positions[k % tokens] for k `from` to `to`; without the latter where that is 0. */
const take = kernel(
  (assembly) => {
    const integers = ['table', 'indices', 'positions', 'tokens', 'y', 'rowBytes', 'from', 'to'] as const
    return assembly.routine('gather', { integers }, (p, self) => {
      const { k, at, x, place, y } = self.declare('i32', 'k', 'at', 'x', 'place', 'y')
      return loop(k, p.from, p.to, 1, [
        x.set(i32.add(p.table, i32.mul(i32.load(i32.add(p.indices, i32.mul(k, FLOAT))), p.rowBytes))),
        y.set(i32.add(p.y, i32.mul(k, p.rowBytes))),
        when(
          p.positions,
          [
            place.set(i32.add(p.positions, i32.mul(i32.remainder(k, p.tokens), p.rowBytes))),
            eachVector(at, 0, p.rowBytes, (lanes) =>
              lanes.store(i32.add(y, at), add(lanes.load(i32.add(x, at)), lanes.load(i32.add(place, at)))),
            ),
          ],
          eachVector(at, 0, p.rowBytes, (lanes) => lanes.store(i32.add(y, at), lanes.load(i32.add(x, at)))),
        ),
      ])
    })
  },
  { work: ({ rowBytes, from, to }) => 0.1 * rowBytes * (to - from) },
)

/** sums[indices[k]] += d[k] for all k, in that order, on n rows of zeros; columns `from` to `to` of them, in bytes. */
const addRows = kernel(
  (assembly) => {
    const integers = ['d', 'count', 'indices', 'sums', 'n', 'rowBytes', 'from', 'to'] as const
    return assembly.routine('scatter', { integers }, (p, self) => {
      const { k, at, x, y } = self.declare('i32', 'k', 'at', 'x', 'y')
      return [
        loop(k, 0, p.n, 1, [
          y.set(i32.add(p.sums, i32.mul(k, p.rowBytes))),
          eachVector(at, p.from, p.to, (lanes) => lanes.store(i32.add(y, at), constant(0))),
        ]),
        loop(k, 0, p.count, 1, [
          x.set(i32.add(p.d, i32.mul(k, p.rowBytes))),
          y.set(i32.add(p.sums, i32.mul(i32.load(i32.add(p.indices, i32.mul(k, FLOAT))), p.rowBytes))),
          eachVector(at, p.from, p.to, (lanes) => {
            const to = i32.add(y, at)
            return lanes.store(to, add(lanes.load(to), lanes.load(i32.add(x, at))))
          }),
        ]),
      ]
    })
  },
  { work: ({ n, count, from, to }) => 0.1 * (n + count) * (to - from), step: VECTOR },
)

/** table [n, width] by indices [m] gives [m, width]; row k plus that of `positions` for k % tokens. */
export function gather(
  table: tf.Tensor2D,
  indices: Int32Array,
  positions?: { table: tf.Tensor2D; tokens: number },
): tf.Tensor2D {
  const width = table.shape[1]
  const chosen = tf.tensor1d(indices, 'int32')
  const y = output<tf.Tensor2D>([indices.length, width])
  take({
    table: placeOf(table),
    indices: placeOf(chosen),
    positions: positions ? placeOf(positions.table) : 0,
    tokens: positions?.tokens ?? 1,
    y: placeOf(y),
    rowBytes: FLOAT * width,
    from: 0,
    to: indices.length,
  })
  chosen.dispose()
  return y
}

/** d [m, width] added up by index into [n, width]; other rows are zero. */
export function scatter(d: tf.Tensor2D, indices: Int32Array, n: number): tf.Tensor2D {
  const width = d.shape[1]
  const chosen = tf.tensor1d(indices, 'int32')
  const sums = output<tf.Tensor2D>([n, width])
  addRows({
    d: placeOf(d),
    count: indices.length,
    indices: placeOf(chosen),
    sums: placeOf(sums),
    n,
    rowBytes: FLOAT * width,
    from: 0,
    to: FLOAT * width,
  })
  chosen.dispose()
  return sums
}
