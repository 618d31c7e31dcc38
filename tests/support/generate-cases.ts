/** @file What generation must do on every backend, tried on a fresh small model of each family. */
import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import type { DecoderConfig } from '../../src/engine/model/config'
import { createDecoder } from '../../src/engine/model/decoder'
import { type GenerateOptions, generate } from '../../src/engine/model/generate'
import { initParameters, type Parameters } from '../../src/engine/model/parameters'
import { expectNoLeak } from './leaks'

const LLAMA: DecoderConfig = {
  family: 'llama',
  vocab: 29,
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
/** Heads of six: on WebGPU they take the way in stock operations, heads of eight the fused one. */
const GPT2: DecoderConfig = {
  ...LLAMA,
  family: 'gpt2',
  width: 24,
  kvHeads: 4,
  headDim: 6,
  norm: 'layer',
  positions: 'learned',
  feedForward: 'gelu-tanh',
}

/** A fresh model with large weights, so that it has opinions. */
function model(config: DecoderConfig) {
  const params: Parameters = new Map()
  for (const [name, tensor] of initParameters(config, 5)) {
    params.set(name, tensor.rank === 2 ? tf.mul(tensor, 12) : tensor)
  }
  return { decoder: createDecoder(config), params }
}

const PROMPTS = [[3, 1, 4], [1], [5, 9, 2, 6, 5, 3, 5, 8], [9, 7, 9], [3, 2]]
const OPTIONS: GenerateOptions = { maxNewTokens: 12, temperature: 0.9, seed: 11, eosIds: [] }

/** `quick` is for software WebGPU, where a step takes a fifth of a second: what depends on the backend, and no more. */
export function testGeneration({ quick = false } = {}): void {
  test.each([['Llama', LLAMA] as const, ['GPT-2', GPT2] as const])('%s', async (_, config) => {
    const { decoder, params } = model(config)
    const run = (prompts: number[][], options: Partial<GenerateOptions> = {}) =>
      generate(decoder, params, prompts, { ...OPTIONS, maxNewTokens: quick ? 5 : 12, ...options })

    // The cache against the whole sequence computed anew for each token.
    const greedy = await run(PROMPTS, { temperature: 0 })
    const anew = [...PROMPTS[2]!]
    for (let i = 0; i < greedy[2]!.ids.length; i++) {
      // Awaited: reading synchronously goes through a canvas, and costs a software adapter its life.
      const last = (await decoder.logits(params, anew).array()).at(-1)!
      anew.push(last.indexOf(Math.max(...last)))
    }
    expect(greedy[2]!.ids).toEqual(anew.slice(PROMPTS[2]!.length))

    // Alone and in a batch. The first prompt's random numbers are the same in both.
    for (const temperature of quick ? [0.9] : [0, 0.9]) {
      const batch = await run(PROMPTS, { temperature })
      const alone = await run([PROMPTS[0]!], { temperature })
      expect(batch[0]).toEqual(alone[0])
    }

    if (quick) return

    // The same seed, the same text; another seed, another.
    const first = await run(PROMPTS)
    expect(await run(PROMPTS)).toEqual(first)
    expect(await run(PROMPTS, { seed: 12 })).not.toEqual(first)

    // EOS ends a text and is not part of it; the others go on as they would have.
    const eosId = first[0]!.ids[3]!
    const ended = await run(PROMPTS, { eosIds: [eosId] })
    ended.forEach(({ ids, finished }, i) => {
      const at = first[i]!.ids.indexOf(eosId)
      expect(ids).toEqual(at < 0 ? first[i]!.ids : first[i]!.ids.slice(0, at))
      expect(finished).toBe(at < 0 ? 'length' : 'eos')
    })

    await expectNoLeak(() => run(PROMPTS, { eosIds: [eosId] }))
  })

  if (quick) return

  test('the context ends a text; a prompt that fills it, or has no token, is refused', async () => {
    const { decoder, params } = model(LLAMA)
    const run = (prompt: number[]) => generate(decoder, params, [prompt, [1]], OPTIONS)
    const long = await run(new Array(37).fill(2))
    expect(long.map(({ ids, finished }) => [ids.length, finished])).toEqual([
      [3, 'length'],
      [12, 'length'],
    ])
    await expect(run(new Array(40).fill(2))).rejects.toMatchObject({ code: 'model/context-too-short' })
    await expect(run([])).rejects.toMatchObject({ code: 'data/empty-prompt' })
  })

  test('an abort stops it and leaves nothing behind', async () => {
    const { decoder, params } = model(LLAMA)
    const signal = AbortSignal.abort(new Error('stop'))
    await expectNoLeak(() => expect(generate(decoder, params, PROMPTS, { ...OPTIONS, signal })).rejects.toThrow('stop'))
  })
}
