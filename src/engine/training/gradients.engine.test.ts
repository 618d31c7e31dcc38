/** @file The gradient of every parameter, from pairs to weights, against PyTorch's in float64. */
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { describeOnBackends } from '../../../tests/support/browser-backends'
import { expectClose, expectCloseToLargest } from '../../../tests/support/close'
import {
  GOLDEN_MODELS,
  goldenExpectations,
  goldenTensors,
  loadGoldenModel,
  withoutKeyBias,
} from '../../../tests/support/golden-models'
import { goldenReference, tokenizedPairs } from '../../../tests/support/golden-pairs'
import { objectiveOptions } from '../../protocol/objectives'
import { toStored } from '../checkpoint/hf-folder'
import { disposeParameters } from '../model/parameters'
import { createObjective } from '../objectives/registry'
import { backpropagate } from './step'

const GRADIENTS = 1e-4
const LOSS = 1e-5

/** Name of the reference case, and what it is called here. `sft_chosen_nll` is divided by the tokens of the batch. */
const CASES = [
  ['dpo_beta0.1', { name: 'dpo', beta: 0.1 }],
  ['dpo_beta0.1_ls0.1', { name: 'dpo', beta: 0.1, labelSmoothing: 0.1 }],
  ['simpo_beta2_gbr0.25', { name: 'simpo', beta: 2, gammaBetaRatio: 0.25 }],
  ['sft_chosen_nll', { name: 'sft' }],
] as const

describeOnBackends('gradients', () => {
  describe.each(GOLDEN_MODELS)('%s', (model) => {
    test.each(CASES)('%s', async (name, options) => {
      const expected = await goldenExpectations(model)
      const { decoder, params } = await loadGoldenModel(model)
      const before = tf.memory().numTensors
      const objective = createObjective(objectiveOptions.parse(options))
      const { gradients, parts } = backpropagate({
        decoder,
        parameters: params,
        objective,
        pairs: tokenizedPairs(expected.pairs),
        reference: objective.needsReference ? goldenReference(expected) : null,
        gradientAccumulation: 2,
        padId: 0,
      })
      const losses: number[] = []
      for (const { columns, pairs } of parts) losses.push(...(await columns.data()).slice(0, pairs))
      const loss = losses.reduce((sum, loss) => sum + loss, 0) / losses.length
      expectClose([loss], [expected.losses[name]!.loss], LOSS * Math.max(1, expected.losses[name]!.loss), 'loss')
      const stored = await toStored(decoder, gradients)
      const golden = await goldenTensors(model, `grads.${name}.f64.safetensors`)
      expect([...stored.keys()].sort()).toEqual([...golden.keys()].sort())
      for (const [weight, { values }] of golden) {
        const kept = (numbers: ArrayLike<number>) => withoutKeyBias(weight, numbers)
        expectCloseToLargest(kept(stored.get(weight)!.values), kept(values), GRADIENTS, weight)
      }
      disposeParameters(gradients)
      tf.dispose(parts.map((part) => part.columns))
      expect(tf.memory().numTensors - before, 'tensors left behind').toBe(0)
      disposeParameters(params)
    })
  })
})
