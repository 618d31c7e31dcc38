/**
 * @file Every operation with an explicit backward, beside a reference in stock tfjs ops that the tape can differentiate.
 * Sizes are odd on purpose. Run on cpu and wasm in Node, on wasm and WebGPU in the browser.
 */
import '@tensorflow/tfjs-core/dist/register_all_gradients'
import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { type AttentionContext, attention, attentionBackward, causalMask } from '../../src/engine/ops/attention'
import { gatedSilu, gatedSiluBackward } from '../../src/engine/ops/gated-silu'
import { type GeluForm, gelu, geluBackward } from '../../src/engine/ops/gelu'
import { headForward, headLogProbsBackward } from '../../src/engine/ops/head-log-probs'
import {
  linear,
  linearActivated,
  linearBackwardActivated,
  linearBackwardBias,
  linearBackwardInput,
  linearBackwardWeight,
  linearSideBySide,
  linearSideBySideBackwardInput,
} from '../../src/engine/ops/linear'
import { tidy } from '../../src/engine/ops/memory'
import { type NormKind, norm, normBackward } from '../../src/engine/ops/norm'
import { rotaryFrequencies, rotaryTables } from '../../src/engine/ops/rotary'
import { gatherRows, gatherRowsBackward, gatherWithPositions, positionsBackward } from '../../src/engine/ops/rows'
import { createRandom } from '../../src/protocol/random'
import { expectCloseToLargest } from './close'
import { headNormCases } from './head-norm-cases'
import { expectNoLeak } from './leaks'
import { loraCases } from './lora-cases'

export interface OpCase {
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

const plainGelu = (x: tf.Tensor, form: GeluForm): tf.Tensor => {
  if (form === 'gelu-exact') return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.div(x, Math.SQRT2)), 1))
  const inner = tf.mul(tf.add(x, tf.mul(tf.mul(x, tf.mul(x, x)), 0.044715)), Math.sqrt(2 / Math.PI))
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inner), 1))
}

/** Products in sizes that come in fours, that do not, and that pass the edge of a tile. */
const linearCases = [
  [7, 5, 9],
  [8, 12, 16],
  [70, 36, 68],
  [256, 3, 7],
].flatMap(([n, inner, outer]): OpCase[] => [
  {
    name: `linear [${n}, ${inner}] to ${outer}, with bias and residual`,
    inputs: [[n!, inner!], [inner!, outer!], [outer!], [n!, outer!]],
    forward: ([x, weight, bias, residual]: Any[]) => linear(x, { weight, bias }, residual),
    backward: ([x, w]: Any[], dy: Any) => [
      linearBackwardInput(w, dy),
      linearBackwardWeight(x, dy),
      linearBackwardBias(dy),
      tf.clone(dy),
    ],
    reference: ([x, w, b, r]: Any[]) => tf.add(tf.add(tf.matMul(x, w), b), r),
  },
  {
    name: `linear [${n}, ${inner}] to ${outer}, alone`,
    inputs: [
      [n!, inner!],
      [inner!, outer!],
    ],
    forward: ([x, weight]: Any[]) => linear(x, { weight }),
    backward: ([x, w]: Any[], dy: Any) => [linearBackwardInput(w, dy), linearBackwardWeight(x, dy)],
    reference: ([x, w]: Any[]) => tf.matMul(x, w),
  },
])

const activatedCases = (['gelu-tanh', 'gelu-exact'] as const).flatMap((form) =>
  [
    [7, 5, 9, 3],
    [8, 12, 16, 20],
  ].map(
    ([n, a, b, c]): OpCase => ({
      name: `two maps with ${form} between, ${a} to ${b} to ${c}`,
      inputs: [[n!, a!], [a!, b!], [b!], [b!, c!]],
      forward: ([x, weight, bias, down]: Any[]) =>
        tidy(() => linear(linearActivated(x, { weight, bias }, form).y, { weight: down })),
      backward: ([x, weight, bias, down]: Any[], dy: Any) =>
        tidy(() => {
          const { y, dKept } = linearBackwardActivated(down, dy, linearActivated(x, { weight, bias }, form), form)
          return [
            linearBackwardInput(weight, dKept),
            linearBackwardWeight(x, dKept),
            linearBackwardBias(dKept),
            linearBackwardWeight(y, dy),
          ]
        }),
      reference: ([x, w, b, down]: Any[]) => tf.matMul(plainGelu(tf.add(tf.matMul(x, w), b), form) as Any, down),
    }),
  ),
)

