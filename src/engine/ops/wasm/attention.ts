/** @file Runs causal attention and rotary positions on wasm, on queries, keys and values as columns of one matrix. */
import type * as tf from '@tensorflow/tfjs-core'
import type { AttentionShape } from '../attention'
import { f32x4, i32, loop } from './assembler'
import { attentionBackwardRoutine, attentionForwardRoutine, SCORES } from './attention-kernels'
import { kernel, output, placeOf } from './module'
import { eachVector, FLOAT } from './vectors'

interface Work {
  tokens: number
  group: number
  dim: number
  from: number
  to: number
}
const work = ({ tokens, group, dim, from, to }: Work) => (1 + 0.06 * dim) * tokens * tokens * group * (to - from)

const forward = kernel(attentionForwardRoutine, { work })
const backward = kernel(attentionBackwardRoutine, { work: (args) => 2 * work(args) })

/** Queries that are taken together, at most: more of them look at more keys that only the last ones see. */
const BLOCK = 32

function argumentsOf(qkv: tf.Tensor2D, y: tf.Tensor2D, lse: tf.Tensor2D, shape: AttentionShape) {
  const { rows, tokens, heads, kvHeads, headDim } = shape
  // A fourth of the tokens is the best block for few of them (measured).
  const block = Math.min(BLOCK, 4 * Math.ceil(tokens / 16), Math.floor(SCORES / tokens))
  if (block < 1) throw new Error(`attention over ${tokens} tokens: at most ${SCORES}`)
  return {
    qkv: placeOf(qkv),
    qkvRow: FLOAT * qkv.shape[1],
    y: placeOf(y),
    yRow: FLOAT * y.shape[1],
    lse: placeOf(lse),
    tokens,
    kvHeads,
    group: heads / kvHeads,
    dim: headDim,
    block,
    scale: 1 / Math.sqrt(headDim),
    from: 0,
    to: rows * kvHeads,
  }
}

/** qkv [rows * tokens, (heads + 2 · kvHeads) · D]; y [rows * tokens, heads · D], lse [rows * heads, tokens]. */
export function attentionForward(qkv: tf.Tensor2D, shape: AttentionShape): { y: tf.Tensor2D; lse: tf.Tensor2D } {
  const { rows, tokens, heads, headDim } = shape
  const y = output<tf.Tensor2D>([rows * tokens, heads * headDim])
  const lse = output<tf.Tensor2D>([rows * heads, tokens])
  forward(argumentsOf(qkv, y, lse, shape))
  return { y, lse }
}

/** dqkv like qkv. */
export function attentionBackward(
  qkv: tf.Tensor2D,
  lse: tf.Tensor2D,
  y: tf.Tensor2D,
  dy: tf.Tensor2D,
  shape: AttentionShape,
): tf.Tensor2D {
  const dqkv = output<tf.Tensor2D>(qkv.shape)
  backward({ ...argumentsOf(qkv, y, lse, shape), dy: placeOf(dy), dqkv: placeOf(dqkv) })
  return dqkv
}

const { add, sub, mul, splat } = f32x4

/** Rows of x `from` to `to`, each with `heads` heads of twice `half` bytes. */
const turn = kernel(
  (assembly) => {
    const integers = ['x', 'cos', 'sin', 'rowBytes', 'heads', 'half', 'tokens', 'from', 'to'] as const
    return assembly.routine('rotate', { integers, floats: ['direction'] }, (p, self) => {
      const { row, head, at, x, cos, sin } = self.declare('i32', 'row', 'head', 'at', 'x', 'cos', 'sin')
      const { a, b, c, s } = self.declare('v128', 'a', 'b', 'c', 's')
      const angle = i32.mul(i32.remainder(row, p.tokens), i32.shl(p.half, 1))
      return loop(row, p.from, p.to, 1, [
        cos.set(i32.add(p.cos, angle)),
        sin.set(i32.add(p.sin, angle)),
        x.set(i32.add(p.x, i32.mul(row, p.rowBytes))),
        loop(head, 0, p.heads, 1, [
          eachVector(at, 0, p.half, (lanes) => {
            const low = i32.add(x, at)
            const high = i32.add(low, p.half)
            return [
              a.set(lanes.load(low)),
              b.set(lanes.load(high)),
              c.set(lanes.load(i32.add(cos, at))),
              s.set(mul(lanes.load(i32.add(sin, at)), splat(p.direction))),
              lanes.store(low, sub(mul(a, c), mul(b, s))),
              lanes.store(high, add(mul(b, c), mul(a, s))),
            ]
          }),
          x.increase(i32.shl(p.half, 1)),
        ]),
      ])
    })
  },
  { work: ({ rowBytes, from, to }) => 0.2 * rowBytes * (to - from) },
)

/**
 * Turns the first `columns` of each row of x [n, width] in place, pair by pair (i with i + D/2), by the angle of the
 * row's token; `direction` -1 turns back. cos and sin hold D numbers a token, both halves alike; row r is token
 * r % tokens.
 */
export function rotateInPlace(
  x: tf.Tensor2D,
  cos: tf.Tensor,
  sin: tf.Tensor,
  { columns, tokens, headDim, direction }: { columns: number; tokens: number; headDim: number; direction: 1 | -1 },
): void {
  const [n, width] = x.shape
  turn({
    x: placeOf(x),
    cos: placeOf(cos),
    sin: placeOf(sin),
    rowBytes: FLOAT * width,
    heads: columns / headDim,
    half: (FLOAT * headDim) / 2,
    tokens,
    direction,
    from: 0,
    to: n,
  })
}
