/** @file Layer and RMS norm on wasm; the formulas and their sources are in the plain forms. */
import type * as tf from '@tensorflow/tfjs-core'
import type { NormKind, NormWeights } from '../norm'
import { type Code, f32, f32x4, i32, loop, when } from './assembler'
import { kernel, output, placeOf } from './module'
import { eachVector, FLOAT, type Lanes, total, VECTOR } from './vectors'

/** Bytes of a row's statistics: its mean (0 for RMS norm) and 1 / deviation or 1 / rms. */
const STATS = 2 * FLOAT

const { add, sub, mul, splat } = f32x4

const forward = kernel(
  (assembly) => {
    const integers = ['x', 'y', 'weight', 'bias', 'stats', 'centred', 'rowBytes', 'from', 'to'] as const
    return assembly.routine('norm', { integers, floats: ['eps', 'perNumber'] }, (p, self) => {
      const { row, at, x, y, stats } = self.declare('i32', 'row', 'at', 'x', 'y', 'stats')
      const { mean, inverse, sum, d } = self.declare('v128', 'mean', 'inverse', 'sum', 'd')
      const across = (body: (lanes: Lanes) => Code) => eachVector(at, 0, p.rowBytes, body)
      const load = (lanes: Lanes) => lanes.load(i32.add(x, at))
      const normal = (lanes: Lanes) => mul(mul(sub(load(lanes), mean), inverse), lanes.load(i32.add(p.weight, at)))
      return loop(row, p.from, p.to, 1, [
        x.set(i32.add(p.x, i32.mul(row, p.rowBytes))),
        y.set(i32.add(p.y, i32.mul(row, p.rowBytes))),
        stats.set(i32.add(p.stats, i32.mul(row, STATS))),
        mean.set(f32x4.constant(0)),
        sum.set(f32x4.constant(0)),
        when(p.centred, [
          across((lanes) => sum.set(add(sum, lanes.once(load(lanes))))),
          mean.set(splat(f32.mul(total(sum), p.perNumber))),
          sum.set(f32x4.constant(0)),
        ]),
        across((lanes) => [d.set(sub(load(lanes), mean)), sum.set(add(sum, lanes.once(mul(d, d))))]),
        inverse.set(splat(f32.div(f32.constant(1), f32.sqrt(f32.add(f32.mul(total(sum), p.perNumber), p.eps))))),
        f32.store(stats, f32x4.lane(mean, 0)),
        f32.store(stats, f32x4.lane(inverse, 0), FLOAT),
        when(
          p.bias,
          across((lanes) => lanes.store(i32.add(y, at), add(normal(lanes), lanes.load(i32.add(p.bias, at))))),
          across((lanes) => lanes.store(i32.add(y, at), normal(lanes))),
        ),
      ])
    })
  },
  { work: ({ rowBytes, from, to }) => 0.2 * rowBytes * (to - from) },
)

const backwardInput = kernel(
  (assembly) => {
    const integers = ['x', 'stats', 'weight', 'dy', 'plus', 'dx', 'centred', 'rowBytes', 'from', 'to'] as const
    return assembly.routine('normBackwardInput', { integers, floats: ['perNumber'] }, (p, self) => {
      const { row, at, x, dy, dx, plus, stats } = self.declare('i32', 'row', 'at', 'x', 'dy', 'dx', 'plus', 'stats')
      const { mean, inverse, sum, along, g, normal } = self.declare(
        'v128',
        ...(['mean', 'inverse', 'sum', 'along', 'g', 'normal'] as const),
      )
      const turn = (lanes: Lanes): Code => [
        g.set(mul(lanes.load(i32.add(dy, at)), lanes.load(i32.add(p.weight, at)))),
        normal.set(mul(sub(lanes.load(i32.add(x, at)), mean), inverse)),
      ]
      const across = (body: (lanes: Lanes) => Code) =>
        eachVector(at, 0, p.rowBytes, (lanes) => [turn(lanes), body(lanes)])
      const change = mul(sub(sub(g, sum), mul(normal, along)), inverse)
      return loop(row, p.from, p.to, 1, [
        x.set(i32.add(p.x, i32.mul(row, p.rowBytes))),
        dy.set(i32.add(p.dy, i32.mul(row, p.rowBytes))),
        dx.set(i32.add(p.dx, i32.mul(row, p.rowBytes))),
        plus.set(i32.add(p.plus, i32.mul(row, p.rowBytes))),
        stats.set(i32.add(p.stats, i32.mul(row, STATS))),
        mean.set(f32x4.loadSplat(stats)),
        inverse.set(f32x4.loadSplat(stats, FLOAT)),
        sum.set(f32x4.constant(0)),
        along.set(f32x4.constant(0)),
        across((lanes) => [sum.set(add(sum, lanes.once(g))), along.set(add(along, lanes.once(mul(g, normal))))]),
        when(p.centred, sum.set(splat(f32.mul(total(sum), p.perNumber))), sum.set(f32x4.constant(0))),
        along.set(splat(f32.mul(total(along), p.perNumber))),
        when(
          p.plus,
          across((lanes) => lanes.store(i32.add(dx, at), add(change, lanes.load(i32.add(plus, at))))),
          across((lanes) => lanes.store(i32.add(dx, at), change)),
        ),
      ])
    })
  },
  { work: ({ rowBytes, from, to }) => 0.2 * rowBytes * (to - from) },
)

