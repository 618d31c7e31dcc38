/** @file The key/value cache on wasm: written in place, and read for one head of one row after another. */
import type * as tf from '@tensorflow/tfjs-core'
import type { AttentionContext } from '../attention'
import type { CacheView } from '../kv-cache'
import { hostValues } from '../memory'
import { type Code, f32, f32x4, i32, loop, when } from './assembler'
import { rotateInPlace } from './attention'
import { SCORES } from './attention-kernels'
import { kernel, output, placeOf } from './module'
import { PRODUCT_SCRATCH } from './product-kernel'
import { eachVector, exp, FLOAT, type Lanes, total } from './vectors'

/**
 * Copies keys and values, the last columns of qkv [rows * tokens, …], to the columns from `at` on of each row's part of
 * kv [rows * columns, 2 · kvHeads · D].
 */
export function storeInCache(
  qkv: tf.Tensor2D,
  kv: tf.Tensor2D,
  { rows, tokens, columns, at }: { rows: number; tokens: number; columns: number; at: number },
): void {
  const [source, target] = [hostValues(qkv)!, hostValues(kv)!]
  const width = qkv.shape[1]
  const wide = kv.shape[1]
  for (let i = 0; i < rows * tokens; i++) {
    const place = Math.floor(i / tokens) * columns + at + (i % tokens)
    target.set(source.subarray((i + 1) * width - wide, (i + 1) * width), place * wide)
  }
}

const { add, sub, mul, splat, constant } = f32x4

/** Heads of rows `from` to `to`; what lies `…Row` or `…Bytes` apart does so in bytes. */
const attend = kernel(
  (assembly) => {
    const tensors = ['qkv', 'kv', 'lengths', 'y'] as const
    const sizes = [
      'qkvRow',
      'kvRow',
      'headBytes',
      'heads',
      'group',
      'columns',
      'prompt',
      'newest',
      'from',
      'to',
    ] as const
    return assembly.routine('attendCached', { integers: [...tensors, ...sizes], floats: ['scale'] }, (p, self) => {
      const { job, c, at, end } = self.declare('i32', 'job', 'c', 'at', 'end')
      const { row, length, q, k, v, y, score, scores } = self.declare(
        'i32',
        ...(['row', 'length', 'q', 'k', 'v', 'y', 'score', 'scores'] as const),
      )
      const { most, sum, e } = self.declare('v128', 'most', 'sum', 'e')
      const head = i32.remainder(job, p.heads)
      const kvHead = i32.divide(head, p.group)
      const ofRow = i32.mul(i32.mul(row, p.columns), p.kvRow)
      const valuesAfter = i32.mul(i32.divide(p.heads, p.group), p.headBytes)
      const acrossHead = (body: (lanes: Lanes) => Code) => eachVector(at, 0, p.headBytes, body)
      /** Every column that the row sees, and the place of its score. */
      const eachSeen = (body: Code): Code => [
        score.set(scores),
        loop(c, 0, i32.add(p.newest, 1), 1, [
          when(i32.less(i32.sub(length, 1), c), when(i32.less(c, p.prompt), c.set(p.prompt))),
          body,
          score.increase(FLOAT),
        ]),
      ]
      const cached = (base: Code) => i32.add(base, i32.mul(c, p.kvRow))
      return [
        scores.set(i32.add(assembly.scratch, PRODUCT_SCRATCH)),
        loop(job, p.from, p.to, 1, [
          row.set(i32.divide(job, p.heads)),
          length.set(i32.load(i32.add(p.lengths, i32.mul(row, FLOAT)))),
          q.set(i32.add(p.qkv, i32.add(i32.mul(row, p.qkvRow), i32.mul(head, p.headBytes)))),
          y.set(i32.add(p.y, i32.mul(job, p.headBytes))),
          most.set(constant(-3e38)),
          eachSeen([
            k.set(cached(i32.add(i32.add(p.kv, ofRow), i32.mul(kvHead, p.headBytes)))),
            sum.set(constant(0)),
            acrossHead((lanes) =>
              sum.set(add(sum, lanes.once(mul(lanes.load(i32.add(q, at)), lanes.load(i32.add(k, at)))))),
            ),
            f32.store(score, f32.mul(total(sum), p.scale)),
            most.set(f32x4.max(most, f32x4.loadSplat(score))),
          ]),
          end.set(i32.sub(score, scores)),
          sum.set(constant(0)),
          eachVector(at, 0, end, (lanes) => [
            e.set(exp(self, sub(lanes.load(i32.add(scores, at)), most))),
            lanes.store(i32.add(scores, at), e),
            sum.set(add(sum, lanes.once(e))),
          ]),
          sum.set(splat(f32.div(f32.constant(1), total(sum)))),
          acrossHead((lanes) => lanes.store(i32.add(y, at), constant(0))),
          eachSeen([
            v.set(cached(i32.add(i32.add(p.kv, ofRow), i32.add(i32.mul(kvHead, p.headBytes), valuesAfter)))),
            e.set(mul(f32x4.loadSplat(score), sum)),
            acrossHead((lanes) => {
              const to = i32.add(y, at)
              return lanes.store(to, add(lanes.load(to), mul(e, lanes.load(i32.add(v, at)))))
            }),
          ]),
        ]),
      ]
    })
  },
  { work: ({ newest, headBytes, from, to }) => 0.2 * newest * headBytes * (to - from) },
)

/** Rotates and stores the new tokens' keys and values; returns their attention, [rows, heads · D]. */
export function attendCached(
  qkv: tf.Tensor2D,
  kv: tf.Tensor2D,
  { rows, heads, kvHeads, headDim, rotary }: AttentionContext,
  { columns, promptColumns, at, promptLengths }: CacheView,
): tf.Tensor2D {
  if (columns > SCORES) throw new Error(`a cache of ${columns} columns: at most ${SCORES}`)
  if (rotary) {
    const turned = { columns: (heads + kvHeads) * headDim, tokens: rows, headDim, direction: 1 as const }
    rotateInPlace(qkv, rotary.cos, rotary.sin, turned)
  }
  storeInCache(qkv, kv, { rows, tokens: 1, columns, at })
  const y = output<tf.Tensor2D>([rows, heads * headDim])
  attend({
    qkv: placeOf(qkv),
    kv: placeOf(kv),
    lengths: placeOf(promptLengths),
    y: placeOf(y),
    qkvRow: FLOAT * qkv.shape[1],
    kvRow: FLOAT * kv.shape[1],
    headBytes: FLOAT * headDim,
    heads,
    group: heads / kvHeads,
    columns,
    prompt: promptColumns,
    newest: at,
    scale: 1 / Math.sqrt(headDim),
    from: 0,
    to: rows * heads,
  })
  return y
}
