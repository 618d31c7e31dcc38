/** @file Every operation's explicit backward against the tape, in the browser, and what only a GPU can get wrong. */
import * as tf from '@tensorflow/tfjs-core'
import { test } from 'vitest'
import { describeOnBackends } from '../../../tests/support/browser-backends'
import { expectClose } from '../../../tests/support/close'
import { testOpCases } from '../../../tests/support/op-cases'
import { softmax } from './softmax'

describeOnBackends('operations', () => {
  testOpCases()

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
