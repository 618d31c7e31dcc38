/** @file RMS norm of each head of queries and keys on wasm; the formulas are in the plain form. */
import type * as tf from '@tensorflow/tfjs-core'
import type { HeadNormWeights, HeadSizes } from '../head-norm'
import { type Code, f32, f32x4, i32, loop, select, when } from './assembler'
import { kernel, output, placeOf } from './module'
import { eachVector, FLOAT, type Lanes, total, VECTOR } from './vectors'

const { add, sub, mul, splat } = f32x4

/** Heads, of all rows of qkv, `from` to `to`; `all` of them make a row, of which `queries` and up to `normed` count. */
const forward = kernel(
  (assembly) => {
    const integers = ['x', 'y', 'q', 'k', 'inverses', 'all', 'queries', 'normed', 'headBytes', 'from', 'to'] as const
    return assembly.routine('headNorm', { integers, floats: ['eps', 'perNumber'] }, (p, self) => {
      const { row, at, head, x, y, weight } = self.declare('i32', 'row', 'at', 'head', 'x', 'y', 'weight')
      const { inverse, sum, d } = self.declare('v128', 'inverse', 'sum', 'd')
      const across = (body: (lanes: Lanes) => Code) => eachVector(at, 0, p.headBytes, body)
      const load = (lanes: Lanes) => lanes.load(i32.add(x, at))
      return loop(row, p.from, p.to, 1, [
        head.set(i32.remainder(row, p.all)),
        x.set(i32.add(p.x, i32.mul(row, p.headBytes))),
        y.set(i32.add(p.y, i32.mul(row, p.headBytes))),
        inverse.set(f32x4.constant(1)),
        when(
          i32.less(head, p.normed),
          [
            weight.set(select(p.q.read, p.k.read, i32.less(head, p.queries))),
            sum.set(f32x4.constant(0)),
            across((lanes) => [d.set(load(lanes)), sum.set(add(sum, lanes.once(mul(d, d))))]),
            inverse.set(splat(f32.div(f32.constant(1), f32.sqrt(f32.add(f32.mul(total(sum), p.perNumber), p.eps))))),
            across((lanes) =>
              lanes.store(i32.add(y, at), mul(mul(load(lanes), inverse), lanes.load(i32.add(weight, at)))),
            ),
          ],
          across((lanes) => lanes.store(i32.add(y, at), load(lanes))),
        ),
        f32.store(i32.add(p.inverses, i32.mul(row, FLOAT)), f32x4.lane(inverse, 0)),
      ])
    })
  },
  { work: ({ headBytes, from, to }) => 0.2 * headBytes * (to - from) },
)

const backwardInput = kernel(
  (assembly) => {
    const heads = ['all', 'queries', 'normed', 'headBytes', 'from', 'to'] as const
    const integers = ['x', 'inverses', 'q', 'k', 'dy', 'dx', ...heads] as const
    return assembly.routine('headNormInput', { integers, floats: ['perNumber'] }, (p, self) => {
      const { row, at, head, x, dy, dx, weight } = self.declare(
        'i32',
        ...(['row', 'at', 'head', 'x', 'dy', 'dx', 'weight'] as const),
      )
      const { inverse, along, g, normal } = self.declare('v128', 'inverse', 'along', 'g', 'normal')
      const across = (body: (lanes: Lanes) => Code) => eachVector(at, 0, p.headBytes, body)
      const turn = (lanes: Lanes): Code => [
        g.set(mul(lanes.load(i32.add(dy, at)), lanes.load(i32.add(weight, at)))),
        normal.set(mul(lanes.load(i32.add(x, at)), inverse)),
      ]
      return loop(row, p.from, p.to, 1, [
        head.set(i32.remainder(row, p.all)),
        x.set(i32.add(p.x, i32.mul(row, p.headBytes))),
        dy.set(i32.add(p.dy, i32.mul(row, p.headBytes))),
        dx.set(i32.add(p.dx, i32.mul(row, p.headBytes))),
        when(
          i32.less(head, p.normed),
          [
            weight.set(select(p.q.read, p.k.read, i32.less(head, p.queries))),
            inverse.set(f32x4.loadSplat(i32.add(p.inverses, i32.mul(row, FLOAT)))),
            along.set(f32x4.constant(0)),
            across((lanes) => [turn(lanes), along.set(add(along, lanes.once(mul(g, normal))))]),
            along.set(splat(f32.mul(total(along), p.perNumber))),
            across((lanes) => [turn(lanes), lanes.store(i32.add(dx, at), mul(sub(g, mul(normal, along)), inverse))]),
          ],
          across((lanes) => lanes.store(i32.add(dx, at), lanes.load(i32.add(dy, at)))),
        ),
      ])
    })
  },
  { work: ({ headBytes, from, to }) => 0.2 * headBytes * (to - from) },
)

