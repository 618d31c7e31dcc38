import { beforeAll, expect, test } from 'vitest'
import { useNodeBackend } from '../../../tests/support/node-backend'
import { families } from '../model/families/registry'
import { disposeParameters, initParameters } from '../model/parameters'
import { loadModelFolder, saveModelFolder } from './hf-folder'
import { readSafetensors, writeSafetensors } from './safetensors'

beforeAll(() => useNodeBackend('cpu').then(() => {}))

const GPT2 = { model_type: 'gpt2', vocab_size: 11, n_positions: 8, n_embd: 6, n_layer: 2, n_head: 2 }
const LLAMA = {
  model_type: 'llama',
  vocab_size: 11,
  max_position_embeddings: 8,
  hidden_size: 8,
  intermediate_size: 10,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
}

const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
const folder = (files: Record<string, Uint8Array>) => async (name: string) => files[name]

/** A saved folder of a fresh model with this config. */
async function freshFolder(config: Record<string, unknown>): Promise<Record<string, Uint8Array>> {
  const family = families.find((f) => f.modelType === config.model_type)!
  const weights = family.weights(family.readConfig(config))
  const shapes = weights.map(({ name, shape, transposed }) => {
    const fileShape = transposed ? [...shape].reverse() : shape
    const size = shape.reduce((a, b) => a * b, 1)
    return [
      name,
      { shape: fileShape, values: Float32Array.from({ length: size }, (_, i) => Math.sin(i + size)) },
    ] as const
  })
  return { 'config.json': json(config), 'model.safetensors': writeSafetensors(new Map(shapes), 'F32') }
}

test.each([
  ['GPT-2', GPT2],
  ['Llama, untied', LLAMA],
  ['Llama, tied, wide heads', { ...LLAMA, tie_word_embeddings: true, head_dim: 6 }],
])('%s: saving and loading again gives the same logits and the same file', async (_, config) => {
  const files = await freshFolder(config)
  const first = await loadModelFolder(folder(files))
  const saved = await saveModelFolder(first.decoder, first.params, 'F32')
  const again = await loadModelFolder(folder(saved))
  expect(again.decoder.config).toEqual(first.decoder.config)
  const ids = [1, 5, 2, 9]
  const logits = [first, again].map(({ decoder, params }) => decoder.logits(params, ids).dataSync())
  expect(logits[1]).toEqual(logits[0])
  const stored = (file: Uint8Array | undefined) => [...readSafetensors(file!)].sort(([a], [b]) => (a < b ? -1 : 1))
  expect(stored(saved['model.safetensors'])).toEqual(stored(files['model.safetensors']))
})

test('GPT-2 files without the transformer. prefix load as well, and buffers that are not weights are ignored', async () => {
  const files = await freshFolder(GPT2)
  const stored = readSafetensors(files['model.safetensors']!)
  const bare = new Map([...stored].map(([name, tensor]) => [name.replace('transformer.', ''), tensor]))
  bare.set('h.0.attn.bias', { dtype: 'F32', shape: [1], values: Float32Array.of(1) })
  const loaded = await loadModelFolder(folder({ ...files, 'model.safetensors': writeSafetensors(bare, 'F32') }))
  expect([...loaded.params.keys()]).toContain('transformer.h.1.mlp.c_proj.bias')
})

test('shards by index', async () => {
  const files = await freshFolder(LLAMA)
  const all = [...readSafetensors(files['model.safetensors']!)]
  const shard = (part: typeof all) => writeSafetensors(new Map(part), 'F32')
  const sharded: Record<string, Uint8Array> = {
    'config.json': files['config.json']!,
    'one.safetensors': shard(all.slice(0, 5)),
    'two.safetensors': shard(all.slice(5)),
    'model.safetensors.index.json': json({
      weight_map: Object.fromEntries(all.map(([name], i) => [name, i < 5 ? 'one.safetensors' : 'two.safetensors'])),
    }),
  }
  const { params } = await loadModelFolder(folder(sharded))
  expect(params.size).toBe(all.length)
  delete sharded['two.safetensors']
  await expect(loadModelFolder(folder(sharded))).rejects.toMatchObject({ code: 'model/missing-file' })
})

