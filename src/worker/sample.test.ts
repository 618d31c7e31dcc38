import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { useNodeBackend } from '../../tests/support/node-backend'
import { tinyIds, tinyTokenizer } from '../../tests/support/tiny-tokenizer'
import type { DecoderConfig } from '../engine/model/config'
import { createDecoder } from '../engine/model/decoder'
import { initParameters, type Parameters } from '../engine/model/parameters'
import type { LanguageModel } from '../engine/training/language-model'
import { drawSamples } from '../engine/training/sampling'
import type { RunLoop } from './run-loop'
import { twoCompletions } from './sample'

const CONFIG: DecoderConfig = {
  family: 'llama',
  vocab: 37,
  context: 40,
  width: 32,
  layers: 2,
  heads: 4,
  kvHeads: 2,
  headDim: 8,
  ffWidth: 40,
  norm: 'rms',
  normEps: 1e-5,
  positions: 'rotary',
  ropeTheta: 10_000,
  feedForward: 'gated-silu',
  tiedHead: true,
}

const PROMPT = { text: 'tea', ids: tinyIds('tea') }
const wishes = (temperature: number, extra: { topP?: number; topK?: number } = {}) => ({
  generation: { maxNewTokens: 10, temperature, topK: 0, topP: 1, ...extra },
  seed: 3,
  judge: vi.fn(() => 0.5),
})

/** Weights large enough to have opinions. */
function opinions(seed: number): Parameters {
  const parameters: Parameters = new Map()
  for (const [name, tensor] of initParameters(CONFIG, seed)) {
    parameters.set(name, tensor.rank === 2 ? tf.mul(tensor, 12) : tensor)
  }
  return parameters
}

describe('two completions of one prompt', () => {
  let model: LanguageModel
  let policy: Parameters
  const tokenizer = tinyTokenizer()
  const decoder = createDecoder(CONFIG)

  beforeAll(async () => {
    await useNodeBackend('cpu')
    model = { decoder, parameters: opinions(5), tokenizer, chat: null }
    policy = opinions(6)
  })

  /** A run whose policy is this one now. */
  function runAt(now: () => Parameters) {
    const dispose = vi.fn()
    const snapshot = vi.fn(() => ({ decoder, policy: now(), dispose }))
    return { loop: { training: { snapshot } } as unknown as RunLoop, snapshot, dispose }
  }

  it('differ with a temperature, are the same for the same seed, and leave nothing behind', async () => {
    const tensors = tf.memory().numTensors
    const [first, second] = await twoCompletions(model, null, PROMPT, wishes(0.9))
    expect(first.text).not.toBe(second.text)
    expect(first).toMatchObject({ score: 0.5, tokens: expect.any(Number) })
    expect(await twoCompletions(model, null, PROMPT, wishes(0.9))).toEqual([first, second])
    expect(tf.memory().numTensors).toBe(tensors)
  })

  it('are the policy’s of this moment, not the base’s', async () => {
    let current = policy
    const { loop, dispose } = runAt(() => current)
    const greedy = async (parameters: Parameters) =>
      (await drawSamples(parameters, [PROMPT], { ...wishes(0), decoder, tokenizer }))[0]!.text
    expect(await greedy(policy)).not.toBe(await greedy(model.parameters))
    expect((await twoCompletions(model, loop, PROMPT, wishes(0)))[0].text).toBe(await greedy(policy))
    current = model.parameters
    expect((await twoCompletions(model, loop, PROMPT, wishes(0)))[0].text).toBe(await greedy(model.parameters))
    expect(dispose).toHaveBeenCalledTimes(2)
  })

  it('are one and the same text without chance, drawn once', async () => {
    for (const given of [wishes(0), wishes(0.9, { topK: 1 })]) {
      const [first, second] = await twoCompletions(model, null, PROMPT, given)
      expect(first.text).toBe(second.text)
      expect(given.judge).toHaveBeenCalledTimes(2)
    }
  })

  it('are drawn again a few times where chance gives the same, all from one policy, and then given as they are', async () => {
    const { loop, snapshot, dispose } = runAt(() => policy)
    const given = wishes(0.9, { topP: 1e-6 })
    const [first, second] = await twoCompletions(model, loop, PROMPT, given)
    expect(first.text).toBe(second.text)
    expect(given.judge.mock.calls.length).toBeGreaterThan(2)
    expect(given.judge.mock.calls.length).toBeLessThan(20)
    expect(snapshot).toHaveBeenCalledTimes(1)
    expect(dispose).toHaveBeenCalledTimes(1)
  })
})
