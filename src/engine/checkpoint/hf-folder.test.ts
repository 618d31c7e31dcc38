import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import { freshFolder, GPT2, json, LLAMA } from '../../../tests/support/model-folders'
import { useNodeBackend } from '../../../tests/support/node-backend'
import { fileOfTypes, tensorsOf } from '../../../tests/support/safetensors-files'
import { AppError } from '../../protocol/errors'
import type { Folder } from '../../protocol/folder'
import { disposeParameters, initParameters, type Parameters } from '../model/parameters'
import { folderOf } from './folder-of'
import { type LoadPlan, loadModelFolder, modelFolderInPieces, saveModelFolder, weightsOf } from './hf-folder'
import { writeSafetensors } from './safetensors'
import { toBytes } from './stored-tensor'

beforeAll(() => useNodeBackend('cpu').then(() => {}))

type Files = Record<string, Uint8Array | undefined>
const folder = (files: Files) => folderOf((name) => files[name])
const WEIGHTS = 'model.safetensors'
const WIDE = { ...LLAMA, tie_word_embeddings: true, head_dim: 6 }

const valuesOf = (params: Parameters, name: string) => (params.get(name) as tf.Tensor).data()

/** The failure, after a look that it left no tensor behind. */
async function failureOf(files: Files): Promise<AppError> {
  const before = tf.memory().numTensors
  const failure = await loadModelFolder(folder(files)).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(AppError)
  expect(tf.memory().numTensors).toBe(before)
  return failure as AppError
}

test.each([
  ['GPT-2', GPT2],
  ['Llama, untied', LLAMA],
  ['Llama, tied, wide heads', WIDE],
])('%s: saving and loading again gives the same logits and the same file', async (_, config) => {
  const files = freshFolder(config)
  const first = await loadModelFolder(folder(files))
  const saved = await saveModelFolder(first.decoder, first.params, 'F32')
  const again = await loadModelFolder(folder(saved))
  expect(again.decoder.config).toEqual(first.decoder.config)
  const ids = [1, 5, 2, 9]
  const logits = [first, again].map(({ decoder, params }) => decoder.logits(params, ids).dataSync())
  expect(logits[1]).toEqual(logits[0])
  expect(await tensorsOf(saved[WEIGHTS]!)).toEqual(await tensorsOf(files[WEIGHTS]))
})

test.each(['F32', 'F16', 'BF16'] as const)('%s: in pieces, weight by weight, it is the same folder', async (dtype) => {
  const { decoder, params } = await loadModelFolder(folder(freshFolder(LLAMA)))
  const whole = await saveModelFolder(decoder, params, dtype, { ...LLAMA, bos_token_id: 1 })
  const inPieces = modelFolderInPieces(decoder, weightsOf(decoder, params), dtype, { ...LLAMA, bos_token_id: 1 })
  expect(Object.keys(inPieces)).toEqual(Object.keys(whole))
  for (const [name, { size, pieces }] of Object.entries(inPieces)) {
    const parts: Uint8Array[] = []
    for await (const piece of pieces()) parts.push(piece)
    expect(size).toBe(whole[name]!.length)
    expect(Buffer.concat(parts).equals(whole[name]!)).toBe(true)
  }
})

test('GPT-2 files without the transformer. prefix load as well, and buffers that are not weights may have any type', async () => {
  const tensors = await tensorsOf(freshFolder(GPT2)[WEIGHTS])
  const bare = [...tensors].map(([name, { shape, values }]) => [
    name.replace('transformer.', ''),
    { dtype: 'F32', shape, data: toBytes(values, 'F32') },
  ])
  const buffers = {
    'h.0.attn.bias': { dtype: 'BOOL', shape: [1, 1, 8, 8], data: new Uint8Array(64) },
    'h.0.attn.masked_bias': { dtype: 'F32', shape: [], data: new Uint8Array(4) },
    'h.1.attn.bias': { dtype: 'U8', shape: [1, 1, 8, 8], data: new Uint8Array(64) },
  }
  const weights = fileOfTypes({ ...Object.fromEntries(bare), ...buffers })
  const { params } = await loadModelFolder(folder({ 'config.json': json(GPT2), [WEIGHTS]: weights }))
  expect([...params.keys()]).toEqual([...tensors.keys()])
  expect(await valuesOf(params, 'transformer.h.1.mlp.c_proj.bias')).toEqual(
    tensors.get('transformer.h.1.mlp.c_proj.bias')!.values,
  )
})

