/** @file Model folders on every backend: weights of 16 bits stay in 16 bits where they can, and come out as they went in. */
import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { describeOnBackends } from '../../../tests/support/browser-backends'
import { expectClose } from '../../../tests/support/close'
import { goldenExpectations, goldenFile } from '../../../tests/support/golden-models'
import { tensorsOf } from '../../../tests/support/safetensors-files'
import { disposeParameters } from '../model/parameters'
import { canBeHalf, isHalf } from '../ops/half'
import { onGpu } from '../ops/memory'
import { folderOf } from './folder-of'
import { type LoadPlan, loadModelFolder, saveModelFolder } from './hf-folder'

const WEIGHTS = 'model.safetensors'
const MODELS = ['rand-gpt2', 'rand-smollm2-like'] as const

describeOnBackends('model folders', () => {
  test.each(MODELS.flatMap((model) => (['bf16', 'f16'] as const).map((type) => [model, type] as const)))(
    '%s, %s: kept in 16 bits on a GPU, the same logits, and the same file when saved',
    async (model, type) => {
      const file = (await goldenFile(model, `model.${type}.safetensors`))!
      const folder = folderOf((name) => (name === WEIGHTS ? file : goldenFile(model, name)))
      const before = tf.memory().numTensors
      let plan: LoadPlan | undefined
      const admit = (given: LoadPlan) => {
        plan = given
      }
      const { decoder, params, hfConfig } = await loadModelFolder(folder, { baseWeights: '16-bit', admit })
      expect(plan!.half).toBe(onGpu())
      const shouldBeHalf = (name: string, shape: number[]) =>
        onGpu() && canBeHalf(shape) && !name.endsWith('wpe.weight')
      for (const [name, weight] of params)
        expect([name, isHalf(weight)]).toEqual([name, shouldBeHalf(name, weight.shape)])

      const { single } = await goldenExpectations(model)
      const wanted = type === 'bf16' ? single.bf16_weights_hf_f64_logits : single.f16_weights_hf_f64_logits
      const logits = decoder.logits(params, single.input_ids)
      expectClose(await logits.data(), wanted.flat(), 2e-5, 'logits')
      logits.dispose()

      const dtype = type === 'bf16' ? 'BF16' : 'F16'
      const saved = await saveModelFolder(decoder, params, dtype, hfConfig)
      expect(await tensorsOf(saved[WEIGHTS]!)).toEqual(await tensorsOf(file))
      disposeParameters(params)
      expect(tf.memory().numTensors).toBe(before)
    },
  )

  test('a small model is held in 32 bits unless it is asked otherwise', async () => {
    const file = (await goldenFile('rand-gpt2', 'model.bf16.safetensors'))!
    const folder = folderOf((name) => (name === WEIGHTS ? file : goldenFile('rand-gpt2', name)))
    const { params } = await loadModelFolder(folder)
    expect([...params.values()].some(isHalf)).toBe(false)
    disposeParameters(params)
  })
})
