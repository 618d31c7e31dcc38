/**
 * @file Every operation with an explicit backward, beside a reference in stock tfjs ops that the tape can differentiate.
 * Sizes are odd on purpose. Run on cpu and wasm in Node, on wasm and WebGPU in the browser.
 */
import '@tensorflow/tfjs-core/dist/register_all_gradients'
import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { attention, attentionBackward, causalMask } from '../../src/engine/ops/attention'
import { gatedSilu, gatedSiluBackward } from '../../src/engine/ops/gated-silu'
import { geluExact, geluExactBackward, geluTanh, geluTanhBackward } from '../../src/engine/ops/gelu'
import { headForward, headLogProbsBackward } from '../../src/engine/ops/head-log-probs'
import { layerNorm, layerNormBackward } from '../../src/engine/ops/layer-norm'
import { linear, linearBackwardBias, linearBackwardInput, linearBackwardWeight } from '../../src/engine/ops/linear'
import { tidy } from '../../src/engine/ops/memory'
import { rmsNorm, rmsNormBackward } from '../../src/engine/ops/rms-norm'
import { rotary, rotaryBackward, rotaryFrequencies, rotaryTables } from '../../src/engine/ops/rotary'
import { gatherRows, gatherRowsBackward } from '../../src/engine/ops/rows'
import { createRandom } from '../../src/protocol/random'
import { expectCloseToLargest } from './close'
import { expectNoLeak } from './leaks'

interface OpCase {
  name: string
  /** Shapes of the differentiable inputs. */
  inputs: number[][]
  forward(inputs: tf.Tensor[]): tf.Tensor
  /** The gradient of each input; runs its own forward where it needs what that saves. */
  backward(inputs: tf.Tensor[], dy: tf.Tensor): tf.Tensor[]
  reference(inputs: tf.Tensor[]): tf.Tensor
}

// biome-ignore lint/suspicious/noExplicitAny: tests pass tensors of known rank through lists
type Any = any

const EPS = 1e-5
const IDS = Int32Array.from([3, 0, 3, 6, 3, 1, 6])
const TARGETS = Int32Array.from([4, 0, 10, 4, 7])

const oneHot = (ids: Int32Array, depth: number) =>
  tf.tensor2d(
    Float32Array.from({ length: ids.length * depth }, (_, i) => (ids[Math.floor(i / depth)] === i % depth ? 1 : 0)),
    [ids.length, depth],
  )

/** 2 rows, 4 heads on 2 key heads, 5 tokens, 6 per head. */
const HEADS = { q: [2, 4, 5, 6], k: [2, 2, 5, 6] }

function plainAttention([q, k, v]: tf.Tensor[]): tf.Tensor {
  // Repeats each key head for its group of query heads.
  const repeated = (x: tf.Tensor) =>
    tf.reshape(tf.concat([tf.reshape(x, [4, 1, 30]), tf.reshape(x, [4, 1, 30])], 1), [8, 5, 6])
  const scores = tf.mul(tf.matMul(tf.reshape(q!, [8, 5, 6]), repeated(k!), false, true), 1 / Math.sqrt(6))
  const probs = tf.softmax(tf.add(scores, causalMask(5)))
  return tf.reshape(tf.matMul(probs, repeated(v!)), HEADS.q)
}

const tables = () => rotaryTables([0, 1, 2, 3, 4], [1, 1, 5], rotaryFrequencies(6, 100))

function plainRotary([x]: tf.Tensor[]): tf.Tensor {
  const [a, b] = tf.split(x!, 2, 3)
  const { cos, sin } = tables()
  return tf.add(tf.mul(x!, cos), tf.mul(tf.concat([tf.neg(b!), a!], 3), sin))
}

const chunked = (how: string) => (how === 'in chunks' ? { chunkRows: 2 } : {})

