import { expect, test } from 'vitest'
import type { BlockNames, DecoderNames, LinearNames } from '../config'
import { families, familyOf } from './registry'

type Json = Record<string, unknown>

/** As published, less what the engine does not read; and how many weights the model is known to have. */
const PUBLISHED: Record<string, { json: Json; weights: number }> = {
  'GPT-2': {
    weights: 124_439_808,
    json: {
      model_type: 'gpt2',
      activation_function: 'gelu_new',
      layer_norm_epsilon: 1e-5,
      n_ctx: 1024,
      n_embd: 768,
      n_head: 12,
      n_layer: 12,
      n_positions: 1024,
      vocab_size: 50257,
    },
  },
  'SmolLM2-135M': {
    weights: 134_515_008,
    json: {
      model_type: 'llama',
      attention_bias: false,
      hidden_act: 'silu',
      hidden_size: 576,
      intermediate_size: 1536,
      max_position_embeddings: 8192,
      mlp_bias: false,
      num_attention_heads: 9,
      num_hidden_layers: 30,
      num_key_value_heads: 3,
      rms_norm_eps: 1e-5,
      rope_scaling: null,
      rope_theta: 100_000,
      tie_word_embeddings: true,
      vocab_size: 49152,
    },
  },
  'Llama-3.2-1B': {
    weights: 1_235_814_400,
    json: {
      model_type: 'llama',
      attention_bias: false,
      head_dim: 64,
      hidden_act: 'silu',
      hidden_size: 2048,
      intermediate_size: 8192,
      max_position_embeddings: 131_072,
      mlp_bias: false,
      num_attention_heads: 32,
      num_hidden_layers: 16,
      num_key_value_heads: 8,
      rms_norm_eps: 1e-5,
      rope_scaling: {
        factor: 32,
        high_freq_factor: 4,
        low_freq_factor: 1,
        original_max_position_embeddings: 8192,
        rope_type: 'llama3',
      },
      rope_theta: 500_000,
      tie_word_embeddings: true,
      vocab_size: 128_256,
    },
  },
  'Qwen2.5-0.5B': {
    weights: 494_032_768,
    json: {
      model_type: 'qwen2',
      hidden_act: 'silu',
      hidden_size: 896,
      intermediate_size: 4864,
      max_position_embeddings: 32768,
      max_window_layers: 24,
      num_attention_heads: 14,
      num_hidden_layers: 24,
      num_key_value_heads: 2,
      rms_norm_eps: 1e-6,
      rope_theta: 1_000_000,
      sliding_window: 32768,
      tie_word_embeddings: true,
      use_mrope: false,
      use_sliding_window: false,
      vocab_size: 151_936,
    },
  },
  'Qwen3-0.6B': {
    weights: 596_049_920,
    json: {
      model_type: 'qwen3',
      attention_bias: false,
      head_dim: 128,
      hidden_act: 'silu',
      hidden_size: 1024,
      intermediate_size: 3072,
      max_position_embeddings: 40960,
      max_window_layers: 28,
      num_attention_heads: 16,
      num_hidden_layers: 28,
      num_key_value_heads: 8,
      rms_norm_eps: 1e-6,
      rope_scaling: null,
      rope_theta: 1_000_000,
      sliding_window: null,
      tie_word_embeddings: true,
      use_sliding_window: false,
      vocab_size: 151_936,
    },
  },
  'Mistral-7B-v0.1': {
    weights: 7_241_732_096,
    json: {
      model_type: 'mistral',
      hidden_act: 'silu',
      hidden_size: 4096,
      intermediate_size: 14336,
      max_position_embeddings: 32768,
      num_attention_heads: 32,
      num_hidden_layers: 32,
      num_key_value_heads: 8,
      rms_norm_eps: 1e-5,
      rope_theta: 10_000,
      sliding_window: 4096,
      tie_word_embeddings: false,
      vocab_size: 32000,
    },
  },
}

const read = (json: Json) => familyOf(json.model_type).readConfig(json)
const published = (name: string, changes: Json = {}): Json => ({ ...PUBLISHED[name]!.json, ...changes })

