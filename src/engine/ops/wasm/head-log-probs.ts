/** @file The head's log-probs on wasm, chunk by chunk: product, log-softmax and choice, and the way back. */
import * as tf from '@tensorflow/tfjs-core'
import { type Code, f32, f32x4, f64, i32, loop } from './assembler'
import { kernel, output, placeOf } from './module'
import { product } from './product'
import { eachVector, exp, FLOAT, type Lanes, largest, total } from './vectors'

const { add, sub, mul, splat, constant } = f32x4

/** Logits become probabilities; the log of that at the row's target goes to `logProbs`. Rows `from` to `to`. */
const choose = kernel(
  (assembly) => {
    const integers = ['logits', 'rowBytes', 'targets', 'logProbs', 'from', 'to'] as const
    return assembly.routine('chooseLogProbs', { integers }, (p, self) => {
      const { row, at, x } = self.declare('i32', 'row', 'at', 'x')
      const { most, sum, e } = self.declare('v128', 'most', 'sum', 'e')
      const { chosen } = self.declare('f32', 'chosen')
      const here = i32.add(x, at)
      const across = (body: (lanes: Lanes) => Code) => eachVector(at, 0, p.rowBytes, body)
      const target = i32.load(i32.add(p.targets, i32.mul(row, FLOAT)))
      return loop(row, p.from, p.to, 1, [
        x.set(i32.add(p.logits, i32.mul(row, p.rowBytes))),
        chosen.set(f32.load(i32.add(x, i32.mul(target, FLOAT)))),
        most.set(f32x4.loadSplat(x)),
        across((lanes) => most.set(f32x4.max(most, lanes.load(here)))),
        most.set(splat(largest(most))),
        sum.set(constant(0)),
        across((lanes) => [
          e.set(exp(self, sub(lanes.load(here), most))),
          lanes.store(here, e),
          sum.set(add(sum, lanes.once(e))),
        ]),
        f32.store(
          i32.add(p.logProbs, i32.mul(row, FLOAT)),
          f32.sub(f32.sub(chosen, f32x4.lane(most, 0)), f32.fromDouble(assembly.log(f64.fromFloat(total(sum))))),
        ),
        sum.set(splat(f32.div(f32.constant(1), total(sum)))),
        across((lanes) => lanes.store(here, mul(lanes.load(here), sum))),
      ])
    })
  },
  { work: ({ rowBytes, from, to }) => 0.35 * rowBytes * (to - from) },
)

/** Probabilities become d · (onehot(target) - probabilities). */
const toGradient = kernel(
  (assembly) => {
    const integers = ['probs', 'rowBytes', 'targets', 'd', 'from', 'to'] as const
    return assembly.routine('probsToGradient', { integers }, (p, self) => {
      const { row, at, x, chosen } = self.declare('i32', 'row', 'at', 'x', 'chosen')
      const { d } = self.declare('f32', 'd')
      const here = i32.add(x, at)
      return loop(row, p.from, p.to, 1, [
        x.set(i32.add(p.probs, i32.mul(row, p.rowBytes))),
        d.set(f32.load(i32.add(p.d, i32.mul(row, FLOAT)))),
        chosen.set(i32.add(x, i32.mul(i32.load(i32.add(p.targets, i32.mul(row, FLOAT))), FLOAT))),
        eachVector(at, 0, p.rowBytes, (lanes) => lanes.store(here, mul(lanes.load(here), splat(f32.neg(d))))),
        f32.store(chosen, f32.add(f32.load(chosen), d)),
      ])
    })
  },
  { work: ({ rowBytes, from, to }) => 0.1 * rowBytes * (to - from) },
)

/** Calls `work` for one run of rows after another. */
function eachChunk(rows: number, chunkRows: number, work: (from: number, length: number) => void): void {
  for (let from = 0; from < rows; from += chunkRows) work(from, Math.min(chunkRows, rows - from))
}

/** softmax(hidden·headᵀ) of some rows; the log of it at their targets is written to `logProbs`, [n]. */
function probsOf(
  { hidden, head, targets }: { hidden: tf.Tensor2D; head: tf.Tensor2D; targets: tf.Tensor1D },
  logProbs: tf.Tensor1D,
  top: number,
  rows: number,
): tf.Tensor2D {
  const logits = product('nt', { tensor: hidden, top, rows }, { tensor: head })
  choose({
    logits: placeOf(logits),
    rowBytes: FLOAT * head.shape[0],
    targets: placeOf(targets) + FLOAT * top,
    logProbs: placeOf(logProbs) + FLOAT * top,
    from: 0,
    to: rows,
  })
  return logits
}

/** hidden [n, width], head [vocab, width]. Returns log p(target) per row, [n]; probabilities [n, vocab] if they fit. */
export function headForward(
  hidden: tf.Tensor2D,
  head: tf.Tensor2D,
  targetIds: Int32Array,
  { keep, chunkRows }: { keep: boolean; chunkRows: number },
): { logProbs: tf.Tensor1D; kept?: { probs: tf.Tensor2D } } {
  const n = targetIds.length
  const targets = tf.tensor1d(targetIds, 'int32')
  const logProbs = output<tf.Tensor1D>([n])
  let kept: { probs: tf.Tensor2D } | undefined
  eachChunk(n, chunkRows, (top, rows) => {
    const probs = probsOf({ hidden, head, targets }, logProbs, top, rows)
    if (keep && rows === n) kept = { probs }
    else probs.dispose()
  })
  targets.dispose()
  return { logProbs, kept }
}

/** d [n]; uses up kept probabilities. A frozen head has no gradient. */
export function headBackward(
  hidden: tf.Tensor2D,
  head: tf.Tensor2D,
  targetIds: Int32Array,
  d: tf.Tensor1D,
  { kept, chunkRows, frozen = false }: { kept?: { probs: tf.Tensor2D }; chunkRows: number; frozen?: boolean },
): { dHidden: tf.Tensor2D; dHead?: tf.Tensor2D } {
  const n = targetIds.length
  const targets = tf.tensor1d(targetIds, 'int32')
  const logProbs = output<tf.Tensor1D>([n])
  const dHidden = output<tf.Tensor2D>(hidden.shape)
  const dHead = frozen ? undefined : output<tf.Tensor2D>(head.shape)
  eachChunk(n, kept ? n : chunkRows, (top, rows) => {
    const probs = kept?.probs ?? probsOf({ hidden, head, targets }, logProbs, top, rows)
    toGradient({
      probs: placeOf(probs),
      rowBytes: FLOAT * head.shape[0],
      targets: placeOf(targets) + FLOAT * top,
      d: placeOf(d) + FLOAT * top,
      from: 0,
      to: rows,
    })
    product('nn', { tensor: probs }, { tensor: head }, { out: { tensor: dHidden, top, rows } })
    const part = { tensor: hidden, top, rows }
    if (dHead) product('tn', { tensor: probs }, part, { out: { tensor: dHead }, accumulate: top > 0 })
    if (!kept) probs.dispose()
  })
  tf.dispose([targets, logProbs])
  return { dHidden, dHead }
}