/** Columns, in bytes, `from` to `to`. */
const backwardWeights = kernel(
  (assembly) => {
    const integers = ['x', 'stats', 'dy', 'dWeight', 'dBias', 'rows', 'rowBytes', 'from', 'to'] as const
    return assembly.routine('normBackwardWeights', { integers }, (p, self) => {
      const { row, at, x, dy, stats } = self.declare('i32', 'row', 'at', 'x', 'dy', 'stats')
      const { mean, inverse, given } = self.declare('v128', 'mean', 'inverse', 'given')
      const across = (body: (lanes: Lanes) => Code) => eachVector(at, p.from, p.to, body)
      const clear = (base: typeof p.dBias) => across((lanes) => lanes.store(i32.add(base, at), f32x4.constant(0)))
      const addTo = (lanes: Lanes, base: typeof p.dBias, value: Code | typeof given) =>
        lanes.store(i32.add(base, at), add(lanes.load(i32.add(base, at)), value))
      const turn = (lanes: Lanes): Code => [
        given.set(lanes.load(i32.add(dy, at))),
        addTo(lanes, p.dWeight, mul(given, mul(sub(lanes.load(i32.add(x, at)), mean), inverse))),
      ]
      return [
        clear(p.dWeight),
        when(p.dBias, clear(p.dBias)),
        loop(row, 0, p.rows, 1, [
          x.set(i32.add(p.x, i32.mul(row, p.rowBytes))),
          dy.set(i32.add(p.dy, i32.mul(row, p.rowBytes))),
          stats.set(i32.add(p.stats, i32.mul(row, STATS))),
          mean.set(f32x4.loadSplat(stats)),
          inverse.set(f32x4.loadSplat(stats, FLOAT)),
          when(
            p.dBias,
            across((lanes) => [turn(lanes), addTo(lanes, p.dBias, given)]),
            across(turn),
          ),
        ]),
      ]
    })
  },
  { work: ({ rows, from, to }) => 0.1 * rows * (to - from), step: VECTOR },
)

/** x [n, width], weight and bias [width]; y like x, stats [n, 2]. */
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
  forward({
    x: placeOf(x),
    y: placeOf(y),
    weight: placeOf(weight),
    bias: bias ? placeOf(bias) : 0,
    stats: placeOf(stats),
    centred: Number(kind === 'layer'),
    rowBytes: FLOAT * width,
    eps,
    perNumber: 1 / width,
    from: 0,
    to: n,
  })
  return { y, stats }
}

/** dx, with `plus` added. */
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
  backwardInput({
    x: placeOf(x),
    stats: placeOf(stats),
    weight: placeOf(weight),
    dy: placeOf(dy),
    plus: plus ? placeOf(plus) : 0,
    dx: placeOf(dx),
    centred: Number(kind === 'layer'),
    rowBytes: FLOAT * width,
    perNumber: 1 / width,
    from: 0,
    to: n,
  })
  return dx
}

/** The gradients of weight and bias, [width] each, are written to `into`. */
export function normBackwardWeights(
  x: tf.Tensor2D,
  stats: tf.Tensor2D,
  dy: tf.Tensor2D,
  into: NormWeights<tf.Tensor>,
): void {
  const [n, width] = x.shape
  backwardWeights({
    x: placeOf(x),
    stats: placeOf(stats),
    dy: placeOf(dy),
    dWeight: placeOf(into.weight),
    dBias: into.bias ? placeOf(into.bias) : 0,
    rows: n,
    rowBytes: FLOAT * width,
    from: 0,
    to: FLOAT * width,
  })
}