const CASES: OpCase[] = [
  {
    name: 'linear',
    inputs: [[7, 5], [5, 9], [9]],
    forward: ([x, w, b]: Any[]) => linear(x, w, b),
    backward: ([x, w]: Any[], dy: Any) => [
      linearBackwardInput(w, dy),
      linearBackwardWeight(x, dy),
      linearBackwardBias(dy),
    ],
    reference: ([x, w, b]: Any[]) => tf.add(tf.matMul(x, w), b),
  },
  {
    name: 'linear, tall (256 rows take the other transpose)',
    inputs: [
      [256, 3],
      [3, 7],
    ],
    forward: ([x, w]: Any[]) => linear(x, w),
    backward: ([x, w]: Any[], dy: Any) => [linearBackwardInput(w, dy), linearBackwardWeight(x, dy)],
    reference: ([x, w]: Any[]) => tf.matMul(x, w),
  },
  {
    name: 'rms-norm',
    inputs: [[7, 5], [5]],
    forward: ([x, w]: Any[]) => rmsNorm(x, w, EPS).y,
    backward: ([x, w]: Any[], dy: Any) => {
      const { dx, dWeight } = rmsNormBackward(x, rmsNorm(x, w, EPS).inverse, w, dy)
      return [dx, dWeight]
    },
    reference: ([x, w]: Any[]) => tf.mul(tf.div(x, tf.sqrt(tf.add(tf.mean(tf.square(x), -1, true), EPS))), w),
  },
  {
    name: 'layer-norm',
    inputs: [[7, 5], [5], [5]],
    forward: ([x, w, b]: Any[]) => layerNorm(x, w, b, EPS).y,
    backward: ([x, w, b]: Any[], dy: Any) => {
      const { normal, inverse } = layerNorm(x, w, b, EPS)
      const { dx, dWeight, dBias } = layerNormBackward(normal, inverse, w, dy)
      return [dx, dWeight, dBias]
    },
    reference: ([x, w, b]: Any[]) => {
      const centred = tf.sub(x, tf.mean(x, -1, true))
      const deviation = tf.sqrt(tf.add(tf.mean(tf.square(centred), -1, true), EPS))
      return tf.add(tf.mul(tf.div(centred, deviation), w), b)
    },
  },
  {
    name: 'gelu-tanh',
    inputs: [[7, 5]],
    forward: ([x]: Any[]) => geluTanh(x),
    backward: ([x]: Any[], dy: Any) => [geluTanhBackward(x, dy)],
    reference: ([x]: Any[]) => {
      const inner = tf.mul(tf.add(x, tf.mul(tf.mul(x, tf.mul(x, x)), 0.044715)), Math.sqrt(2 / Math.PI))
      return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inner), 1))
    },
  },
  {
    name: 'gelu-exact',
    inputs: [[7, 5]],
    forward: ([x]: Any[]) => geluExact(x),
    backward: ([x]: Any[], dy: Any) => [geluExactBackward(x, dy)],
    reference: ([x]: Any[]) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.div(x, Math.SQRT2)), 1)),
  },
  {
    name: 'gated-silu',
    inputs: [
      [7, 5],
      [7, 5],
    ],
    forward: ([gate, up]: Any[]) => gatedSilu(gate, up),
    backward: ([gate, up]: Any[], dy: Any) => {
      const { dGate, dUp } = gatedSiluBackward(gate, up, dy)
      return [dGate, dUp]
    },
    reference: ([gate, up]: Any[]) => tf.mul(tf.mul(gate, tf.sigmoid(gate)), up),
  },
  {
    name: 'rotary',
    inputs: [HEADS.q],
    forward: ([x]: Any[]) => tidy(() => rotary(x, tables())),
    backward: (_, dy: Any) => [tidy(() => rotaryBackward(dy, tables()))],
    reference: plainRotary,
  },
  {
    name: 'attention with grouped heads',
    inputs: [HEADS.q, HEADS.k, HEADS.k],
    forward: ([q, k, v]: Any[]) => tidy(() => attention(q, k, v, causalMask(5)).y),
    backward: ([q, k, v]: Any[], dy: Any) => {
      const { dq, dk, dv } = attentionBackward(q, k, v, attention(q, k, v, causalMask(5)).probs, dy)
      return [dq, dk, dv]
    },
    reference: plainAttention,
  },
  {
    name: 'rows by index, with repeats',
    inputs: [[8, 5]],
    forward: ([table]: Any[]) => gatherRows(table, IDS),
    backward: (_, dy: Any) => [gatherRowsBackward(dy, IDS, 8)],
    reference: ([table]: Any[]) => tf.matMul(oneHot(IDS, 8), table),
  },
  {
    name: 'rows by index, each once',
    inputs: [[8, 5]],
    forward: ([table]: Any[]) => gatherRows(table, Int32Array.from([6, 2, 3])),
    backward: (_, dy: Any) => [gatherRowsBackward(dy, Int32Array.from([6, 2, 3]), 8)],
    reference: ([table]: Any[]) => tf.matMul(oneHot(Int32Array.from([6, 2, 3]), 8), table),
  },
  ...['kept', 'computed again', 'in chunks'].map(
    (how): OpCase => ({
      name: `head-log-probs, probabilities ${how}`,
      inputs: [
        [5, 3],
        [11, 3],
      ],
      forward: ([hidden, head]: Any[]) => headForward(hidden, head, TARGETS, chunked(how)).logProbs,
      backward: ([hidden, head]: Any[], dy: Any) => {
        const { probs } = headForward(hidden, head, TARGETS, { keep: how === 'kept', ...chunked(how) })
        const { dHidden, dHead } = headLogProbsBackward(hidden, head, TARGETS, dy, { probs, ...chunked(how) })
        return [dHidden, dHead]
      },
      reference: ([hidden, head]: Any[]) =>
        tf.sum(tf.mul(tf.logSoftmax(tf.matMul(hidden, head, false, true)), oneHot(TARGETS, 11)), 1),
    }),
  ),
]

/** Normal numbers; the same on every backend. */
function randomTensor(shape: number[], stream: string): tf.Tensor {
  const random = createRandom(7, stream)
  const size = shape.reduce((a, b) => a * b, 1)
  return tf.tensor(
    Float32Array.from({ length: size }, () => random.normal()),
    shape,
  )
}

/** Forward against the reference, backward against the tape's gradient of the reference, and no tensor left behind. */
export function testOpCases(): void {
  test.each(CASES)('$name', async ({ name, inputs: shapes, forward, backward, reference }) => {
    const inputs = shapes.map((shape, i) => randomTensor(shape, `${name}/${i}`))
    const y = forward(inputs)
    const wanted = reference(inputs)
    expect(y.shape).toEqual(wanted.shape)
    expectCloseToLargest(await y.data(), await wanted.data(), 1e-5, 'forward')

    const dy = randomTensor(y.shape, 'dy')
    const gradients = backward(inputs, dy)
    const byTape = tf.grads((...all: tf.Tensor[]) => reference(all))(inputs, dy)
    for (let i = 0; i < inputs.length; i++) {
      expect(gradients[i]!.shape).toEqual(inputs[i]!.shape)
      expectCloseToLargest(await gradients[i]!.data(), await byTape[i]!.data(), 2e-5, `gradient ${i}`)
    }
    await expectNoLeak(() => tf.dispose(tidy(() => forward(inputs))))
    await expectNoLeak(() => tf.dispose(tidy(() => backward(inputs, dy))))
  })
}