const sideBySideCases = [
  [7, 5, 9, 3],
  [8, 12, 16, 4],
].map(
  ([n, inner, a, b]): OpCase => ({
    name: `maps side by side, ${inner} to ${a} and ${b}`,
    inputs: [[n!, inner!], [inner!, a!], [a!], [inner!, b!]],
    forward: ([x, v, bias, w]: Any[]) => linearSideBySide(x, [{ weight: v, bias }, { weight: w }]),
    backward: ([x, v, , w]: Any[], dy: Any) => {
      const first = { start: 0, columns: a! }
      const second = { start: a!, columns: b! }
      return tidy(() => [
        linearSideBySideBackwardInput([v, w], dy),
        linearBackwardWeight(x, dy, undefined, first),
        linearBackwardBias(dy, undefined, first),
        linearBackwardWeight(x, dy, undefined, second),
      ])
    },
    reference: ([x, v, bias, w]: Any[]) => tf.concat([tf.add(tf.matMul(x, v), bias), tf.matMul(x, w)], 1),
  }),
)

const geluCases = (['gelu-tanh', 'gelu-exact'] as const).map(
  (form): OpCase => ({
    name: form,
    inputs: [[7, 5]],
    forward: ([x]: Any[]) => gelu(x, form),
    backward: ([x]: Any[], dy: Any) => [geluBackward(x, dy, form)],
    reference: ([x]: Any[]) => plainGelu(x, form),
  }),
)

const normCases = [
  [7, 5],
  [70, 36],
].flatMap(([n, width]) =>
  (['layer', 'rms'] as NormKind[]).map((kind): OpCase => {
    const weights = ([, weight, bias]: Any[]) => ({ weight, ...(kind === 'layer' && { bias }) })
    return {
      name: `${kind} norm of [${n}, ${width}], with a residual on the way back`,
      inputs: [[n!, width!], [width!], ...(kind === 'layer' ? [[width!]] : [])],
      forward: (inputs: Any[]) => norm(kind, inputs[0], weights(inputs), EPS).y,
      backward: (inputs: Any[], dy: Any) =>
        tidy(() => {
          const forward = norm(kind, inputs[0], weights(inputs), EPS)
          const { dx, d } = normBackward(kind, forward, weights(inputs), dy, { plus: dy })
          return [tf.sub(dx, dy), d!.weight, ...(d!.bias ? [d!.bias] : [])]
        }),
      reference: ([x, w, b]: Any[]) => {
        const centred = kind === 'layer' ? tf.sub(x, tf.mean(x, -1, true)) : x
        const deviation = tf.sqrt(tf.add(tf.mean(tf.square(centred), -1, true), EPS))
        const y = tf.mul(tf.div(centred, deviation), w)
        return b ? tf.add(y, b) : y
      },
    }
  }),
)

const siluCases = [
  [7, 5],
  [7, 8],
].map(
  (shape): OpCase => ({
    name: `gated-silu of [${shape}]`,
    inputs: [shape, shape],
    forward: ([gate, up]: Any[]) => gatedSilu(gate, up),
    backward: ([gate, up]: Any[], dy: Any) => {
      const { dGate, dUp } = gatedSiluBackward(gate, up, dy)
      return [dGate, dUp]
    },
    reference: ([gate, up]: Any[]) => tf.mul(tf.mul(gate, tf.sigmoid(gate)), up),
  }),
)

/** 2 rows, 4 heads on 2 key heads. */
function attentionCase(headDim: number, tokens: number, isRotary: boolean): OpCase {
  const sizes = { rows: 2, tokens, heads: 4, kvHeads: 2, headDim }
  const tables = () =>
    rotaryTables(
      Int32Array.from({ length: tokens }, (_, i) => i),
      [1, 1, tokens],
      rotaryFrequencies(headDim, 100),
    )
  const context = (): AttentionContext => ({
    ...sizes,
    mask: causalMask(tokens),
    ...(isRotary && { rotary: tables() }),
  })
  // Attention uses its input up.
  const copy = (x: tf.Tensor): Any => tf.add(x, 0)
  const heads = (x: tf.Tensor, count: number) =>
    tf.transpose(tf.reshape(x, [2, tokens, count, headDim]), [0, 2, 1, 3]) as tf.Tensor4D
  const repeated = (x: tf.Tensor4D) => {
    const apart = tf.reshape(x, [4, 1, tokens * headDim])
    return tf.reshape(tf.concat([apart, apart], 1), [8, tokens, headDim])
  }
  const turned = (x: tf.Tensor4D) => {
    if (!isRotary) return x
    const [a, b] = tf.split(x, 2, 3) as [tf.Tensor, tf.Tensor]
    const { cos, sin } = tables()
    return tf.add(tf.mul(x, cos), tf.mul(tf.concat([tf.neg(b), a], 3), sin)) as tf.Tensor4D
  }
  return {
    name: `attention, 4 heads on 2, ${tokens} tokens of ${headDim}${isRotary ? ', rotary' : ''}`,
    inputs: [[2 * tokens, 8 * headDim]],
    forward: ([qkv]: Any[]) => tidy(() => attention(copy(qkv), context()).y),
    backward: ([qkv]: Any[], dy: Any) =>
      tidy(() => {
        const forward = attention(copy(qkv), context())
        return [attentionBackward(forward.kept, forward.y, dy, context())]
      }),
    reference: ([qkv]: Any[]) => {
      const [q, k, v] = tf.split(qkv, [4 * headDim, 2 * headDim, 2 * headDim], 1) as [tf.Tensor, tf.Tensor, tf.Tensor]
      const queries = tf.reshape(turned(heads(q, 4)), [8, tokens, headDim])
      const scores = tf.mul(tf.matMul(queries, repeated(turned(heads(k, 2))), false, true), 1 / Math.sqrt(headDim))
      const probs = tf.softmax(tf.add(scores, causalMask(tokens)))
      const mixed = tf.reshape(tf.matMul(probs, repeated(heads(v, 2))), [2, 4, tokens, headDim])
      return tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [2 * tokens, 4 * headDim])
    },
  }
}

