/** @file Every operation's explicit backward against the tape, in the browser, and what only a GPU can get wrong. */
import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { describeOnBackends } from '../../../tests/support/browser-backends'
import { expectClose, expectCloseToLargest } from '../../../tests/support/close'
import { testOpCases } from '../../../tests/support/op-cases'
import { multiplyTransposed } from './matmul'
import { softmax } from './softmax'

describeOnBackends('operations', () => {
  testOpCases()

  test('a long sum over rows gives the same bits each time', async () => {
    const rows = 2100
    const values = (columns: number) => Float32Array.from({ length: rows * columns }, (_, i) => Math.sin(i * i))
    const x = tf.tensor2d(values(5), [rows, 5])
    const dy = tf.tensor2d(values(40), [rows, 40])
    const first = multiplyTransposed(x, dy)
    const second = multiplyTransposed(x, dy)
    const wanted = await first.data()
    expect(await second.data()).toEqual(wanted)
    const [a, b] = [values(5), values(40)]
    const exact = Float64Array.from({ length: 200 }, (_, ij) => {
      const [i, j] = [Math.floor(ij / 40), ij % 40]
      let sum = 0
      for (let r = 0; r < rows; r++) sum += a[5 * r + i]! * b[40 * r + j]!
      return sum
    })
    expectCloseToLargest(wanted, exact, 1e-5, 'product')
    tf.dispose([x, dy, first, second])
  })

  test('softmax beyond 65,535 rows', async () => {
    const rows = 65_700
    const x = tf.tensor2d(
      Float32Array.from({ length: 3 * rows }, (_, i) => ((i * 7) % 11) / 3),
      [rows, 3],
    )
    const y = softmax(x)
    const sums = tf.sum(y, 1)
    expectClose(await sums.data(), new Float32Array(rows).fill(1), 1e-5, 'row sums')
    tf.dispose([x, y, sums])
  })
})
