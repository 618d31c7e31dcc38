/** @file Any damage to a model's folder ends in a named error with nothing left behind, or in a model. */
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { freshFolder, GPT2, json, LLAMA } from '../../../tests/support/model-folders'
import { useNodeBackend } from '../../../tests/support/node-backend'
import { tensorsOf } from '../../../tests/support/safetensors-files'
import { AppError } from '../../protocol/errors'
import { disposeParameters } from '../model/parameters'
import { folderOf } from './folder-of'
import { loadModelFolder } from './hf-folder'
import { writeSafetensors } from './safetensors'

beforeAll(() => useNodeBackend('cpu').then(() => {}))

type Files = Record<string, Uint8Array | undefined>

async function loadOrRefuse(files: Files): Promise<void> {
  const before = tf.memory().numTensors
  try {
    disposeParameters((await loadModelFolder(folderOf((name) => files[name]))).params)
  } catch (error) {
    expect(error).toBeInstanceOf(AppError)
    expect((error as AppError).code).toMatch(/^model\//)
    expect((error as AppError).message.length).toBeLessThan(1000)
  }
  expect(tf.memory().numTensors).toBe(before)
}

const TOKENIZER = {
  model: { type: 'BPE', vocab: { a: 0, b: 10 }, merges: [] },
  added_tokens: [{ id: 1, content: 'c' }],
}
const INDEX = 'model.safetensors.index.json'

async function sharded(): Promise<Files & { [INDEX]: Uint8Array }> {
  const { 'model.safetensors': weights, ...rest } = freshFolder(LLAMA)
  const tensors = [...(await tensorsOf(weights))]
  const shard = (part: typeof tensors) => writeSafetensors(new Map(part), 'BF16')
  const weight_map = Object.fromEntries(tensors.map(([name], i) => [name, `${i < 9 ? 'a' : 'b'}.safetensors`]))
  return {
    ...rest,
    'a.safetensors': shard(tensors.slice(0, 9)),
    'b.safetensors': shard(tensors.slice(9)),
    'tokenizer.json': json(TOKENIZER),
    [INDEX]: json({ metadata: {}, weight_map }),
  }
}

const run = { seed: 1, numRuns: 300 }

test('bytes changed or cut off anywhere', async () => {
  const sound = await sharded()
  const names = Object.keys(sound)
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
      fc.option(fc.nat()),
      async (name, edits, end) => {
        const bytes = sound[name]!.slice(0, end === null ? undefined : end % sound[name]!.length)
        for (const [at, value] of edits) if (bytes.length) bytes[at % Math.min(bytes.length, 2000)] = value
        await loadOrRefuse({ ...sound, [name]: bytes })
      },
    ),
    run,
  )
})

test.each([
  ['Llama', LLAMA],
  ['GPT-2', GPT2],
])('%s: any values in config.json', async (_, config) => {
  const sound = freshFolder(config)
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom(0, -1, 1e9, 2 ** 53, 1e308, 0.5, 'qwen2', 'yarn'))
  const keys = [
    ...Object.keys(config),
    'rope_scaling',
    'head_dim',
    'n_inner',
    'tie_word_embeddings',
    'quantization_config',
  ]
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom(...keys), value), { minLength: 1, maxLength: 3 }), (changes) =>
      loadOrRefuse({ ...sound, 'config.json': json({ ...config, ...Object.fromEntries(changes) }) }),
    ),
    run,
  )
})

test('any index', async () => {
  const sound = await sharded()
  const { weight_map } = JSON.parse(new TextDecoder().decode(sound[INDEX]))
  const target = fc.oneof(fc.constantFrom('a.safetensors', 'b.safetensors', '../a.safetensors', INDEX), fc.jsonValue())
  const index = fc.oneof(
    fc.jsonValue(),
    fc.record({ weight_map: fc.jsonValue() }),
    fc
      .array(fc.tuple(fc.oneof(fc.constantFrom(...Object.keys(weight_map)), fc.string()), target), { maxLength: 3 })
      .map((changes) => ({ weight_map: { ...weight_map, ...Object.fromEntries(changes) } })),
  )
  await fc.assert(
    fc.asyncProperty(index, (given) => loadOrRefuse({ ...sound, [INDEX]: json(given) })),
    run,
  )
})

test('any tokenizer and settings', async () => {
  const sound = freshFolder(LLAMA)
  const files = ['tokenizer.json', 'tokenizer_config.json', 'special_tokens_map.json', 'generation_config.json']
  const content = fc.oneof(
    fc.jsonValue(),
    fc.record({ model: fc.record({ vocab: fc.jsonValue() }), added_tokens: fc.jsonValue() }),
  )
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...files), content, (name, given) =>
      loadOrRefuse({ ...sound, [name]: json(given) }),
    ),
    run,
  )
})