test('the tokenizer and what the engine does not use are handed on', async () => {
  const files = await freshFolder(LLAMA)
  const { decoder, params, tokenizerJson } = await loadModelFolder(
    folder({ ...files, 'tokenizer.json': json({ model: {} }) }),
  )
  expect(tokenizerJson).toEqual({ model: {} })
  const saved = await saveModelFolder(decoder, params, 'F16', { ...LLAMA, eos_token_id: 2, torch_dtype: 'float32' })
  const config = JSON.parse(new TextDecoder().decode(saved['config.json']))
  expect(config).toMatchObject({ eos_token_id: 2, torch_dtype: 'float16', architectures: ['LlamaForCausalLM'] })
})

test.each([
  ['no config', { 'config.json': undefined }, 'model/missing-file', /config\.json/],
  ['no weights', { 'model.safetensors': undefined }, 'model/missing-file', /model\.safetensors/],
  ['a config that is no JSON', { 'config.json': new Uint8Array(3) }, 'model/broken-config', /not JSON/],
  ['an unknown type', { 'config.json': json({ model_type: 'mamba' }) }, 'model/unsupported-architecture', /"mamba"/],
  [
    'scaled rotary',
    { 'config.json': json({ ...LLAMA, rope_scaling: { rope_type: 'yarn' } }) },
    'model/unsupported-architecture',
    /yarn/,
  ],
  [
    'biases',
    { 'config.json': json({ ...LLAMA, attention_bias: true }) },
    'model/unsupported-architecture',
    /attention_bias/,
  ],
  ['a width of zero', { 'config.json': json({ ...LLAMA, hidden_size: 0 }) }, 'model/broken-config', /hidden_size is 0/],
  [
    'heads that do not split',
    { 'config.json': json({ ...LLAMA, num_key_value_heads: 3 }) },
    'model/broken-config',
    /4 is not a multiple of 3/,
  ],
  [
    'another width',
    { 'config.json': json({ ...LLAMA, hidden_size: 16 }) },
    'model/broken-weights',
    /\[11,8\].*\[11,16\]/,
  ],
  [
    'more layers',
    { 'config.json': json({ ...LLAMA, num_hidden_layers: 3 }) },
    'model/missing-weight',
    /model\.layers\.2/,
  ],
  ['a broken tokenizer', { 'tokenizer.json': new Uint8Array(2) }, 'model/broken-tokenizer', /tokenizer\.json/],
])('refuses %s', async (_, changes, code, message) => {
  const files = { ...(await freshFolder(LLAMA)), ...changes } as Record<string, Uint8Array>
  const failure = await loadModelFolder(folder(files)).catch((error: unknown) => error)
  expect(failure).toMatchObject({ code, message: expect.stringMatching(message) })
})

test('a fresh model is the same for the same seed, and scaled where it writes into the residual stream', async () => {
  const { decoder } = await loadModelFolder(folder(await freshFolder(GPT2)))
  const config = { ...decoder.config, width: 64, ffWidth: 256, vocab: 500 }
  const [a, b, c] = [1, 1, 2].map((seed) => initParameters(config, seed))
  const values = (params: typeof a, name: string) => params!.get(`transformer.${name}`)!.dataSync()
  expect(values(a, 'wte.weight')).toEqual(values(b, 'wte.weight'))
  expect(values(a, 'wte.weight')).not.toEqual(values(c, 'wte.weight'))
  const deviation = (x: ArrayLike<number>) => Math.sqrt(Array.from(x).reduce((sum, v) => sum + v * v, 0) / x.length)
  expect(deviation(values(a, 'wte.weight'))).toBeCloseTo(0.02, 3)
  expect(deviation(values(a, 'h.0.mlp.c_proj.weight'))).toBeCloseTo(0.01, 3)
  for (const params of [a, b, c]) disposeParameters(params!)
})