test('a tied head may be stored under either name, or both', async () => {
  const files = freshFolder(WIDE)
  const tensors = await tensorsOf(files[WEIGHTS])
  const embedding = tensors.get('model.embed_tokens.weight')!
  const asHead = new Map([...tensors, ['lm_head.weight', embedding] as const])
  const both = { ...files, [WEIGHTS]: writeSafetensors(asHead, 'F32') }
  asHead.delete('model.embed_tokens.weight')
  const headAlone = { ...files, [WEIGHTS]: writeSafetensors(asHead, 'F32') }
  for (const stored of [both, headAlone]) {
    const { params } = await loadModelFolder(folder(stored))
    expect(await valuesOf(params, 'model.embed_tokens.weight')).toEqual(embedding.values)
    expect(params.has('lm_head.weight')).toBe(false)
  }
})

test('the header decides the type, whatever config.json says', async () => {
  const { [WEIGHTS]: weights } = freshFolder(LLAMA, 'BF16')
  const config = json({ ...LLAMA, torch_dtype: 'float32' })
  const { params } = await loadModelFolder(folder({ 'config.json': config, [WEIGHTS]: weights }))
  const wanted = (await tensorsOf(weights)).get('model.norm.weight')!.values
  expect(await valuesOf(params, 'model.norm.weight')).toEqual(wanted)
})

/** A folder of files that are elsewhere: notes what is read, and what is brought here whole. */
function farFolder(files: Files): { folder: Folder; events: string[] } {
  const events: string[] = []
  const open = async (name: string) => {
    const file = await folder(files).open(name)
    if (!file) return undefined
    return {
      size: file.size,
      read: (from: number, to: number) => {
        events.push(`${name} ${from}-${to}`)
        return file.read(from, to)
      },
      bring: async () => {
        events.push(`bring ${name}`)
      },
    }
  }
  return { folder: { open }, events }
}

test('small files and the header come first, then the caller is asked, then the weights are brought and read', async () => {
  const files = { ...freshFolder(LLAMA, 'F16'), 'tokenizer.json': json({ model: {} }) }
  const dataAt = files[WEIGHTS].length - 2 * 1080
  const { folder, events } = farFolder(files)
  const progress: [number, number][] = []
  let plan: LoadPlan | undefined
  await loadModelFolder(folder, {
    admit(given) {
      plan = given
      events.push('admit')
    },
    onProgress: (loaded, total) => progress.push([loaded, total]),
  })
  expect(events.slice(0, 7)).toEqual([
    `config.json 0-${files['config.json'].length}`,
    'tokenizer.json 0-12',
    `${WEIGHTS} 0-8`,
    `${WEIGHTS} 8-${dataAt}`,
    'admit',
    `bring ${WEIGHTS}`,
    `${WEIGHTS} ${dataAt}-${dataAt + 176}`,
  ])
  expect(plan).toMatchObject({ parameters: 1080, bytes: { F16: 2160 }, half: false })
  expect(plan!.fileBytes).toBe(files[WEIGHTS].length)
  expect(plan!.decoder.config.layers).toBe(2)
  expect(progress[0]).toEqual([176, 2160])
  expect(progress.at(-1)).toEqual([2160, 2160])
})

test('what the caller throws refuses the model before a weight is fetched', async () => {
  const { folder, events } = farFolder(freshFolder(LLAMA))
  const refusal = new AppError('device/out-of-memory', 'too large', 'take a smaller one')
  const admit = () => Promise.reject(refusal)
  await expect(loadModelFolder(folder, { admit })).rejects.toBe(refusal)
  expect(events.some((event) => event.startsWith('bring'))).toBe(false)
})

test.each([
  ['an unsupported type', { 'config.json': json({ model_type: 'mamba' }) }],
  ['a broken tokenizer', { 'tokenizer.json': new Uint8Array(2) }],
])('%s is refused before the header is asked for', async (_, changes) => {
  const { folder, events } = farFolder({ ...freshFolder(LLAMA), ...changes })
  await expect(loadModelFolder(folder)).rejects.toBeInstanceOf(AppError)
  expect(events.some((event) => event.includes(WEIGHTS))).toBe(false)
})

test('a file that ends early, and a caller that gives up, leave no tensor behind', async () => {
  const files = freshFolder(LLAMA)
  const whole = folder(files)
  const cutShort: Folder = {
    async open(name) {
      const file = await whole.open(name)
      if (!file || name !== WEIGHTS) return file
      return { size: file.size, read: async (from, to) => (await file.read(from, to)).slice(0, file.size - 40 - from) }
    },
  }
  const before = tf.memory().numTensors
  await expect(loadModelFolder(cutShort)).rejects.toMatchObject({ code: 'model/broken-weights' })
  expect(tf.memory().numTensors).toBe(before)
  const abort = new AbortController()
  const reason = new AppError('hub/cancelled', 'cancelled', 'load again')
  const stop = (loaded: number) => loaded > 1000 && abort.abort(reason)
  await expect(loadModelFolder(whole, { signal: abort.signal, onProgress: stop })).rejects.toBe(reason)
  expect(tf.memory().numTensors).toBe(before)
})

