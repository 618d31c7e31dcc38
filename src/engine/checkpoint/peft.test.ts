/** @file Adapters against PEFT's layout, written out here as its save_pretrained leaves it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GPT2, json, LLAMA } from '../../../tests/support/model-folders'
import { fileOfTypes, tensorsOf } from '../../../tests/support/safetensors-files'
import { AppError } from '../../protocol/errors'
import { familyOf } from '../model/families/registry'
import { linearLayers } from '../model/lora'
import { folderOf } from './folder-of'
import { adapterScales, type LowRankAdapter } from './peft'
import { readPeftAdapter } from './peft-read'
import { writePeftAdapter } from './peft-write'
import { openSafetensors, writeSafetensors } from './safetensors'
import type { HostTensor } from './stored-tensor'

const configOf = (json: Record<string, unknown>) => familyOf(json.model_type).readConfig(json)
const [gpt2, llama] = [configOf(GPT2), configOf(LLAMA)]

type Files = Record<string, Uint8Array | undefined>
const read = (files: Files, model = llama) =>
  readPeftAdapter(
    folderOf((name) => files[name]),
    model,
  )

const counting = (shape: number[], from = 0): HostTensor => ({
  shape,
  values: Float32Array.from({ length: shape[0]! * shape[1]! }, (_, i) => from + i),
})

const SPEC = { rank: 2, alpha: 8, rsLora: false, dropout: 0.1 }

/** An adapter on these modules, by [in, out], in the engine's layout. */
function adapterOn(modules: Record<string, [number, number]>, changes: Partial<LowRankAdapter> = {}): LowRankAdapter {
  const tensors = Object.entries(modules).flatMap(([module, [from, to]], i) => [
    [`${module}.lora_A`, counting([from, 2], 100 * i)] as const,
    [`${module}.lora_B`, counting([2, to], 100 * i + 50)] as const,
  ])
  const targets = ['q_proj', 'k_proj']
  return {
    spec: { ...SPEC, targets },
    alphas: new Map(),
    tensors: new Map(tensors),
    baseModel: 'owner/model',
    ...changes,
  }
}

const at = (layer: number, name: string) => `model.layers.${layer}.${name}`
const LLAMA_ADAPTER = adapterOn({
  [at(0, 'self_attn.q_proj')]: [8, 8],
  [at(0, 'self_attn.k_proj')]: [8, 4],
  [at(1, 'self_attn.q_proj')]: [8, 8],
  [at(1, 'self_attn.k_proj')]: [8, 4],
})

const parsed = (file: Uint8Array) => JSON.parse(new TextDecoder().decode(file))

test("Llama: names, shapes and config are PEFT's", async () => {
  const files = writePeftAdapter(llama, LLAMA_ADAPTER)
  const shapes = [...(await tensorsOf(files['adapter_model.safetensors']))].map(([name, { shape }]) => [name, shape])
  expect(shapes).toEqual([
    ['base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight', [2, 8]],
    ['base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight', [8, 2]],
    ['base_model.model.model.layers.0.self_attn.k_proj.lora_A.weight', [2, 8]],
    ['base_model.model.model.layers.0.self_attn.k_proj.lora_B.weight', [4, 2]],
    ['base_model.model.model.layers.1.self_attn.q_proj.lora_A.weight', [2, 8]],
    ['base_model.model.model.layers.1.self_attn.q_proj.lora_B.weight', [8, 2]],
    ['base_model.model.model.layers.1.self_attn.k_proj.lora_A.weight', [2, 8]],
    ['base_model.model.model.layers.1.self_attn.k_proj.lora_B.weight', [4, 2]],
  ])
  expect(parsed(files['adapter_config.json'])).toEqual({
    alpha_pattern: {},
    auto_mapping: null,
    base_model_name_or_path: 'owner/model',
    bias: 'none',
    fan_in_fan_out: false,
    inference_mode: true,
    init_lora_weights: true,
    layers_pattern: null,
    layers_to_transform: null,
    lora_alpha: 8,
    lora_dropout: 0.1,
    modules_to_save: null,
    peft_type: 'LORA',
    r: 2,
    rank_pattern: {},
    revision: null,
    target_modules: ['q_proj', 'k_proj'],
    task_type: 'CAUSAL_LM',
    use_rslora: false,
  })
  expect(new TextDecoder().decode(files['README.md'])).toMatch(/^---\nbase_model: owner\/model\nlibrary_name: peft\n/)
})

