/**
 * @file Causal attention in WebAssembly, for one head after another. The scores of a block of queries exist for a
 * while, against the keys that the block may look at and no others; what stays is each row's log-sum-exp, from which
 * backward computes the probabilities again (Dao et al. 2022).
 */
import { type Assembly, type Code, f32, f32x4, f64, i32, loop, select, type Value, type Variable } from './assembler'
import { PRODUCT_SCRATCH, productRoutine } from './product-kernel'
import { eachVector, exp, FLOAT, type Lanes, largest, total } from './vectors'

/** Numbers that each of two blocks of scores may hold. */
export const SCORES = 1 << 16
/** What a thread needs for itself. */
export const ATTENTION_SCRATCH = PRODUCT_SCRATCH + 2 * FLOAT * SCORES

const { add, sub, mul, splat, constant } = f32x4
const row = (base: Value, stride: Value, i: Value): Code => i32.add(base, i32.mul(stride, i))

/** Rows of scores of queries `first` and on: `query` may look at as many keys and one more. */
const SCORE_ROWS = ['scores', 'rows', 'first', 'rowBytes', 'lse'] as const

/** Scores become probabilities; the log of Σ exp(scale · score) goes to `lse`. */
function softmaxRoutine(assembly: Assembly) {
  return assembly.routine('softmax', { integers: SCORE_ROWS, floats: ['scale'] }, (p, self) => {
    const { i, at, x, seen } = self.declare('i32', 'i', 'at', 'x', 'seen')
    const { most, sum, e } = self.declare('v128', 'most', 'sum', 'e')
    const across = (body: (lanes: Lanes) => Code) => eachVector(at, 0, seen, body)
    const here = i32.add(x, at)
    return loop(i, 0, p.rows, 1, [
      x.set(row(p.scores, p.rowBytes, i)),
      seen.set(i32.mul(i32.add(i32.add(p.first, i), 1), FLOAT)),
      most.set(f32x4.loadSplat(x)),
      across((lanes) => most.set(f32x4.max(most, lanes.load(here)))),
      most.set(splat(largest(most))),
      sum.set(constant(0)),
      across((lanes) => [
        e.set(exp(self, mul(sub(lanes.load(here), most), splat(p.scale)))),
        lanes.store(here, e),
        sum.set(add(sum, lanes.once(e))),
      ]),
      f32.store(
        row(p.lse, FLOAT, i),
        f32.add(f32.mul(f32x4.lane(most, 0), p.scale), f32.fromDouble(assembly.log(f64.fromFloat(total(sum))))),
      ),
      sum.set(splat(f32.div(f32.constant(1), total(sum)))),
      across((lanes) => lanes.store(here, mul(lanes.load(here), sum))),
      eachVector(at, seen, p.rowBytes, (lanes) => lanes.store(here, constant(0))),
    ])
  })
}

/** Scores become probabilities P, and dP becomes dS = P · (dP - Σ dy · y) · scale. */
function softmaxBackwardRoutine(assembly: Assembly) {
  const integers = [...SCORE_ROWS, 'dProbs', 'y', 'dy', 'yRow', 'headBytes'] as const
  return assembly.routine('softmaxBackward', { integers, floats: ['scale'] }, (p, self) => {
    const { i, at, x, dx, seen } = self.declare('i32', 'i', 'at', 'x', 'dx', 'seen')
    const { y, dy } = self.declare('i32', 'y', 'dy')
    const { lse, sum, e } = self.declare('v128', 'lse', 'sum', 'e')
    const scale = splat(p.scale)
    const load = (lanes: Lanes, base: Variable) => lanes.load(i32.add(base, at))
    return loop(i, 0, p.rows, 1, [
      x.set(row(p.scores, p.rowBytes, i)),
      dx.set(row(p.dProbs, p.rowBytes, i)),
      y.set(row(p.y, p.yRow, i)),
      dy.set(row(p.dy, p.yRow, i)),
      seen.set(i32.mul(i32.add(i32.add(p.first, i), 1), FLOAT)),
      sum.set(constant(0)),
      eachVector(at, 0, p.headBytes, (lanes) => sum.set(add(sum, lanes.once(mul(load(lanes, y), load(lanes, dy)))))),
      sum.set(splat(total(sum))),
      lse.set(f32x4.loadSplat(row(p.lse, FLOAT, i))),
      eachVector(at, 0, seen, (lanes) => [
        e.set(exp(self, sub(mul(load(lanes, x), scale), lse))),
        lanes.store(i32.add(x, at), e),
        lanes.store(i32.add(dx, at), mul(mul(e, sub(load(lanes, dx), sum)), scale)),
      ]),
      eachVector(at, seen, p.rowBytes, (lanes) => [
        lanes.store(i32.add(x, at), constant(0)),
        lanes.store(i32.add(dx, at), constant(0)),
      ]),
    ])
  })
}

