/** @file A test's check that work leaves no tensor behind. */
import * as tf from '@tensorflow/tfjs-core'
import { expect } from 'vitest'

/** Runs `work` and expects as many tensors after as before; `work` disposes what it returns. */
export async function expectNoLeak(work: () => unknown): Promise<void> {
  const before = tf.memory().numTensors
  await work()
  expect(tf.memory().numTensors - before, 'tensors left behind').toBe(0)
}