test('a weight with a number that is none is refused by name, and nothing is left behind', async () => {
  const files = freshFolder(LLAMA)
  const weights = files[WEIGHTS].slice()
  new DataView(weights.buffer).setFloat32(weights.length - 4, Number.POSITIVE_INFINITY, true)
  const before = tf.memory().numTensors
  await expect(loadModelFolder(folder({ ...files, [WEIGHTS]: weights }))).rejects.toMatchObject({
    code: 'model/broken-weights',
    message: expect.stringMatching(/Tensor \S+ has numbers that are not finite/),
  })
  expect(tf.memory().numTensors).toBe(before)
})

test('the tokenizer and what the engine does not use are handed on', async () => {
  const texts = {
    'tokenizer.json': json({ model: {} }),
    'tokenizer_config.json': json({ eos_token: '</s>' }),
    'special_tokens_map.json': json({ bos_token: '<s>', eos_token: '<eos>' }),
    'generation_config.json': json({ eos_token_id: [2, 3] }),
    'chat_template.jinja': new TextEncoder().encode('{{ messages }}'),
  }
  const loaded = await loadModelFolder(folder({ ...freshFolder(LLAMA), ...texts }))
  expect(loaded.tokenizerJson).toEqual({ model: {} })
  expect(loaded.tokenizerConfig).toEqual({ bos_token: '<s>', eos_token: '</s>' })
  expect(loaded.generationConfig).toEqual({ eos_token_id: [2, 3] })
  expect(loaded.chatTemplate).toBe('{{ messages }}')
  expect(Object.fromEntries(loaded.texts)).toEqual(texts)
  const own = { ...LLAMA, eos_token_id: 2, torch_dtype: 'float32', dtype: 'float32' }
  const saved = await saveModelFolder(loaded.decoder, loaded.params, 'F16', own)
  const config = JSON.parse(new TextDecoder().decode(saved['config.json']))
  expect(config).toMatchObject({ eos_token_id: 2, torch_dtype: 'float16', dtype: 'float16' })
  expect(config.architectures).toEqual(['LlamaForCausalLM'])
})

const config = (changes: object) => ({ 'config.json': json({ ...LLAMA, ...changes }) })
const tokenizer = (content: unknown) => ({ 'tokenizer.json': json(content) })

test.each([
  ['no config', { 'config.json': undefined }, 'model/missing-file', /config\.json/],
  ['no weights', { [WEIGHTS]: undefined }, 'model/missing-file', /model\.safetensors/],
  [
    'weights of PyTorch alone',
    { [WEIGHTS]: undefined, 'pytorch_model.bin': new Uint8Array(9) },
    'model/missing-file',
    /has pytorch_model\.bin, but no model\.safetensors/,
  ],
  [
    'ONNX alone',
    { [WEIGHTS]: undefined, 'onnx/model.onnx': new Uint8Array(9) },
    'model/missing-file',
    /has onnx\/model\.onnx, but/,
  ],
  [
    'an adapter without a model',
    { 'config.json': undefined, 'adapter_config.json': json({}) },
    'model/missing-file',
    /holds an adapter/,
  ],
  ['a config that is no JSON', { 'config.json': new Uint8Array(3) }, 'model/broken-config', /not JSON/],
  ['a config that is no object', { 'config.json': json([1]) }, 'model/broken-config', /\[1\], no object/],
  ['an unknown type', config({ model_type: 'mamba' }), 'model/unsupported-architecture', /"mamba"/],
  ['scaled rotary', config({ rope_scaling: { rope_type: 'yarn' } }), 'model/unsupported-architecture', /yarn/],
  ['biases that are not there', config({ attention_bias: true }), 'model/missing-weight', /q_proj\.bias/],
  [
    'quantised weights',
    config({ quantization_config: { quant_method: 'gptq', bits: 4 } }),
    'model/unsupported-architecture',
    /quantised \("gptq"\)/,
  ],
  ['a width of zero', config({ hidden_size: 0 }), 'model/broken-config', /hidden_size is 0/],
  ['heads that do not split', config({ num_key_value_heads: 3 }), 'model/broken-config', /4 is not a multiple of 3/],
  ['a billion layers', config({ num_hidden_layers: 1e9 }), 'model/broken-config', /1000000000 layers/],
  ['another width', config({ hidden_size: 16 }), 'model/broken-weights', /\[11,8\].*\[11,16\]/],
  ['more layers', config({ num_hidden_layers: 3 }), 'model/missing-weight', /model\.layers\.2/],
  ['a broken tokenizer', { 'tokenizer.json': new Uint8Array(2) }, 'model/broken-tokenizer', /tokenizer\.json/],
  ['a tokenizer in a list', tokenizer([]), 'model/broken-tokenizer', /no object/],
  [
    'a token beyond the vocabulary',
    tokenizer({ model: { vocab: { a: 10, b: 11 } } }),
    'model/broken-tokenizer',
    /token "b" the id 11, but the model has ids 0 to 10/,
  ],
  [
    'an added token beyond the vocabulary',
    tokenizer({ model: {}, added_tokens: [{ id: 11, content: '<pad>' }] }),
    'model/broken-tokenizer',
    /"<pad>" the id 11/,
  ],
  [
    'more unigram tokens than the vocabulary has',
    tokenizer({ model: { vocab: Array.from({ length: 12 }, (_, i) => [`t${i}`, 0]) } }),
    'model/broken-tokenizer',
    /"t11" the id 11/,
  ],
  ['an id that is no number', tokenizer({ model: { vocab: { a: 'x' } } }), 'model/broken-tokenizer', /id "x"/],
  ['a template that is no text', { 'chat_template.jinja': Uint8Array.of(255) }, 'model/broken-tokenizer', /UTF-8/],
  ['broken generation settings', { 'generation_config.json': new Uint8Array(1) }, 'model/broken-config', /not JSON/],
  [
    'weights cut short',
    { [WEIGHTS]: freshFolder(LLAMA)[WEIGHTS].slice(0, -1) },
    'model/broken-weights',
    /lie at bytes/,
  ],
])('refuses %s', async (_, changes: Files, code, message) => {
  expect(await failureOf({ ...freshFolder(LLAMA), ...changes })).toMatchObject({
    code,
    message: expect.stringMatching(message),
  })
})

