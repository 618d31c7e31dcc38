/** @file Frozen weights in 16 bits, beside the same numbers in 32: the memory of half, the results of the whole. */
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { startBackend } from '../../../tests/support/browser-backends'
import { expectClose, expectCloseToLargest } from '../../../tests/support/close'
import {
  GOLDEN_MODELS,
  type GoldenModel,
  goldenExpectations,
  goldenFile,
  pairBatch,
} from '../../../tests/support/golden-models'
import { createDecoder } from '../model/decoder'
import { generate } from '../model/generate'
import { initAdapter, namesWithAdapter, scalesOf } from '../model/lora'
import { mergedNumbers } from '../model/merge-adapter'
import { disposeParameters, isPlain, policyOf, weightBytes } from '../model/parameters'
import { isHalf } from '../ops/half'
import { folderOf } from './folder-of'
import { loadModelFolder } from './hf-folder'

const open = (model: GoldenModel, file: string, baseWeights: 'f32' | '16-bit') =>
  loadModelFolder(
    folderOf((name) => goldenFile(model, name === 'model.safetensors' ? file : name)),
    { baseWeights },
  )

describe('weights in 16 bits on webgpu', () => {
  beforeAll(() => startBackend('webgpu'))

  describe.each(GOLDEN_MODELS)('%s', (model) => {
    test.each(['model.bf16.safetensors', 'model.f16.safetensors'])('%s: logits, compare, gradients', async (file) => {
      const { single, pairs } = await goldenExpectations(model)
      const half = await open(model, file, '16-bit')
      const whole = await open(model, file, 'f32')
      const bytes = (params: typeof half.params) => [...params.values()].reduce((sum, w) => sum + weightBytes(w), 0)
      expect(isPlain(half.params)).toBe(false)
      expect(bytes(half.params)).toBeLessThan(0.6 * bytes(whole.params))
      const { decoder } = half
      const [fromHalf, fromWhole] = [half, whole].map(({ params }) => decoder.logits(params, single.input_ids))
      expectClose(await fromHalf!.data(), await fromWhole!.data(), 1e-5, 'logits')
      const wanted = file.includes('bf16') ? single.bf16_weights_hf_f64_logits : single.f16_weights_hf_f64_logits
      expectClose(await fromHalf!.data(), wanted.flat(), 2e-5, 'golden logits')

      const spec = { rank: 4, alpha: 8, rsLora: false, targets: null }
      const tuned = createDecoder(decoder.config, namesWithAdapter(decoder.config, scalesOf(decoder.config, spec)))
      const adapter = initAdapter(decoder.config, spec, 3)
      const batch = pairBatch(pairs)
      const d = tf.ones<tf.Rank.R1>([batch.targets.length])
      const gradientsOf = async (params: typeof half.params) => {
        const policy = policyOf(params, adapter)
        const pass = tuned.forward(policy, batch, { save: true })
        const gradients = tuned.backward(policy, pass, d)
        pass.dispose()
        return gradients
      }
      const [first, second] = [await gradientsOf(half.params), await gradientsOf(whole.params)]
      for (const [name, gradient] of first) {
        if (name.endsWith('lora_B')) {
          expectCloseToLargest(await gradient.data(), await second.get(name)!.data(), 1e-4, name)
        }
      }
      const { kl } = decoder.compare(half.params, whole.params, batch)
      expectClose(await kl.data(), new Float32Array(batch.targets.length), 1e-5, 'KL of one to the other')
      for (const map of [half.params, whole.params, adapter, first, second]) disposeParameters(map)
    })

    test('numbers are the file’s own: none is rounded, and generation is the same', async () => {
      const half = await open(model, 'model.bf16.safetensors', '16-bit')
      const whole = await open(model, 'model.bf16.safetensors', 'f32')
      const read = [half, whole].map(({ params, decoder }) => mergedNumbers(params, decoder.names))
      for (const name of half.params.keys()) expect(await read[0]!(name)).toEqual(await read[1]!(name))
      const options = { maxNewTokens: 6, temperature: 0, topK: 0, topP: 1, seed: 1, eosIds: [] }
      const texts = [half, whole].map(({ decoder, params }) => generate(decoder, params, [[3, 1, 4]], options))
      const [a, b] = await Promise.all(texts)
      expect(a).toEqual(b)
      for (const { params } of [half, whole]) disposeParameters(params)
    })
  })

  test('a backend that comes while small files are read decides, not the one before', async () => {
    await tf.setBackend('cpu')
    const ready = new Promise((resolve) => setTimeout(resolve, 100)).then(() => tf.setBackend('webgpu'))
    const file = (name: string) =>
      goldenFile('rand-qwen2-tied', name === 'model.safetensors' ? 'model.bf16.safetensors' : name)
    const { params } = await loadModelFolder(folderOf(file), { baseWeights: '16-bit', ready })
    expect(isPlain(params)).toBe(false)
    disposeParameters(params)
  })

  test('a file in 32 bits can be held in 16, too, rounded once; norms and positions stay whole', async () => {
    const { params, decoder } = await open('rand-gpt2', 'model.safetensors', '16-bit')
    for (const [name, weight] of params) {
      const isMatrix = weight.shape.length === 2 && name !== decoder.names.positions
      expect(isHalf(weight), name).toBe(isMatrix)
    }
    const { single } = await goldenExpectations('rand-gpt2')
    const logits = decoder.logits(params, single.input_ids)
    expectClose(await logits.data(), single.hf_f64.logits.flat(), 0.02, 'logits')
    disposeParameters(params)
  })
})