test("GPT-2: Conv1D layers get PEFT's shapes too, and fan_in_fan_out", async () => {
  const attention = (layer: number) => `transformer.h.${layer}.attn.c_attn`
  const adapter = adapterOn({ [attention(0)]: [6, 18], [attention(1)]: [6, 18], 'transformer.h.1.mlp.c_proj': [24, 6] })
  const files = writePeftAdapter(gpt2, adapter)
  const shapes = [...(await tensorsOf(files['adapter_model.safetensors']))].map(([name, { shape }]) => [name, shape])
  expect(shapes).toEqual([
    ['base_model.model.transformer.h.0.attn.c_attn.lora_A.weight', [2, 6]],
    ['base_model.model.transformer.h.0.attn.c_attn.lora_B.weight', [18, 2]],
    ['base_model.model.transformer.h.1.attn.c_attn.lora_A.weight', [2, 6]],
    ['base_model.model.transformer.h.1.attn.c_attn.lora_B.weight', [18, 2]],
    ['base_model.model.transformer.h.1.mlp.c_proj.lora_A.weight', [2, 24]],
    ['base_model.model.transformer.h.1.mlp.c_proj.lora_B.weight', [6, 2]],
  ])
  // c_proj alone would be all four layers of that name.
  expect(parsed(files['adapter_config.json'])).toMatchObject({
    fan_in_fan_out: true,
    target_modules: ['c_attn', 'transformer.h.1.mlp.c_proj'],
  })
  expect(await read(files, gpt2)).toEqual({
    ...adapter,
    spec: { ...SPEC, targets: ['c_attn', 'transformer.h.1.mlp.c_proj'] },
  })
})

test('the numbers are transposed: lora_A.weight[r, i] is A[i, r]', async () => {
  const files = writePeftAdapter(llama, LLAMA_ADAPTER)
  const stored = await tensorsOf(files['adapter_model.safetensors'])
  const name = 'base_model.model.model.layers.0.self_attn.k_proj'
  expect([...stored.get(`${name}.lora_A.weight`)!.values]).toEqual([
    100, 102, 104, 106, 108, 110, 112, 114, 101, 103, 105, 107, 109, 111, 113, 115,
  ])
  expect([...stored.get(`${name}.lora_B.weight`)!.values]).toEqual([150, 154, 151, 155, 152, 156, 153, 157])
})

test('what is written is read back', async () => {
  expect(await read(writePeftAdapter(llama, LLAMA_ADAPTER))).toEqual(LLAMA_ADAPTER)
})

test('scales are alpha / rank, with rsLoRA alpha / sqrt(rank), layer by layer where they differ', async () => {
  const scales = (changes: Partial<LowRankAdapter>) => [...adapterScales({ ...LLAMA_ADAPTER, ...changes }).values()]
  expect(scales({})).toEqual([4, 4, 4, 4])
  const rsLora = { ...LLAMA_ADAPTER.spec, rsLora: true }
  expect(scales({ spec: rsLora })).toEqual(Array(4).fill(8 / Math.SQRT2))
  const alphas = new Map([[at(1, 'self_attn.q_proj'), 6]])
  expect(scales({ alphas })).toEqual([4, 4, 3, 4])

  // Ranks that differ travel by PEFT's patterns.
  const tensors = new Map(LLAMA_ADAPTER.tensors)
  tensors.set(`${at(0, 'self_attn.q_proj')}.lora_A`, counting([8, 4]))
  tensors.set(`${at(0, 'self_attn.q_proj')}.lora_B`, counting([4, 8]))
  const files = writePeftAdapter(llama, { ...LLAMA_ADAPTER, tensors, alphas })
  expect(parsed(files['adapter_config.json'])).toMatchObject({
    rank_pattern: { [at(0, 'self_attn.q_proj')]: 4 },
    alpha_pattern: { [at(1, 'self_attn.q_proj')]: 6 },
  })
  const back = await read(files)
  expect(back).toEqual({ ...LLAMA_ADAPTER, tensors, alphas })
  expect([...adapterScales(back).values()]).toEqual([2, 4, 3, 4])
})