/** Zeros in bytes of any type. */
const extra = (dtype: string, shape: number[], bytes: number) => ({ dtype, shape, data: new Uint8Array(bytes) })

/** The folder with tensors of any type added to its weights. */
async function folderWith(config: object, added: Record<string, ReturnType<typeof extra>>): Promise<Files> {
  const tensors = [...(await tensorsOf(freshFolder({ ...config })[WEIGHTS]))].map(([name, { shape, values }]) => [
    name,
    { dtype: 'F32', shape, data: toBytes(values, 'F32') },
  ])
  return { 'config.json': json(config), [WEIGHTS]: fileOfTypes({ ...Object.fromEntries(tensors), ...added }) }
}

test.each([
  ['the same weight under both names', GPT2, 'wte.weight', [11, 6], /both transformer\.wte\.weight and wte\.weight/],
  ['a scale beside a weight', GPT2, 'transformer.h.0.attn.c_attn.weight_scale', [1], /hold .*weight_scale, for which/],
  ['a bias that the config does not have', LLAMA, 'model.layers.1.mlp.up_proj.bias', [10], /hold .*up_proj\.bias, for/],
  ['a layer too many', LLAMA, 'model.layers.2.input_layernorm.weight', [8], /hold model\.layers\.2/],
  ['a bias of the head', LLAMA, 'lm_head.bias', [11], /hold lm_head\.bias/],
  ['a tied head with numbers of its own', WIDE, 'lm_head.weight', [11, 8], /are the same, but the weights hold two/],
])('refuses %s', async (_, config, name, shape, message) => {
  const files = await folderWith(config, { [name]: extra('F32', shape, 4 * shape.reduce((a, b) => a * b, 1)) })
  expect(await failureOf(files)).toMatchObject({
    code: 'model/broken-weights',
    message: expect.stringMatching(message),
  })
})

test('a head for another task, which stands beside the model, is left alone', async () => {
  const files = await folderWith(LLAMA, { 'v_head.summary.weight': extra('I8', [1, 8], 8) })
  expect((await loadModelFolder(folder(files))).params.has('v_head.summary.weight')).toBe(false)
})

test('a weight of a type that cannot be used is named with its type', async () => {
  const tensors = [...(await tensorsOf(freshFolder(LLAMA)[WEIGHTS]))].map(([name, { shape, values }]) => [
    name,
    name === 'model.layers.1.mlp.up_proj.weight'
      ? { dtype: 'I8', shape, data: new Uint8Array(values.length) }
      : { dtype: 'F32', shape, data: toBytes(values, 'F32') },
  ])
  const weights = fileOfTypes(Object.fromEntries(tensors))
  const failure = await failureOf({ 'config.json': json(LLAMA), [WEIGHTS]: weights })
  expect(failure.code).toBe('model/unsupported-dtype')
  expect(failure.message).toMatch(/Tensor model\.layers\.1\.mlp\.up_proj\.weight of model\.safetensors has type "I8"/)
})

test('a fresh model is the same for the same seed, and scaled where it writes into the residual stream', async () => {
  const { decoder } = await loadModelFolder(folder(freshFolder(GPT2)))
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
