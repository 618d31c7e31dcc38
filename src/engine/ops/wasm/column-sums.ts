/** @file Sums over the rows of a matrix on wasm: the gradient of a bias. */
import type * as tf from '@tensorflow/tfjs-core'
import type { ColumnsOf } from '../columns'
import { f32x4, i32, loop } from './assembler'
import { kernel, output, placeOf } from './module'
import { eachVector, FLOAT, VECTOR } from './vectors'

/** Columns, in bytes, `from` to `to`. */
const sumColumns = kernel(
  (assembly) => {
    const integers = ['x', 'rowBytes', 'rows', 'sums', 'from', 'to'] as const
    return assembly.routine('columnSums', { integers }, (p, self) => {
      const { row, at, x } = self.declare('i32', 'row', 'at', 'x')
      const to = i32.add(p.sums, at)
      return [
        eachVector(at, p.from, p.to, (lanes) => lanes.store(to, f32x4.constant(0))),
        loop(row, 0, p.rows, 1, [
          x.set(i32.add(p.x, i32.mul(row, p.rowBytes))),
          eachVector(at, p.from, p.to, (lanes) =>
            lanes.store(to, f32x4.add(lanes.load(to), lanes.load(i32.add(x, at)))),
          ),
        ]),
      ]
    })
  },
  { work: ({ rows, from, to }) => 0.06 * rows * (to - from), step: VECTOR },
)

/** [m] of x [n, m], or of some of its columns. */
export function columnSums(x: tf.Tensor2D, into?: tf.Tensor, of?: ColumnsOf): tf.Tensor1D {
  const [rows, width] = x.shape
  const { start, columns } = of ?? { start: 0, columns: width }
  const sums = (into ?? output([columns])) as tf.Tensor1D
  sumColumns({
    x: placeOf(x) + FLOAT * start,
    rowBytes: FLOAT * width,
    rows,
    sums: placeOf(sums),
    from: 0,
    to: FLOAT * columns,
  })
  return sums
}