/** What PEFT and its like write for the Llama adapter: names and config to be changed. */
function peftFiles(rename: (name: string) => string, config: object = {}): Promise<Files> {
  return renamed(writePeftAdapter(llama, LLAMA_ADAPTER), rename, config)
}

async function renamed(files: Files, rename: (name: string) => string, config: object): Promise<Files> {
  const tensors = await tensorsOf(files['adapter_model.safetensors']!)
  const own = parsed(files['adapter_config.json']!)
  return {
    'adapter_config.json': json({ ...own, ...config }),
    'adapter_model.safetensors': writeSafetensors(
      new Map([...tensors].map(([name, tensor]) => [rename(name), tensor])),
      'F32',
    ),
  }
}

test.each<[string, (name: string) => string, object]>([
  ['without the prefix', (name) => name.replace('base_model.model.', ''), {}],
  ['with the name of the adapter inside', (name) => name.replace('.weight', '.default.weight'), {}],
  ['of the bare transformer', (name) => name.replace('base_model.model.model.', 'base_model.model.'), {}],
  ['of a compiled or distributed model', (name) => `module._orig_mod.${name}`, {}],
  ['with targets as an expression', (name) => name, { target_modules: '.*(self_attn).*(q_proj|k_proj)$' }],
  ['with all linear layers as targets', (name) => name, { target_modules: 'all-linear' }],
  ['with whole names as targets', (name) => name, { target_modules: [at(0, 'self_attn.q_proj')] }],
  ['of certain layers', (name) => name, { target_modules: ['q_proj', 'v_proj'], layers_to_transform: [0, 1] }],
  ['with settings that change nothing', (name) => name, { use_dora: false, layer_replication: null, loftq_config: {} }],
  ['without the optional keys', (name) => name, { bias: undefined, use_rslora: undefined, alpha_pattern: undefined }],
])('names and settings as other tools write them: %s', async (_, rename, config) => {
  expect(await read(await peftFiles(rename, config))).toEqual(LLAMA_ADAPTER)
})

test('GPT-2 adapters of the bare transformer find their layers', async () => {
  const adapter = adapterOn({ 'transformer.h.0.mlp.c_fc': [6, 24] })
  const rename = (name: string) => name.replace('base_model.model.transformer.', 'base_model.model.')
  const files = await renamed(writePeftAdapter(gpt2, adapter), rename, { target_modules: 'all-linear' })
  expect((await read(files, gpt2)).tensors).toEqual(adapter.tensors)
})

test('16-bit adapters become single precision', async () => {
  const files = writePeftAdapter(llama, LLAMA_ADAPTER)
  const stored = await tensorsOf(files['adapter_model.safetensors'])
  const half = { ...files, 'adapter_model.safetensors': writeSafetensors(stored, 'F16') }
  expect((await read(half)).tensors).toEqual(LLAMA_ADAPTER.tensors)
})

test("MLX's adapters: other names, no transposes, and the scale itself", async () => {
  const tensors = [...LLAMA_ADAPTER.tensors].map(
    ([name, tensor]) => [name.replace(/_([AB])$/, (_, s) => `_${s.toLowerCase()}`), tensor] as const,
  )
  const files = {
    'adapter_config.json': json({
      fine_tune_type: 'lora',
      num_layers: 2,
      model: 'owner/model',
      lora_parameters: { rank: 2, scale: 4, dropout: 0.1 },
    }),
    'adapters.safetensors': writeSafetensors(new Map(tensors), 'F32'),
  }
  expect(await read(files)).toEqual(LLAMA_ADAPTER)
})