/** All names that the decoder looks up. */
function namesOf({ tokens, positions, blocks, finalNorm, head }: DecoderNames): Set<string> {
  const maps = (block: BlockNames): LinearNames[] =>
    Object.values(block).flatMap((part) => ('weight' in part ? [part] : [part.q, part.k, part.v]))
  const all = [...blocks.flatMap(maps), finalNorm].flatMap(({ weight, bias }) => [weight, bias])
  return new Set([tokens, positions, head, ...all].filter((name) => name !== undefined))
}

test.each(Object.keys(PUBLISHED))('%s: as many weights as it is known to have, each of them used', (name) => {
  const { json, weights } = PUBLISHED[name]!
  const config = read(json)
  const family = familyOf(json.model_type)
  const specs = family.weights(config)
  expect(specs.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0)).toBe(weights)
  expect(new Set(specs.map((spec) => spec.name))).toEqual(namesOf(family.names(config)))
})

test.each([
  ...Object.keys(PUBLISHED).map((name) => [name, published(name)] as const),
  ['Llama with biases', published('SmolLM2-135M', { attention_bias: true })] as const,
  ['Qwen3 with biases, untied', published('Qwen3-0.6B', { attention_bias: true, tie_word_embeddings: false })] as const,
])('%s: what is written is read back the same, and nothing in the file is contradicted', (name, json) => {
  const config = read(json)
  const written = familyOf(json.model_type).writeConfig(config)
  expect(read(JSON.parse(JSON.stringify(written)))).toEqual(config)
  expect(written.architectures).toEqual([expect.stringMatching(/ForCausalLM$|^GPT2LMHeadModel$/)])
  for (const [key, value] of Object.entries(json)) {
    // What hides nothing within the context is written as no window.
    if (/window|use_mrope/.test(key) || (name.startsWith('Mistral') && key === 'max_position_embeddings')) continue
    expect(written, key).toHaveProperty(key, value)
  }
})

test('keys that config.json leaves out are those of transformers', () => {
  const shape = { hidden_size: 256, intermediate_size: 8, num_hidden_layers: 1, num_attention_heads: 32, vocab_size: 9 }
  const of = (modelType: string, json: Json = {}) => read({ model_type: modelType, ...shape, ...json })
  expect(of('llama')).toMatchObject({ context: 2048, kvHeads: 32, headDim: 8, normEps: 1e-6, ropeTheta: 10_000 })
  expect(of('qwen2')).toMatchObject({ context: 32768, kvHeads: 32, headDim: 8, attentionBias: 'qkv', tiedHead: false })
  expect(of('qwen3')).toMatchObject({ context: 32768, kvHeads: 32, headDim: 128, qkNorm: true })
  expect(of('mistral')).toMatchObject({ context: 4096, kvHeads: 8, headDim: 8 })
  expect(of('mistral', { num_key_value_heads: null, head_dim: null })).toMatchObject({ kvHeads: 32, headDim: 8 })
})

test('the context is cut to a window that some layer has', () => {
  const qwen = (changes: Json) => read(published('Qwen2.5-0.5B', { sliding_window: 1000, ...changes })).context
  expect(qwen({})).toBe(32768)
  expect(qwen({ use_sliding_window: true })).toBe(32768)
  expect(qwen({ use_sliding_window: true, max_window_layers: 20 })).toBe(1000)
  expect(qwen({ use_sliding_window: true, max_window_layers: 20, sliding_window: null })).toBe(32768)
  expect(qwen({ layer_types: ['full_attention', 'sliding_attention'] })).toBe(1000)
  expect(qwen({ layer_types: ['full_attention', 'full_attention'] })).toBe(32768)
  const mistral = (changes: Json) => read(published('Mistral-7B-v0.1', changes)).context
  expect(mistral({})).toBe(4096)
  expect(mistral({ sliding_window: null })).toBe(32768)
  expect(mistral({ sliding_window: 65536 })).toBe(32768)
})