/**
 * qkv and y as matrices, rows `…Row` bytes apart; heads of `dim` numbers side by side, `group` query heads for each of
 * `kvHeads`. lse [rows * heads, tokens]. The work is cut into rows * kvHeads jobs: those `from` to `to` are done.
 */
const SHAPE = ['qkv', 'qkvRow', 'y', 'yRow', 'lse', 'tokens', 'kvHeads', 'group', 'dim', 'block', 'from', 'to'] as const

type Shape = Record<(typeof SHAPE)[number], Variable>

/** Where a job's numbers lie. */
function places(p: Shape, declare: <Name extends string>(type: 'i32', ...names: Name[]) => Record<Name, Variable>) {
  const at = declare('i32', 'job', 'member', 'head', 'top', 'headBytes', 'q', 'k', 'v', 'y', 'lse')
  const first = (base: Variable, stride: Variable, head: Value) =>
    i32.add(row(base, stride, at.top), i32.mul(head, at.headBytes))
  const heads = i32.mul(p.kvHeads, p.group)
  const kvHead = i32.remainder(at.job, p.kvHeads)
  return {
    ...at,
    first,
    kvHead,
    heads,
    /** At the start of a job. */
    ofJob: [
      at.headBytes.set(i32.mul(p.dim, FLOAT)),
      at.top.set(i32.mul(i32.divide(at.job, p.kvHeads), p.tokens)),
      at.k.set(first(p.qkv, p.qkvRow, i32.add(heads, kvHead))),
      at.v.set(i32.add(at.k, i32.mul(p.kvHeads, at.headBytes))),
    ],
    /** Of one of the query heads that share the keys. */
    ofMember: [
      at.head.set(i32.add(i32.mul(kvHead, p.group), at.member)),
      at.q.set(first(p.qkv, p.qkvRow, at.head)),
      at.y.set(first(p.y, p.yRow, at.head)),
      at.lse.set(i32.add(p.lse, i32.mul(i32.add(i32.mul(at.top, heads), i32.mul(at.head, p.tokens)), FLOAT))),
    ],
  }
}

const ALONE = { bias: 0, residual: 0, residualRow: 0, m: 0, byColumns: 0, from: 0 }

export function attentionForwardRoutine(assembly: Assembly) {
  const product = productRoutine(assembly)
  const softmax = softmaxRoutine(assembly)
  return assembly.routine('attentionForward', { integers: SHAPE, floats: ['scale'] }, (p, self) => {
    const at = places(p, (type, ...names) => self.declare(type, ...names))
    const { i, rows, keys, rowBytes, scores } = self.declare('i32', 'i', 'rows', 'keys', 'rowBytes', 'scores')
    const { qkvRow, yRow } = p
    const query = row(at.q, qkvRow, i)
    const block: Code = [
      rows.set(i32.min(p.block, i32.sub(p.tokens, i))),
      keys.set(i32.add(i, rows)),
      rowBytes.set(i32.mul(keys, FLOAT)),
      product.call({
        ...ALONE,
        ...{ a: query, aRow: qkvRow, aTurned: 0, b: at.k, bRow: qkvRow, bTurned: 1, c: scores, cRow: rowBytes },
        ...{ n: keys, k: p.dim, to: rows },
      }),
      softmax.call({ scores, rows, first: i, rowBytes, lse: row(at.lse, FLOAT, i), scale: p.scale }),
      product.call({
        ...ALONE,
        ...{
          a: scores,
          aRow: rowBytes,
          aTurned: 0,
          b: at.v,
          bRow: qkvRow,
          bTurned: 0,
          c: row(at.y, yRow, i),
          cRow: yRow,
        },
        ...{ n: p.dim, k: keys, to: rows },
      }),
    ]
    return [
      scores.set(i32.add(assembly.scratch, PRODUCT_SCRATCH)),
      loop(at.job, p.from, p.to, 1, [
        at.ofJob,
        loop(at.member, 0, p.group, 1, [at.ofMember, loop(i, 0, p.tokens, p.block, block)]),
      ]),
    ]
  })
}

