/** @file Every objective against the public reference implementations, and at its extremes, on wasm and on WebGPU. */
import * as tf from '@tensorflow/tfjs-core'
import { expect, it } from 'vitest'
import { describeOnBackends } from '../../../tests/support/browser-backends'
import { expectClose } from '../../../tests/support/close'
import { goldenCases, goldenError } from '../../../tests/support/golden-losses'
import { oneMinusExp, softplus } from './stable-log'

describeOnBackends('objectives', () => {
  // One test for all: fifty names would say no more than the one that fails.
  it('agree with all fifty golden cases', async () => {
    for (const testCase of goldenCases) {
      const error = await goldenError(testCase)
      for (const [figure, value] of Object.entries(error))
        expect(value, `${figure} of ${testCase.title}, in units of the tolerance`).toBeLessThan(1)
    }
  })

  it('softplus keeps its relative precision from -80 to 400', async () => {
    const x = [-400, -80, -40, -20, -5, -1, -1e-3, 0, 1e-3, 1, 5, 40, 400]
    const { value, slope } = tf.tidy(() => softplus(tf.tensor1d(x)))
    const exact = x.map((v) => Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v))))
    expectRelative(await value.data(), exact)
    expectRelative(
      await slope.data(),
      x.map((v) => 1 / (1 + Math.exp(-v))),
    )
    tf.dispose([value, slope])
  })

  it('1 - e^-x keeps its relative precision near 0', async () => {
    const x = [1e-6, 1e-4, 0.01, 0.3, 0.499, 0.501, 2, 30, 400]
    const value = tf.tidy(() => oneMinusExp(tf.tensor1d(x)))
    expectRelative(
      await value.data(),
      x.map((v) => -Math.expm1(-v)),
    )
    value.dispose()
  })
})

/** Within 1e-5: WebGPU allows e^x itself an error that grows with |x|. What float32 cannot hold must be 0. */
function expectRelative(actual: ArrayLike<number>, exact: number[]): void {
  const ratios = exact.map((value, i) => (value < 1e-45 ? 1 + actual[i]! : actual[i]! / value))
  expectClose(
    ratios,
    exact.map(() => 1),
    1e-5,
  )
}