test('llama3 positions, in every spelling', () => {
  const { rope_scaling, rope_theta, ...rest } = PUBLISHED['Llama-3.2-1B']!.json as { rope_scaling: Json } & Json
  const { rope_type, ...numbers } = rope_scaling
  const expected = { factor: 32, lowFreqFactor: 1, highFreqFactor: 4, originalContext: 8192 }
  for (const spelling of [
    { rope_scaling, rope_theta },
    { rope_scaling: { type: rope_type, ...numbers }, rope_theta },
    { rope_parameters: { rope_theta, rope_type, ...numbers } },
    { rope_parameters: { rope_theta, rope_type, ...numbers, partial_rotary_factor: 1 }, rope_scaling: null },
  ]) {
    expect(read({ ...rest, ...spelling })).toMatchObject({ ropeTheta: 500_000, ropeScaling: expected })
  }
  const plain = read({ ...rest, rope_parameters: { rope_theta: 7000, rope_type: 'default' } })
  expect(plain).toMatchObject({ ropeTheta: 7000 })
  expect(plain.ropeScaling).toBeUndefined()
})

const scaling = (changes: Json) => ({
  rope_scaling: { ...(PUBLISHED['Llama-3.2-1B']!.json.rope_scaling as Json), ...changes },
})
const UNSUPPORTED: [string, Json, RegExp][] = [
  ...['linear', 'dynamic', 'yarn', 'longrope', 'su', 'mrope', 'proportional'].flatMap(
    (type): [string, Json, RegExp][] => [
      ['Qwen3-0.6B', { rope_scaling: { type, factor: 2 } }, new RegExp(`rope_type = "${type}"`)],
      ['Llama-3.2-1B', { rope_scaling: null, rope_parameters: { rope_type: type } }, new RegExp(`"${type}"`)],
    ],
  ),
  ['Qwen3-0.6B', { rope_parameters: { full_attention: { rope_theta: 1 } } }, /rope_parameters.*full_attention/],
  ['Llama-3.2-1B', { rope_scaling: 'llama3' }, /rope_scaling = "llama3"/],
  ['Llama-3.2-1B', scaling({ factor: 0.5 }), /factor = 0\.5/],
  ['Llama-3.2-1B', scaling({ low_freq_factor: 4 }), /low_freq_factor = 4/],
  ['Llama-3.2-1B', { partial_rotary_factor: 0.5 }, /partial_rotary_factor = 0\.5/],
  ['Llama-3.2-1B', { rope_parameters: { partial_rotary_factor: 0.25 }, rope_scaling: null }, /partial_rotary_factor/],
  ['SmolLM2-135M', { quantization_config: { quant_method: 'gptq', bits: 4 } }, /quantization_config = "gptq"/],
  ['GPT-2', { quantization_config: { load_in_8bit: true } }, /quantization_config = \{"load_in_8bit"/],
  ['SmolLM2-135M', { hidden_act: 'gelu' }, /hidden_act = "gelu"/],
  ['GPT-2', { activation_function: 'relu' }, /activation_function = "relu"/],
  ['SmolLM2-135M', { mlp_bias: true }, /mlp_bias = true/],
  ['Qwen3-0.6B', { num_experts: 128 }, /num_experts = 128/],
  ['Mistral-7B-v0.1', { num_local_experts: 8 }, /num_local_experts = 8/],
  ['Qwen2.5-0.5B', { num_nextn_predict_layers: 1 }, /num_nextn_predict_layers = 1/],
  ['Qwen2.5-0.5B', { layer_types: ['full_attention', 'chunked_attention'] }, /layer_types = "chunked_attention"/],
  ['Qwen2.5-0.5B', { layer_types: 'full_attention' }, /layer_types = "full_attention"/],
  ['GPT-2', { add_cross_attention: true }, /add_cross_attention = true/],
]
test.each(UNSUPPORTED)('%s with %j is refused by name', (name, changes, message) => {
  const refused = () => read(published(name, changes))
  const modelType = PUBLISHED[name]!.json.model_type
  expect(refused).toThrow(message)
  expect(refused).toThrow(expect.objectContaining({ code: 'model/unsupported-architecture' }))
  expect(refused).toThrow(new RegExp(`This ${modelType} model has`))
})

test.each([
  ['Llama-3.2-1B', scaling({ factor: undefined }), /factor is missing/],
  ['Llama-3.2-1B', scaling({ original_max_position_embeddings: 0.5 }), /original_max_position_embeddings is 0\.5/],
  ['Qwen3-0.6B', { head_dim: 7 }, /head_dim by 2.*7 is not a multiple of 2/],
  ['Qwen3-0.6B', { num_key_value_heads: 5 }, /16 is not a multiple of 5/],
  ['Mistral-7B-v0.1', { sliding_window: 0 }, /sliding_window is 0/],
  ['SmolLM2-135M', { tie_word_embeddings: 'yes' }, /tie_word_embeddings is "yes"/],
  ['Llama-3.2-1B', { rope_theta: -1 }, /rope_theta is -1/],
] as [string, Json, RegExp][])('%s with %j is called broken', (name, changes, message) => {
  const refused = () => read(published(name, changes))
  expect(refused).toThrow(message)
  expect(refused).toThrow(expect.objectContaining({ code: 'model/broken-config' }))
})

test.each(['mixtral', 'qwen3_moe', 'gemma3', 'phi3', undefined])(
  'model type %s is refused with those there are',
  (type) => {
    expect(() => familyOf(type)).toThrow(
      expect.objectContaining({
        code: 'model/unsupported-architecture',
        message: expect.stringContaining(type ?? 'missing'),
        remedy: expect.stringContaining('gpt2, llama, qwen2, qwen3, mistral'),
      }),
    )
  },
)

test.each([
  ['GPT-2', 'h.0.attn.c_attn.bias', 'transformer.h.0.attn.c_attn.bias'],
  ['GPT-2', 'wte.weight', 'transformer.wte.weight'],
  ['Qwen3-0.6B', 'layers.3.self_attn.q_norm.weight', 'model.layers.3.self_attn.q_norm.weight'],
  ['Mistral-7B-v0.1', 'norm.weight', 'model.norm.weight'],
])('%s: %s is found without its prefix, and every name stays as it is with it', (name, given, canonical) => {
  const { json } = PUBLISHED[name]!
  const family = familyOf(json.model_type)
  expect(family.canonicalName(given)).toBe(canonical)
  expect(family.weights(read(json)).map((spec) => spec.name)).toContain(canonical)
  for (const spec of family.weights(read(json))) expect(family.canonicalName(spec.name)).toBe(spec.name)
})

test('a tied head may be stored as the head; one of its own may not stand for the embedding', () => {
  for (const { json } of Object.values(PUBLISHED)) {
    const family = familyOf(json.model_type)
    const tied = read({ ...json, tie_word_embeddings: true })
    expect([...family.aliases(tied)]).toEqual([['lm_head.weight', family.names(tied).tokens]])
    expect(family.canonicalName('lm_head.weight')).toBe('lm_head.weight')
    const apart = read({ ...json, tie_word_embeddings: false })
    expect(family.aliases(apart).size).toBe(0)
    expect(family.names(apart).head).toBe('lm_head.weight')
  }
})

test('buffers of older files are known, and no weight is among them', () => {
  for (const { json } of Object.values(PUBLISHED)) {
    const family = familyOf(json.model_type)
    for (const { name } of family.weights(read(json))) expect(family.isIgnored(name), name).toBe(false)
    expect(family.isIgnored(family.canonicalName('score.weight'))).toBe(false)
  }
  const ignored = (type: string, name: string) => familyOf(type).isIgnored(familyOf(type).canonicalName(name))
  for (const name of ['h.0.attn.bias', 'transformer.h.11.attn.bias', 'h.3.attn.masked_bias']) {
    expect(ignored('gpt2', name), name).toBe(true)
  }
  for (const family of families.filter((f) => f.modelType !== 'gpt2')) {
    expect(ignored(family.modelType, 'model.layers.0.self_attn.rotary_emb.inv_freq')).toBe(true)
    expect(ignored(family.modelType, 'rotary_emb.inv_freq')).toBe(true)
  }
})
