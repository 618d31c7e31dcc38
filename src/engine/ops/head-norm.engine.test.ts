/** @file What the norm of heads promises beyond its numbers, which are among op-cases.ts. */
import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { describeOnBackends } from '../../../tests/support/browser-backends'
import { countDispatches } from '../../../tests/support/dispatches'
import { headNorm, headNormBackward } from './head-norm'
import { tidy } from './memory'
import { output } from './webgpu/run-kernel'

const SIZES = { heads: 4, kvHeads: 2, headDim: 8 }
const WIDTH = 64
const numbers = (count: number, seed: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(seed + i * i))

describeOnBackends('norm of heads', (backend) => {
  const make = (rows: number) => ({
    qkv: tf.tensor2d(numbers(rows * WIDTH, 1), [rows, WIDTH]),
    dy: tf.tensor2d(numbers(rows * WIDTH, 2), [rows, WIDTH]),
    weights: { q: tf.tensor1d(numbers(8, 3)), k: tf.tensor1d(numbers(8, 4)) },
  })

  test('values, and their gradients, pass bit for bit', async () => {
    const { qkv, dy, weights } = make(3)
    const forward = headNorm(qkv, weights, SIZES, 1e-6)
    const { dqkv, d } = headNormBackward(forward, weights, dy, SIZES)
    const values = (x: tf.Tensor2D) => tidy(() => tf.slice(x, [0, 48], [3, 16])).data()
    expect(await values(forward.y)).toEqual(await values(qkv))
    expect(await values(dqkv)).toEqual(await values(dy))
    tf.dispose([qkv, dy, weights, forward, dqkv, d] as unknown as tf.TensorContainer)
  })

  test('of frozen weights there is no gradient, and dqkv is the same', async () => {
    const { qkv, dy, weights } = make(5)
    const forward = headNorm(qkv, weights, SIZES, 1e-6)
    const all = headNormBackward(forward, weights, dy, SIZES)
    const alone = headNormBackward(forward, weights, dy, SIZES, { frozen: true })
    expect(alone.d).toBeUndefined()
    expect(await alone.dqkv.data()).toEqual(await all.dqkv.data())
    tf.dispose([qkv, dy, weights, forward, all, alone] as unknown as tf.TensorContainer)
  })

  test('sums over many rows have the same bits each time', async () => {
    const { qkv, dy, weights } = make(2100)
    const forward = headNorm(qkv, weights, SIZES, 1e-6)
    const [first, second] = [0, 1].map(() => headNormBackward(forward, weights, dy, SIZES))
    for (const side of ['q', 'k'] as const) {
      expect(await second!.d![side].data()).toEqual(await first!.d![side].data())
    }
    tf.dispose([qkv, dy, weights, forward, first, second] as unknown as tf.TensorContainer)
  })

  test.runIf(backend === 'webgpu')(
    'one dispatch forward, three backward, one where the weights are frozen',
    async () => {
      const { qkv, dy, weights } = make(5)
      const into = { q: output([8]), k: output([8]) }
      const forward = countDispatches(() => headNorm(qkv, weights, SIZES, 1e-6))
      const all = countDispatches(() => headNormBackward(forward.result, weights, dy, SIZES, { into }))
      const alone = countDispatches(() => headNormBackward(forward.result, weights, dy, SIZES, { frozen: true }))
      expect([forward, all, alone].map(({ dispatches }) => dispatches)).toEqual([1, 3, 1])
      const fresh = headNormBackward(forward.result, weights, dy, SIZES)
      for (const side of ['q', 'k'] as const) expect(await into[side].data()).toEqual(await fresh.d![side].data())
      expect(all.result.d).toBe(into)
      const made = [forward.result, all.result, alone.result, fresh]
      tf.dispose([qkv, dy, weights, made] as unknown as tf.TensorContainer)
    },
  )
})
