/**
 * @file Families that come with no numbers of transformers, against an independent decoder in double precision, which
 * is itself held against those that do.
 */
import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { describeOnBackends } from '../../../../tests/support/browser-backends'
import { expectClose, expectCloseToLargest, largest } from '../../../../tests/support/close'
import {
  GOLDEN_MODELS,
  goldenBatch,
  goldenExpectations,
  goldenFile,
  goldenTensors,
} from '../../../../tests/support/golden-models'
import { expectNoLeak } from '../../../../tests/support/leaks'
import { type FileTensor, referenceDecoder } from '../../../../tests/support/reference-decoder'
import { createRandom } from '../../../protocol/random'
import { createDecoder, type Decoder } from '../decoder'
import { generate } from '../generate'
import { disposeParameters } from '../parameters'
import { familyOf } from './registry'

const LOGITS = 2e-5
const GRADIENTS = 1e-4

const SMALL = {
  vocab_size: 40,
  hidden_size: 16,
  intermediate_size: 24,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  max_position_embeddings: 64,
  rms_norm_eps: 1e-6,
  rope_theta: 10_000,
}

const LLAMA3 = {
  rope_type: 'llama3',
  factor: 8,
  low_freq_factor: 1,
  high_freq_factor: 4,
  original_max_position_embeddings: 16,
}

/** Each as config.json has it. */
const CONFIGS: Record<string, Record<string, unknown>> = {
  'qwen3, wide heads': { ...SMALL, model_type: 'qwen3', head_dim: 8, tie_word_embeddings: true },
  'qwen3, biases, heads of six': { ...SMALL, model_type: 'qwen3', head_dim: 6, attention_bias: true },
  mistral: { ...SMALL, model_type: 'mistral', head_dim: 8, sliding_window: null },
  'mistral with a window': { ...SMALL, model_type: 'mistral', sliding_window: 12 },
  'llama with llama3 positions': { ...SMALL, model_type: 'llama', head_dim: 8, rope_scaling: LLAMA3 },
  'llama with biases': { ...SMALL, model_type: 'llama', attention_bias: true, tie_word_embeddings: true },
  'qwen2, untied': { ...SMALL, model_type: 'qwen2', rope_theta: 1e6 },
}

/** Random weights under the names and in the layouts of files; norms near 1, all else large enough to matter. */
function randomTensors(json: Record<string, unknown>): Map<string, FileTensor> {
  const family = familyOf(json.model_type)
  return new Map(
    family.weights(family.readConfig(json)).map(({ name, shape, transposed, init }) => {
      const random = createRandom(3, name)
      const size = shape.reduce((a, b) => a * b, 1)
      const number = () => (init === 'ones' ? 1 + 0.2 * random.normal() : 0.3 * random.normal())
      const values = Float32Array.from({ length: size }, number)
      return [name, { shape: transposed ? [...shape].reverse() : shape, values }]
    }),
  )
}

/** The engine's model from such tensors. */
function load(json: Record<string, unknown>, tensors: Map<string, FileTensor>) {
  const family = familyOf(json.model_type)
  const config = family.readConfig(json)
  const params = new Map(
    family.weights(config).map(({ name, transposed }) => {
      const { shape, values } = tensors.get(name)!
      const tensor = tf.tensor(Float32Array.from(values), shape)
      return [name, transposed ? tf.transpose(tensor) : tensor]
    }),
  )
  return { decoder: createDecoder(config), params }
}

/** Of a completion after its prompt, by the reference. */
function logProb(
  json: Record<string, unknown>,
  tensors: Map<string, FileTensor>,
  { prompt, completion }: { prompt: number[]; completion: number[] },
): number {
  const { logits } = referenceDecoder(json, tensors, [...prompt, ...completion])
  return completion.reduce((sum, id, k) => {
    const row = logits[prompt.length + k - 1]!
    return sum + row[id]! - Math.log(row.reduce((total, value) => total + Math.exp(value), 0))
  }, 0)
}

const idsFor = ({ config }: Decoder) => Array.from({ length: Math.min(24, config.context) }, (_, t) => (7 * t + 3) % 40)

