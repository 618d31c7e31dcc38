/** @file AdamW on wasm: one loop in place, where a dozen stock operations would each pass over memory. */
import * as tf from '@tensorflow/tfjs-core'
import { type AdamWUpdate, type AdamWVectors, CLIP_EPSILON, FINITE_LIMIT } from '../adamw-update'
import { hostValues } from '../memory'
import { type Code, f32x4, f64, f64x2, i32, loop, type Value } from './assembler'
import { kernel, output, placeOf } from './module'
import { eachVector, FLOAT, type Lanes, VECTOR } from './vectors'

const { add, sub, mul, div, splat } = f32x4

/** Bytes whose squares are summed by themselves. */
const CHUNK = 1 << 16

/** Σ x² over each chunk of x, summed in double precision. */
const sumSquares = kernel(
  (assembly) => {
    const integers = ['x', 'bytes', 'sums', 'from', 'to'] as const
    return assembly.routine('sumSquares', { integers }, (p, self) => {
      const { chunk, at, start } = self.declare('i32', 'chunk', 'at', 'start')
      const { x, low, high } = self.declare('v128', 'x', 'low', 'high')
      const square = (half: Value): Code => f64x2.mul(f64x2.fromFloats(half), f64x2.fromFloats(half))
      const turn = (lanes: Lanes): Code => [
        x.set(lanes.once(lanes.load(i32.add(p.x, at)))),
        low.set(f64x2.add(low, square(x))),
        high.set(f64x2.add(high, square(f32x4.shuffle(x, x, [2, 3, 2, 3])))),
      ]
      return loop(chunk, p.from, p.to, 1, [
        start.set(i32.mul(chunk, CHUNK)),
        low.set(f32x4.constant(0)),
        high.set(f32x4.constant(0)),
        eachVector(at, start, i32.min(i32.add(start, CHUNK), p.bytes), turn),
        low.set(f64x2.add(low, high)),
        f64.store(i32.add(p.sums, i32.mul(chunk, 8)), f64.add(f64x2.lane(low, 0), f64x2.lane(low, 1))),
      ])
    })
  },
  { work: ({ from, to }) => 0.05 * CHUNK * (to - from) },
)

/** Bytes `from` to `to` of each vector. */
const change = kernel(
  (assembly) => {
    const integers = ['weights', 'first', 'second', 'gradient', 'from', 'to'] as const
    const floats = ['scale', 'beta1', 'beta2', 'rest1', 'rest2', 'keep', 'rate', 'spread', 'epsilon'] as const
    return assembly.routine('adamw', { integers, floats }, (p, self) => {
      const { at } = self.declare('i32', 'at')
      const { g, m, v } = self.declare('v128', 'g', 'm', 'v')
      return eachVector(at, p.from, p.to, (lanes) => {
        const here = (of: (typeof integers)[number]) => i32.add(p[of], at)
        const times = (of: (typeof floats)[number], x: Value) => mul(x, splat(p[of]))
        const spread = add(times('spread', f32x4.sqrt(v)), splat(p.epsilon))
        return [
          g.set(times('scale', lanes.load(here('gradient')))),
          m.set(add(times('beta1', lanes.load(here('first'))), times('rest1', g))),
          v.set(add(times('beta2', lanes.load(here('second'))), times('rest2', mul(g, g)))),
          lanes.store(here('first'), m),
          lanes.store(here('second'), v),
          lanes.store(here('weights'), sub(times('keep', lanes.load(here('weights'))), div(times('rate', m), spread))),
        ]
      })
    })
  },
  { work: ({ from, to }) => 0.2 * (to - from), step: VECTOR },
)

/** As adamwPlain, but the vectors are changed where they are. */
export function adamwOnWasm(
  vectors: AdamWVectors,
  gradient: tf.Tensor1D,
  update: AdamWUpdate,
): { vectors: AdamWVectors; gradNorm: tf.Scalar } {
  const { learningRate, beta1, beta2, epsilon, weightDecay, maxGradNorm, step } = update
  const norm = Math.sqrt(squares(gradient))
  const alive = hostValues(vectors.alive)!
  if (!(norm < FINITE_LIMIT)) alive[0] = 0
  if (alive[0] === 1) {
    change({
      weights: placeOf(vectors.weights),
      first: placeOf(vectors.firstMoment),
      second: placeOf(vectors.secondMoment),
      gradient: placeOf(gradient),
      from: 0,
      to: FLOAT * gradient.size,
      scale: maxGradNorm > 0 ? Math.min(1, maxGradNorm / (norm + CLIP_EPSILON)) : 1,
      beta1,
      beta2,
      rest1: 1 - beta1,
      rest2: 1 - beta2,
      keep: 1 - learningRate * weightDecay,
      rate: learningRate / (1 - beta1 ** step),
      spread: 1 / Math.sqrt(1 - beta2 ** step),
      epsilon,
    })
  }
  return { vectors, gradNorm: tf.scalar(norm) }
}

function squares(x: tf.Tensor1D): number {
  const chunks = Math.ceil((FLOAT * x.size) / CHUNK)
  const sums = output<tf.Tensor1D>([2 * chunks])
  sumSquares({ x: placeOf(x), bytes: FLOAT * x.size, sums: placeOf(sums), from: 0, to: chunks })
  const bytes = hostValues(sums)!
  // tfjs's memory comes in multiples of eight bytes.
  const doubles = new Float64Array(bytes.buffer, bytes.byteOffset, chunks)
  const sum = doubles.reduce((total, part) => total + part, 0)
  sums.dispose()
  return sum
}