const rowCases = [
  { width: 5, name: 'with repeats', ids: IDS },
  { width: 8, name: 'with repeats', ids: IDS },
  { width: 5, name: 'each once', ids: Int32Array.from([6, 2, 3]) },
].map(
  ({ width, name, ids }): OpCase => ({
    name: `rows of ${width} by index, ${name}`,
    inputs: [[8, width]],
    forward: ([table]: Any[]) => gatherRows(table, ids),
    backward: (_, dy: Any) => [gatherRowsBackward(dy, ids, 8)],
    reference: ([table]: Any[]) => tf.matMul(oneHot(ids, 8), table),
  }),
)

const PLACED = Int32Array.from([3, 0, 3, 6, 3, 1])
const positionCases = [5, 8].map(
  (width): OpCase => ({
    name: `rows of ${width} by index, plus positions`,
    inputs: [
      [8, width],
      [4, width],
    ],
    forward: ([table, positions]: Any[]) => gatherWithPositions(table, positions, PLACED, 3),
    backward: (_, dy: Any) => [gatherRowsBackward(dy, PLACED, 8), positionsBackward(dy, 3, 4)],
    reference: ([table, positions]: Any[]) =>
      tf.add(tf.matMul(oneHot(PLACED, 8), table), tf.tile(tf.slice(positions, [0, 0], [3, width]), [2, 1])),
  }),
)

const headCases = [
  { vocab: 11, width: 3 },
  { vocab: 11, width: 8 },
  { vocab: 12, width: 8 },
].flatMap(({ vocab, width }) =>
  ['kept', 'computed again', 'in chunks'].map((how): OpCase => {
    const chunks = how === 'in chunks' ? { chunkRows: 2 } : {}
    return {
      name: `head of ${vocab} by ${width}, probabilities ${how}`,
      inputs: [
        [5, width],
        [vocab, width],
      ],
      forward: ([hidden, head]: Any[]) => tidy(() => headForward(hidden, head, TARGETS, chunks).logProbs),
      backward: ([hidden, head]: Any[], dy: Any) =>
        tidy(() => {
          const { kept } = headForward(hidden, head, TARGETS, chunks)
          if (how === 'computed again' && kept && 'logits' in kept) kept.logits = undefined
          const again = how === 'computed again' && kept && 'probs' in kept
          const { dHidden, dHead } = headLogProbsBackward(hidden, head, TARGETS, dy, {
            kept: again ? undefined : kept,
            ...chunks,
          })
          return [dHidden, dHead!]
        }),
      reference: ([hidden, head]: Any[]) =>
        tf.sum(tf.mul(tf.logSoftmax(tf.matMul(hidden, head, false, true)), oneHot(TARGETS, vocab)), 1),
    }
  }),
)

const CASES = (): OpCase[] => [
  ...linearCases,
  ...activatedCases,
  ...sideBySideCases,
  ...loraCases,
  ...geluCases,
  ...normCases,
  ...headNormCases,
  ...siluCases,
  attentionCase(6, 5, false),
  attentionCase(6, 5, true),
  attentionCase(8, 7, false),
  attentionCase(8, 19, true),
  ...rowCases,
  ...positionCases,
  ...headCases,
]

/** Normal numbers; the same on every backend. */
export function randomTensor(shape: number[], stream: string): tf.Tensor {
  const random = createRandom(7, stream)
  const size = shape.reduce((a, b) => a * b, 1)
  return tf.tensor(
    Float32Array.from({ length: size }, () => random.normal()),
    shape,
  )
}

/** Forward against the reference, backward against the tape's gradient of the reference, and no tensor left behind. */
export function testOpCases(): void {
  test.each(CASES())('$name', async ({ name, inputs: shapes, forward, backward, reference }) => {
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
