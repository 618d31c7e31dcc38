/** @file Linear maps with a low-rank adapter, alone and side by side, with and without dropout, as cases of operations. */
import * as tf from '@tensorflow/tfjs-core'
import { dropout } from '../../src/engine/ops/dropout'
import {
  linear,
  linearBackwardInput,
  linearSideBySide,
  linearSideBySideBackwardInput,
} from '../../src/engine/ops/linear'
import { adapterBackward } from '../../src/engine/ops/lora-linear'
import { tidy } from '../../src/engine/ops/memory'
import { type OpCase, randomTensor } from './op-cases'

const SCALE = 0.7

/** A map that is not trained. */
const frozen = (inner: number, outer: number) => ({
  weight: randomTensor([inner, outer], `frozen weight to ${outer}`) as tf.Tensor2D,
  bias: randomTensor([outer], 'frozen bias') as tf.Tensor1D,
})

const matrices = (inputs: tf.Tensor[]) => inputs as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D]

const oneMap = [
  { n: 7, inner: 5, outer: 9, rank: 2, rate: 0 },
  { n: 8, inner: 12, outer: 16, rank: 4, rate: 0 },
  { n: 8, inner: 12, outer: 16, rank: 4, rate: 0.25 },
].map(({ n, inner, outer, rank, rate }): OpCase => {
  const adapterOf = (a: tf.Tensor2D, b: tf.Tensor2D) => ({
    a,
    b,
    scale: SCALE,
    dropout: rate > 0 ? { rate, seed: 11 } : undefined,
  })
  return {
    name: `linear ${inner} to ${outer} with an adapter of rank ${rank}${rate ? `, dropping ${rate}` : ''}`,
    inputs: [
      [n, inner],
      [inner, rank],
      [rank, outer],
    ],
    forward: (inputs) => {
      const [x, a, b] = matrices(inputs)
      return tidy(() => linear(x, { ...frozen(inner, outer), adapter: adapterOf(a, b) }))
    },
    backward: (inputs, dy) =>
      tidy(() => {
        const [x, a, b] = matrices(inputs)
        const dx = linearBackwardInput(frozen(inner, outer).weight, dy as tf.Tensor2D)
        const back = adapterBackward(x, adapterOf(a, b), dy as tf.Tensor2D, dx)
        return [back.dx, back.dA, back.dB]
      }),
    reference: (inputs) => {
      const [x, a, b] = matrices(inputs)
      const { weight, bias } = frozen(inner, outer)
      const kept = rate > 0 ? tf.mul(x, dropout(tf.ones([n, inner]), { rate, seed: 11 })) : x
      const low = tf.matMul(tf.matMul(kept as tf.Tensor2D, a), b)
      return tf.add(tf.add(tf.matMul(x, weight), bias), tf.mul(low, SCALE))
    },
  }
})

/** The second of two neighbours has the adapter: its columns are those behind the first. */
const neighbours = [
  { n: 7, inner: 5, outers: [3, 6], rank: 2 },
  { n: 8, inner: 12, outers: [8, 16], rank: 4 },
].map(({ n, inner, outers, rank }): OpCase => {
  const [first, second] = outers as [number, number]
  return {
    name: `maps to ${first} and ${second} side by side, the second with an adapter`,
    inputs: [
      [n, inner],
      [inner, rank],
      [rank, second],
    ],
    forward: (inputs) => {
      const [x, a, b] = matrices(inputs)
      return tidy(() =>
        linearSideBySide(x, [frozen(inner, first), { ...frozen(inner, second), adapter: { a, b, scale: SCALE } }]),
      )
    },
    backward: (inputs, dy) =>
      tidy(() => {
        const [x, a, b] = matrices(inputs)
        const weights = [frozen(inner, first).weight, frozen(inner, second).weight]
        const dx = linearSideBySideBackwardInput(weights, dy as tf.Tensor2D)
        const of = { start: first, columns: second }
        const back = adapterBackward(x, { a, b, scale: SCALE }, dy as tf.Tensor2D, dx, { of })
        return [back.dx, back.dA, back.dB]
      }),
    reference: (inputs) => {
      const [x, a, b] = matrices(inputs)
      const [left, right] = [frozen(inner, first), frozen(inner, second)]
      const low = tf.mul(tf.matMul(tf.matMul(x, a), b), SCALE)
      const columns = [
        tf.add(tf.matMul(x, left.weight), left.bias),
        tf.add(tf.add(tf.matMul(x, right.weight), right.bias), low),
      ]
      return tf.concat(columns, 1)
    },
  }
})

export const loraCases: OpCase[] = [...oneMap, ...neighbours]
