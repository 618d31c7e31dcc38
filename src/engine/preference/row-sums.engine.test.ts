/** @file Sums by row and their adjoint, on wasm and on WebGPU. */
import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { describeOnBackends } from '../../../tests/support/browser-backends'
import { expectCloseToLargest } from '../../../tests/support/close'
import { countDispatches } from '../../../tests/support/dispatches'
import { expectNoLeak } from '../../../tests/support/leaks'
import { collateSequences } from './collate'
import { spreadToTokens, sumByRow } from './row-sums'

/** An empty row, rows of a lane, of a workgroup exactly, and of more. */
const LENGTHS = [3, 0, 64, 1, 200, 65]

const batchOf = (lengths: number[]) =>
  collateSequences(
    lengths.map((length) => ({ prompt: [1], completion: new Array<number>(length).fill(2) })),
    0,
  )

describeOnBackends('sums by row', (backend) => {
  test('are the sums, spread again to every token', async () => {
    const batch = batchOf(LENGTHS)
    const scored = batch.rowOf.length
    const values = Float32Array.from({ length: scored }, (_, k) => -((k * 7) % 11) / 3)
    const exact = LENGTHS.map((_, row) => values.reduce((sum, x, k) => sum + (batch.rowOf[k] === row ? x : 0), 0))
    await expectNoLeak(async () => {
      const tokens = tf.tensor1d(values)
      const sums = sumByRow(tokens, batch)
      expect(sums.shape).toEqual([LENGTHS.length])
      const found = await sums.data()
      expectCloseToLargest(found, exact, 1e-6, 'sums')
      const spread = spreadToTokens(sums, batch)
      expect(spread.shape).toEqual([scored])
      expect(Array.from(await spread.data())).toEqual(Array.from(batch.rowOf, (row) => found[row]))
      tf.dispose([tokens, sums, spread])
    })
  })

  test('of no tokens at all are 0', async () => {
    const batch = batchOf([0, 0])
    const tokens = tf.tensor1d([])
    const sums = sumByRow(tokens, batch)
    expect(Array.from(await sums.data())).toEqual([0, 0])
    const spread = spreadToTokens(sums, batch)
    expect(spread.shape).toEqual([0])
    tf.dispose([tokens, sums, spread])
  })

  test('a log-prob that is not finite shows in its row, and in no other', async () => {
    const batch = batchOf([5, 70, 5])
    for (const value of [Number.NaN, Number.NEGATIVE_INFINITY]) {
      const tokens = tf.tensor1d(Float32Array.from(batch.rowOf, (_, k) => (k === 72 ? value : -1)))
      const sums = sumByRow(tokens, batch)
      expect(Array.from(await sums.data())).toEqual([-5, value, -5])
      tf.dispose([tokens, sums])
    }
  })

  if (backend === 'webgpu') {
    test('cost one dispatch each', () => {
      const batch = batchOf(LENGTHS)
      const tokens = tf.tensor1d(new Float32Array(batch.rowOf.length))
      const sum = countDispatches(() => sumByRow(tokens, batch))
      const spread = countDispatches(() => spreadToTokens(sum.result, batch))
      expect([sum.dispatches, spread.dispatches]).toEqual([1, 1])
      tf.dispose([tokens, sum.result, spread.result])
    })
  }
})