/** Columns of a head, in bytes, `from` to `to`; `rows` heads in all. */
const backwardWeights = kernel(
  (assembly) => {
    const heads = ['all', 'queries', 'normed', 'rows', 'headBytes', 'from', 'to'] as const
    const integers = ['x', 'inverses', 'dy', 'dq', 'dk', ...heads] as const
    return assembly.routine('headNormWeights', { integers }, (p, self) => {
      const { row, at, head, x, dy, sums } = self.declare('i32', 'row', 'at', 'head', 'x', 'dy', 'sums')
      const inverse = self.variable('v128')
      const across = (body: (lanes: Lanes) => Code) => eachVector(at, p.from, p.to, body)
      const term = (lanes: Lanes) => mul(lanes.load(i32.add(dy, at)), mul(lanes.load(i32.add(x, at)), inverse))
      return [
        across((lanes) => [
          lanes.store(i32.add(p.dq, at), f32x4.constant(0)),
          lanes.store(i32.add(p.dk, at), f32x4.constant(0)),
        ]),
        loop(row, 0, p.rows, 1, [
          head.set(i32.remainder(row, p.all)),
          when(i32.less(head, p.normed), [
            sums.set(select(p.dq.read, p.dk.read, i32.less(head, p.queries))),
            x.set(i32.add(p.x, i32.mul(row, p.headBytes))),
            dy.set(i32.add(p.dy, i32.mul(row, p.headBytes))),
            inverse.set(f32x4.loadSplat(i32.add(p.inverses, i32.mul(row, FLOAT)))),
            across((lanes) => {
              const to = i32.add(sums, at)
              return lanes.store(to, add(lanes.load(to), term(lanes)))
            }),
          ]),
        ]),
      ]
    })
  },
  { work: ({ rows, from, to }) => 0.1 * rows * (to - from), step: VECTOR },
)

/** How heads lie in a row of qkv. */
const layout = ({ heads, kvHeads, headDim }: HeadSizes) => ({
  all: heads + 2 * kvHeads,
  queries: heads,
  normed: heads + kvHeads,
  headBytes: FLOAT * headDim,
})

const placesOf = ({ q, k }: HeadNormWeights) => ({ q: placeOf(q), k: placeOf(k) })

/** y like qkv, inverse [n, heads + 2 · kvHeads]. */
export function headNormForward(
  qkv: tf.Tensor2D,
  weights: HeadNormWeights,
  sizes: HeadSizes,
  eps: number,
): { y: tf.Tensor2D; inverse: tf.Tensor2D } {
  const { all } = layout(sizes)
  const y = output<tf.Tensor2D>(qkv.shape)
  const inverse = output<tf.Tensor2D>([qkv.shape[0], all])
  forward({
    x: placeOf(qkv),
    y: placeOf(y),
    inverses: placeOf(inverse),
    ...placesOf(weights),
    ...layout(sizes),
    eps,
    perNumber: 1 / sizes.headDim,
    from: 0,
    to: qkv.shape[0] * all,
  })
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
  backwardInput({
    x: placeOf(qkv),
    inverses: placeOf(inverse),
    dy: placeOf(dy),
    dx: placeOf(dqkv),
    ...placesOf(weights),
    ...layout(sizes),
    perNumber: 1 / sizes.headDim,
    from: 0,
    to: inverse.size,
  })
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
  backwardWeights({
    x: placeOf(qkv),
    inverses: placeOf(inverse),
    dy: placeOf(dy),
    dq: placeOf(into.q),
    dk: placeOf(into.k),
    ...layout(sizes),
    rows: inverse.size,
    from: 0,
    to: FLOAT * sizes.headDim,
  })
}
