/** @file The decoder against numbers computed by Hugging Face transformers in float64, on every backend. */
import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { describeOnBackends } from '../../../tests/support/browser-backends'
import { expectClose, expectCloseToLargest, largest } from '../../../tests/support/close'
import {
  GOLDEN_MODELS,
  goldenExpectations,
  goldenTensors,
  loadGoldenModel,
  pairBatch,
  withoutKeyBias,
} from '../../../tests/support/golden-models'
import { expectNoLeak } from '../../../tests/support/leaks'
import { toStored } from '../checkpoint/hf-folder'
import { disposeParameters } from './parameters'

const LOGITS = 2e-5
const GRADIENTS = 1e-4
const LOSS = 1e-5

/** DPO's loss on the sums of each row, and its derivative with respect to them; N chosen rows, then N rejected. */
function dpo(sums: number[], reference: number[], beta: number): { loss: number; d: number[] } {
  const n = sums.length / 2
  const d = new Array<number>(sums.length).fill(0)
  let loss = 0
  for (let i = 0; i < n; i++) {
    const margin = beta * (sums[i]! - reference[i]! - (sums[i + n]! - reference[i + n]!))
    loss += Math.log1p(Math.exp(-margin)) / n
    d[i] = -beta / (1 + Math.exp(margin)) / n
    d[i + n] = -d[i]!
  }
  return { loss, d }
}

describeOnBackends('decoder', () => {
  test.each(GOLDEN_MODELS)('%s: logits from F32, BF16 and F16 weights', async (name) => {
    const { single } = await goldenExpectations(name)
    const expected = [
      ['model.safetensors', single.hf_f64.logits],
      ['model.bf16.safetensors', single.bf16_weights_hf_f64_logits],
      ['model.f16.safetensors', single.f16_weights_hf_f64_logits],
    ] as const
    for (const [file, logits] of expected) {
      const { decoder, params } = await loadGoldenModel(name, file)
      const actual = decoder.logits(params, single.input_ids)
      expectClose(await actual.data(), logits.flat(), LOGITS, `${file} logits`)
      actual.dispose()
      disposeParameters(params)
    }
  })

  test.each(GOLDEN_MODELS)('%s: log-probs, DPO loss and the gradient of every parameter', async (name) => {
    const expected = await goldenExpectations(name)
    const { decoder, params } = await loadGoldenModel(name)
    const batch = pairBatch(expected.pairs)
    const pass = decoder.forward(params, batch, { save: true })
    const logProbs = await pass.tokenLogProbs.data()
    const { logps } = expected
    const tokens = [...logps.policy_chosen_tokens, ...logps.policy_rejected_tokens].flat()
    expectClose(logProbs, tokens, LOGITS, 'token log-probs')

    const sums = new Array<number>(batch.rows).fill(0)
    logProbs.forEach((value, k) => {
      sums[batch.rowOf[k]!]! += value
    })
    const { loss, d } = dpo(sums, [...logps.ref_chosen, ...logps.ref_rejected], 0.1)
    const golden = expected.losses['dpo_beta0.1']!
    expect(Math.abs(loss / golden.loss - 1)).toBeLessThan(LOSS)

    const dTokens = tf.tensor1d(Float32Array.from(batch.rowOf, (row) => d[row]!))
    const gradients = decoder.backward(params, pass, dTokens)
    expect([...gradients.keys()]).toEqual([...params.keys()])
    const stored = await toStored(decoder, gradients)
    const wanted = await goldenTensors(name, 'grads.dpo_beta0.1.f64.safetensors')
    expect(new Set(stored.keys())).toEqual(new Set(wanted.keys()))
    let all = 0
    for (const { values } of wanted.values()) all = Math.max(all, largest(values))
    for (const [key, { values }] of wanted) {
      expectClose(stored.get(key)!.values, values, GRADIENTS * all, key)
      const kept = (numbers: ArrayLike<number>) => withoutKeyBias(key, numbers)
      expectCloseToLargest(kept(stored.get(key)!.values), kept(values), GRADIENTS, key)
    }
    pass.dispose()
    dTokens.dispose()
    disposeParameters(gradients)
    disposeParameters(params)
  })

  test('compare: KL to itself is zero, to another model as the logits say', async () => {
    const { pairs } = await goldenExpectations('rand-llama-gqa-tied')
    const { decoder, params } = await loadGoldenModel('rand-llama-gqa-tied')
    const { params: base } = await loadGoldenModel('rand-llama-gqa-tied', 'ref_model.safetensors')
    const pair = pairs[0]!
    const batch = pairBatch([pair])
    const same = decoder.compare(params, params, batch)
    expectClose(await same.kl.data(), new Float32Array(batch.positions.length), 1e-5, 'KL to itself')
    const { tokenLogProbs, entropy, kl } = decoder.compare(params, base, batch)
    const ids = [...pair.prompt, ...pair.chosen]
    const [p, q] = [params, base].map((weights) => decoder.logits(weights, ids))
    const [logP, logQ] = [await tf.logSoftmax(p!).array(), await tf.logSoftmax(q!).array()] as number[][][]
    const at = pair.prompt.length - 1
    const wantedKl = pair.chosen.map((_, k) =>
      logP![at + k]!.reduce((sum, lp, v) => sum + Math.exp(lp) * (lp - logQ![at + k]![v]!), 0),
    )
    const wantedEntropy = pair.chosen.map((_, k) => -logP![at + k]!.reduce((sum, lp) => sum + Math.exp(lp) * lp, 0))
    expectClose((await kl.data()).slice(0, pair.chosen.length), wantedKl, 1e-5, 'KL')
    expectClose((await entropy.data()).slice(0, pair.chosen.length), wantedEntropy, 1e-5, 'entropy')
    const alone = decoder.logProbs(params, batch)
    expectClose(await tokenLogProbs.data(), await alone.data(), 1e-5, 'log-probs')
    tf.dispose([alone, same.tokenLogProbs, tokenLogProbs, same.kl, same.entropy, kl, entropy])
  })

  test('no step leaves a tensor behind, whether it ends in backward or is dropped', async () => {
    const { pairs } = await goldenExpectations('rand-gpt2')
    const { decoder, params } = await loadGoldenModel('rand-gpt2')
    const batch = pairBatch(pairs)
    await expectNoLeak(() => {
      const pass = decoder.forward(params, batch, { save: true })
      const d = tf.onesLike(pass.tokenLogProbs)
      disposeParameters(decoder.backward(params, pass, d))
      tf.dispose([d])
      pass.dispose()
    })
    await expectNoLeak(() => decoder.forward(params, batch, { save: true }).dispose())
    await expectNoLeak(() => decoder.forward(params, batch).dispose())
    await expectNoLeak(() => decoder.logProbs(params, batch).dispose())
  })
})