/** dy like y, dqkv like qkv. */
export function attentionBackwardRoutine(assembly: Assembly) {
  const product = productRoutine(assembly)
  const softmaxBackward = softmaxBackwardRoutine(assembly)
  const integers = [...SHAPE, 'dy', 'dqkv'] as const
  return assembly.routine('attentionBackward', { integers, floats: ['scale'] }, (p, self) => {
    const at = places(p, (type, ...names) => self.declare(type, ...names))
    const { done, i, rows, keys, rowBytes } = self.declare('i32', 'done', 'i', 'rows', 'keys', 'rowBytes')
    const { scores, dProbs, toDqkv, toDy, last } = self.declare('i32', 'scores', 'dProbs', 'toDqkv', 'toDy', 'last')
    const { qkvRow, yRow, dim } = p
    const query = row(at.q, qkvRow, i)
    const y = row(at.y, yRow, i)
    const dy = i32.add(y, toDy)
    const gradientOf = (place: Value) => i32.add(place, toDqkv)
    const isFirst = i32.and(i32.isZero(done), i32.isZero(at.member))
    /** Adds what a block of queries gives to the gradient of its keys or values; the first block has all keys. */
    const addTo = (place: Variable, a: Variable, b: Code, bRow: Variable) =>
      product.call({
        ...{ a, aRow: rowBytes, aTurned: 1, b, bRow, bTurned: 0, c: gradientOf(place), cRow: qkvRow, bias: 0 },
        ...{ residual: select(0, gradientOf(place), isFirst), residualRow: qkvRow },
        ...{ m: 0, n: dim, k: rows, byColumns: 0, from: 0, to: keys },
      })
    const block: Code = [
      i.set(i32.sub(last, done)),
      rows.set(i32.min(p.block, i32.sub(p.tokens, i))),
      keys.set(i32.add(i, rows)),
      rowBytes.set(i32.mul(keys, FLOAT)),
      product.call({
        ...ALONE,
        ...{ a: query, aRow: qkvRow, aTurned: 0, b: at.k, bRow: qkvRow, bTurned: 1, c: scores, cRow: rowBytes },
        ...{ n: keys, k: dim, to: rows },
      }),
      product.call({
        ...ALONE,
        ...{ a: dy, aRow: yRow, aTurned: 0, b: at.v, bRow: qkvRow, bTurned: 1, c: dProbs, cRow: rowBytes },
        ...{ n: keys, k: dim, to: rows },
      }),
      softmaxBackward.call({
        ...{ scores, rows, first: i, rowBytes, lse: row(at.lse, FLOAT, i), scale: p.scale },
        ...{ dProbs, y, dy, yRow, headBytes: at.headBytes },
      }),
      product.call({
        ...ALONE,
        ...{ a: dProbs, aRow: rowBytes, aTurned: 0, b: at.k, bRow: qkvRow, bTurned: 0 },
        ...{ c: gradientOf(query), cRow: qkvRow, n: dim, k: keys, to: rows },
      }),
      addTo(at.k, dProbs, query, qkvRow),
      addTo(at.v, scores, dy, yRow),
    ]
    return [
      scores.set(i32.add(assembly.scratch, PRODUCT_SCRATCH)),
      dProbs.set(i32.add(scores, FLOAT * SCORES)),
      toDqkv.set(i32.sub(p.dqkv, p.qkv)),
      toDy.set(i32.sub(p.dy, p.y)),
      // The last block of queries begins there.
      last.set(i32.mul(i32.divide(i32.sub(p.tokens, 1), p.block), p.block)),
      loop(at.job, p.from, p.to, 1, [
        at.ofJob,
        loop(at.member, 0, p.group, 1, [at.ofMember, loop(done, 0, i32.add(last, 1), p.block, block)]),
      ]),
    ]
  })
}