test.each(GOLDEN_MODELS)('%s: the reference gives the logits of transformers', async (name) => {
  const { single } = await goldenExpectations(name)
  const config = JSON.parse(new TextDecoder().decode(await goldenFile(name, 'config.json')))
  const tensors = await goldenTensors(name, 'model.safetensors')
  const { logits, used } = referenceDecoder(config, tensors, single.input_ids)
  logits.forEach((row, t) => {
    expectClose(row, single.hf_f64.logits[t]!, 1e-9, `logits of token ${t}`)
  })
  expect(used).toEqual(new Set(tensors.keys()))
})

test('cut to its window, a model gives what it gives with it; beyond, it would not', () => {
  const json = CONFIGS['mistral with a window']!
  const tensors = randomTensors(json)
  const last = (config: Record<string, unknown>, length: number) =>
    referenceDecoder(config, tensors, [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9].slice(0, length)).logits.at(-1)!
  const { context } = familyOf('mistral').readConfig(json)
  const open = { ...json, sliding_window: null }
  expect(last(json, context)).toEqual(last(open, context))
  expect(last(json, context + 1)).not.toEqual(last(open, context + 1))
})

describeOnBackends('families', () => {
  test.each(Object.keys(CONFIGS))('%s: logits of every token', async (name) => {
    const json = CONFIGS[name]!
    const tensors = randomTensors(json)
    const { decoder, params } = load(json, tensors)
    const ids = idsFor(decoder)
    const wanted = referenceDecoder(json, tensors, ids)
    expect(wanted.used).toEqual(new Set(tensors.keys()))
    const logits = decoder.logits(params, ids)
    const flat = wanted.logits.flatMap((row) => [...row])
    expect(largest(flat)).toBeGreaterThan(1)
    expectClose(await logits.data(), flat, LOGITS, 'logits')
    logits.dispose()
    disposeParameters(params)
  })

  test.each(['qwen3, wide heads', 'qwen3, biases, heads of six', 'llama with llama3 positions'])(
    '%s: greedy text follows the logits',
    async (name) => {
      const json = CONFIGS[name]!
      const tensors = randomTensors(json)
      const { decoder, params } = load(json, tensors)
      const options = { maxNewTokens: 6, temperature: 0, seed: 1, eosIds: [] }
      const [text] = await generate(decoder, params, [[3, 1, 4], [5]], options)
      const ids = [3, 1, 4]
      for (let i = 0; i < 6; i++) {
        const last = referenceDecoder(json, tensors, ids).logits.at(-1)!
        ids.push(last.indexOf(Math.max(...last)))
      }
      expect(text!.ids).toEqual(ids.slice(3))
      disposeParameters(params)
    },
  )

  test.each(['qwen3, wide heads', 'qwen3, biases, heads of six', 'llama with llama3 positions'])(
    '%s: the gradient of every weight, along a random direction, by differences of the reference',
    async (name) => {
      const json = CONFIGS[name]!
      const tensors = randomTensors(json)
      const { decoder, params } = load(json, tensors)
      const row = { prompt: [3, 1, 4], completion: [1, 5, 9, 2, 6] }
      const pass = decoder.forward(params, goldenBatch([row]), { save: true })
      const d = tf.onesLike(pass.tokenLogProbs)
      const gradients = decoder.backward(params, pass, d)
      const turned = new Set(
        familyOf(json.model_type)
          .weights(decoder.config)
          .filter((spec) => spec.transposed)
          .map((spec) => spec.name),
      )
      const wanted: number[] = []
      const found: number[] = []
      for (const [name, { shape, values }] of tensors) {
        const random = createRandom(4, name)
        const along = Float64Array.from(values, () => random.normal())
        const at = (step: number) =>
          logProb(json, new Map(tensors).set(name, { shape, values: along.map((a, i) => values[i]! + step * a) }), row)
        wanted.push((at(1e-5) - at(-1e-5)) / 2e-5)
        const gradient = gradients.get(name)!
        const asInFile = turned.has(name) ? tf.transpose(gradient) : gradient
        const numbers = await asInFile.data()
        found.push(along.reduce((sum, a, i) => sum + a * numbers[i]!, 0))
        if (asInFile !== gradient) asInFile.dispose()
      }
      expectCloseToLargest(found, wanted, GRADIENTS, 'gradients')
      pass.dispose()
      disposeParameters(gradients)
      await expectNoLeak(() => {
        const again = decoder.forward(params, goldenBatch([row]), { save: true })
        disposeParameters(decoder.backward(params, again, d))
        again.dispose()
      })
      d.dispose()
      disposeParameters(params)
    },
  )
})
