import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { goldenCases, goldenError } from '../../../tests/support/golden-losses'

beforeAll(() => tf.setBackend('cpu'))

describe('objectives against the public reference implementations', () => {
  it('covers all fifty cases', () => expect(goldenCases).toHaveLength(50))

  it.each(goldenCases)('$title', async (testCase) => {
    const error = await goldenError(testCase)
    expect(error.losses).toBeLessThan(1)
    expect(error.mean).toBeLessThan(1)
    expect(error.grads).toBeLessThan(1)
  })
})