const same = (name: string) => name

test.each<[string, object, string, RegExp]>([
  ['another method', { peft_type: 'IA3' }, 'adapter/unsupported', /peft_type "IA3"/],
  ['no method', { peft_type: undefined }, 'adapter/unsupported', /peft_type missing/],
  ['DoRA', { use_dora: true }, 'adapter/unsupported', /use_dora = true: DoRA/],
  ['whole modules', { modules_to_save: ['lm_head'] }, 'adapter/unsupported', /modules_to_save = \["lm_head"\]/],
  ['biases', { bias: 'lora_only' }, 'adapter/unsupported', /bias = "lora_only"/],
  ['an init that changes the base', { init_lora_weights: 'pissa' }, 'adapter/unsupported', /"pissa"/],
  ['another task', { task_type: 'SEQ_CLS' }, 'adapter/unsupported', /"SEQ_CLS"/],
  ['a huge rank', { r: 1024 }, 'adapter/unsupported', /rank 1024/],
  ['a rank that is none', { r: 0 }, 'adapter/broken', /r is 0/],
  ['another rank than the tensors have', { r: 4 }, 'adapter/broken', /says rank 4, but lora_A of .*q_proj has 2/],
  ['an alpha that is none', { lora_alpha: 'x' }, 'adapter/broken', /lora_alpha is "x"/],
  ['a dropout of 1', { lora_dropout: 1 }, 'adapter/broken', /lora_dropout is 1/],
  ['rsLoRA neither on nor off', { use_rslora: 1 }, 'adapter/broken', /use_rslora is 1/],
  ['targets that are no names', { target_modules: [1] }, 'adapter/broken', /target_modules = \[1\]/],
  [
    'a target without tensors',
    { target_modules: ['q_proj', 'v_proj'] },
    'adapter/broken',
    /0\.self_attn\.v_proj, of which/,
  ],
  ['an alpha by an expression', { alpha_pattern: { '(a+)+$': 3 } }, 'adapter/unsupported', /"\(a\+\)\+\$"/],
  ['an alpha pattern in a list', { alpha_pattern: [1] }, 'adapter/broken', /alpha_pattern/],
])('refuses %s', async (_, config, code, message) => {
  await expect(read(await peftFiles(same, config))).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  })
})

test.each<[string, Record<string, number[]>, string, RegExp]>([
  [
    'a layer that is not there',
    { 'model.layers.7.mlp.up_proj.lora_A.weight': [2, 8] },
    'adapter/wrong-base',
    /model\.layers\.7\.mlp\.up_proj/,
  ],
  [
    'another width, naming both shapes',
    { 'model.layers.0.mlp.up_proj.lora_A.weight': [2, 64], 'model.layers.0.mlp.up_proj.lora_B.weight': [96, 2] },
    'adapter/wrong-base',
    /model\.layers\.0\.mlp\.up_proj is from 64 to 96 numbers, but .* is from 8 to 10/,
  ],
  ['no lora_B', { 'model.layers.0.mlp.up_proj.lora_A.weight': [2, 8] }, 'adapter/broken', /no lora_B of .*up_proj/],
  ['no lora_A', { 'model.layers.0.mlp.up_proj.lora_B.weight': [10, 2] }, 'adapter/broken', /no lora_A of .*up_proj/],
  [
    'ranks that disagree',
    { 'model.layers.0.mlp.up_proj.lora_A.weight': [2, 8], 'model.layers.0.mlp.up_proj.lora_B.weight': [10, 3] },
    'adapter/broken',
    /rank 2, but lora_B has 3/,
  ],
  ['a vector', { 'model.layers.0.mlp.up_proj.lora_A.weight': [16] }, 'adapter/broken', /\[16\], no matrix/],
  ['the head', { 'lm_head.lora_A.weight': [2, 8] }, 'adapter/unsupported', /lm_head/],
  ['an embedding', { 'model.embed_tokens.lora_embedding_A': [2, 11] }, 'adapter/unsupported', /on an embedding/],
  ['magnitudes', { 'model.layers.0.mlp.up_proj.lora_magnitude_vector': [10, 1] }, 'adapter/unsupported', /DoRA/],
  ['a whole module', { 'model.embed_tokens.weight': [11, 8] }, 'adapter/unsupported', /no low-rank matrix/],
  [
    'several adapters',
    { 'model.layers.0.mlp.up_proj.lora_A.one.weight': [2, 8], 'model.layers.0.mlp.up_proj.lora_B.two.weight': [10, 2] },
    'adapter/unsupported',
    /several adapters: "one", "two"/,
  ],
  [
    'a matrix twice',
    {
      'model.layers.0.mlp.up_proj.lora_A.weight': [2, 8],
      'layers.0.mlp.up_proj.lora_A.weight': [2, 8],
    },
    'adapter/broken',
    /holds both/,
  ],
  ['nothing', {}, 'adapter/broken', /no tensors/],
])('refuses tensors of %s', async (_, shapes, code, message) => {
  const tensors = Object.entries(shapes).map(([name, shape]) => {
    const data = new Uint8Array(4 * shape.reduce((a, b) => a * b, 1))
    return [`base_model.model.${name}`, { dtype: 'F32', shape, data }] as const
  })
  const files = {
    'adapter_config.json': json({ peft_type: 'LORA', r: 2, lora_alpha: 8 }),
    'adapter_model.safetensors': fileOfTypes(Object.fromEntries(tensors)),
  }
  await expect(read(files)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
})

test('files that are missing or cut short, and types that cannot be used, are named', async () => {
  const files: Files = writePeftAdapter(llama, LLAMA_ADAPTER)
  const weights = files['adapter_model.safetensors']!
  const without = (name: string) => ({ ...files, [name]: undefined })
  await expect(read(without('adapter_config.json'))).rejects.toMatchObject({ code: 'adapter/missing-file' })
  await expect(
    read({ ...without('adapter_model.safetensors'), 'adapter_model.bin': new Uint8Array(1) }),
  ).rejects.toMatchObject({ code: 'adapter/missing-file', message: expect.stringMatching(/adapter_model\.bin/) })
  for (const end of [4, 60, weights.length - 1]) {
    const cut = { ...files, 'adapter_model.safetensors': weights.slice(0, end) }
    await expect(read(cut)).rejects.toMatchObject({ code: 'adapter/broken' })
  }
  const name = 'base_model.model.model.layers.0.mlp.up_proj.lora_A.weight'
  const bytes = fileOfTypes({ [name]: { dtype: 'I8', shape: [2, 8], data: new Uint8Array(16) } })
  await expect(read({ ...files, 'adapter_model.safetensors': bytes })).rejects.toMatchObject({
    code: 'adapter/unsupported',
    message: expect.stringMatching(/"I8"/),
  })
})

test('an adapter with a number that is none is refused', async () => {
  const files: Files = writePeftAdapter(llama, LLAMA_ADAPTER)
  const weights = files['adapter_model.safetensors']!.slice()
  // The last number of the file.
  new DataView(weights.buffer).setFloat32(weights.length - 4, Number.NaN, true)
  await expect(read({ ...files, 'adapter_model.safetensors': weights })).rejects.toMatchObject({
    code: 'adapter/broken',
    message: expect.stringMatching(/lora_B\.weight.*not finite/),
  })
})

test('nothing but the header is read of an adapter that does not fit', async () => {
  const files: Files = writePeftAdapter(llama, LLAMA_ADAPTER)
  const { entries } = await openSafetensors((await folderOf((name) => files[name]).open('adapter_model.safetensors'))!)
  const dataAt =
    files['adapter_model.safetensors']!.length - [...entries.values()].reduce((sum, { bytes }) => sum + bytes, 0)
  let furthest = 0
  const folder = folderOf((name) => files[name])
  const watched = {
    async open(name: string) {
      const file = (await folder.open(name))!
      if (!name.endsWith('.safetensors')) return file
      return {
        size: file.size,
        read: (from: number, to: number) => {
          furthest = Math.max(furthest, to)
          return file.read(from, to)
        },
      }
    },
  }
  await expect(readPeftAdapter(watched, gpt2)).rejects.toMatchObject({ code: 'adapter/wrong-base' })
  expect(furthest).toBe(dataAt)
})

test('an adapter on every linear layer targets each kind once', async () => {
  for (const model of [gpt2, llama]) {
    const layers = linearLayers(model)
    const adapter = adapterOn(Object.fromEntries(layers.map(({ module, shape }) => [module, shape])))
    const { spec } = await read(writePeftAdapter(model, adapter), model)
    expect(spec.targets).toEqual([...new Set(layers.map(({ module }) => module.split('.').at(-1)))])
  }
})

test('a base that is a path is not named as one of the Hub', () => {
  const files = writePeftAdapter(llama, { ...LLAMA_ADAPTER, baseModel: 'C:\\models\\x' })
  expect(new TextDecoder().decode(files['README.md'])).toMatch(/^---\nlibrary_name: peft\n/)
})

test('any damage is read or refused by code', async () => {
  const sound = writePeftAdapter(llama, LLAMA_ADAPTER)
  const config = parsed(sound['adapter_config.json'])
  const weights = sound['adapter_model.safetensors']
  const keys = [...Object.keys(config), 'use_dora', 'lora_parameters', 'fine_tune_type', 'exclude_modules']
  const badConfig = fc
    .array(fc.tuple(fc.constantFrom(...keys), fc.jsonValue()), { minLength: 1, maxLength: 3 })
    .map((changes) => ({ ...sound, 'adapter_config.json': json({ ...config, ...Object.fromEntries(changes) }) }))
  const anyConfig = fc.jsonValue().map((value) => ({ ...sound, 'adapter_config.json': json(value) }))
  const damaged = fc
    .array(fc.tuple(fc.nat(weights.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })
    .map((edits) => {
      const bytes = weights.slice()
      for (const [at, value] of edits) bytes[at] = value
      return { ...sound, 'adapter_model.safetensors': bytes }
    })
  const cut = fc.nat(weights.length).map((end) => ({ ...sound, 'adapter_model.safetensors': weights.slice(0, end) }))
  await fc.assert(
    fc.asyncProperty(fc.oneof(badConfig, anyConfig, damaged, cut), async (files) => {
      try {
        await read(files)
      } catch (error) {
        expect(error).toBeInstanceOf(AppError)
        expect((error as AppError).code).toMatch(/^adapter\/(broken|unsupported|wrong-base)$/)
      }
    }),
    { seed: 1, numRuns: 500 },
  )
})

test('names made to be endless are refused at once', async () => {
  const names = [
    `${'model.'.repeat(200_000)}lora_A.weight`,
    `${'.lora_A'.repeat(200_000)}.weight`,
    '('.repeat(1_000_000),
  ]
  for (const name of names) {
    const files = {
      'adapter_config.json': json({ peft_type: 'LORA', r: 2, target_modules: '(a+)+$' }),
      'adapter_model.safetensors': fileOfTypes({ [name]: { dtype: 'F32', shape: [2, 8], data: new Uint8Array(64) } }),
    }
    const before = performance.now()
    const failure: AppError = await read(files).then(
      () => expect.fail('was read'),
      (error) => error,
    )
    expect(failure.code).toMatch(/^adapter\//)
    expect(failure.message.length).toBeLessThan(1000)
    expect(performance.now() - before).toBeLessThan(2000)
  }
})
