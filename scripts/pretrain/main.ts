/**
 * @file `npm run pretrain -- [--steps N] [--out DIR]`: makes the bundled model from nothing. Generates the corpus,
 * trains the tokenizer on it, then the network, with the engine's `sft` objective on the wasm backend, and writes an
 * ordinary Hugging Face folder. A run that was cut goes on from its last checkpoint.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openBackend } from '../../src/cli/open-backend'
import { generateCorpus } from '../../src/datasets/world/corpus'
import { loadPreferenceSet, PREFERENCE_SETS } from '../../src/datasets/world/preference-sets'
import { saveModelFolder } from '../../src/engine/checkpoint/hf-folder'
import { createDecoder } from '../../src/engine/model/decoder'
import { familyOf } from '../../src/engine/model/families/registry'
import { generate } from '../../src/engine/model/generate'
import { encodeText } from '../../src/engine/preference/encode-completion'
import { createTokenizer } from '../../src/engine/tokenizer/tokenizer'
import type { EncodedDocument } from './batches'
import { modelCard } from './model-card'
import { pretrain } from './pretrain'
import { trainBpe } from './train-bpe'

const SEED = 7
const VOCABULARY = 1536
/** Documents the tokenizer is trained on; the corpus itself goes on as long as training does. */
const TOKENIZER_DOCUMENTS = 20_000

const CONFIG = {
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  hidden_act: 'silu',
  vocab_size: VOCABULARY,
  hidden_size: 128,
  intermediate_size: 352,
  num_hidden_layers: 4,
  num_attention_heads: 4,
  num_key_value_heads: 4,
  max_position_embeddings: 256,
  rms_norm_eps: 1e-5,
  rope_theta: 10000,
  tie_word_embeddings: true,
  attention_bias: false,
  mlp_bias: false,
  bos_token_id: 0,
  eos_token_id: 1,
  pad_token_id: 2,
}

/** So that files of conversations can be tried, too: turns as the world writes its talk. */
const CHAT_TEMPLATE =
  "{% for message in messages %}{{ bos_token if loop.first }}{{ message.role | capitalize }}: {{ message.content }}{% if message.role == 'assistant' %}{{ eos_token }}{% endif %}{{ '\\n' }}{% endfor %}{% if add_generation_prompt %}Assistant:{% endif %}"

const { values: options } = parseArgs({
  options: {
    steps: { type: 'string', default: '6000' },
    out: { type: 'string', default: 'public/models/small-world' },
    checkpoints: { type: 'string', default: '.cache/pretrain' },
  },
})

const device = await openBackend('wasm')
console.log(`${device.name}: ${device.reason}`)

const { tokenizer: tokenizerJson, tokenizerConfig } = trainBpe(documentTexts(), VOCABULARY)
const tokenizer = createTokenizer(tokenizerJson, tokenizerConfig)
const decoder = createDecoder(familyOf('llama').readConfig(CONFIG))

const steps = Number(options.steps)
const { parameters, finalLoss, tokens } = await pretrain({
  decoder,
  seed: SEED,
  steps,
  documents: encodedDocuments(),
  padId: tokenizer.padId,
  checkpoints: options.checkpoints,
  log: (line) => console.log(line),
  onCheckpoint: async (parameters) => writeFolder(await saveModelFolder(decoder, parameters, 'F16')),
})
writeFolder(await saveModelFolder(decoder, parameters, 'F16'))
const { config } = decoder
const card = modelCard({
  parameters: [...parameters.values()].reduce((sum, tensor) => sum + tensor.size, 0),
  layers: config.layers,
  width: config.width,
  context: config.context,
  vocabulary: config.vocab,
  seed: SEED,
  steps,
  tokens,
  finalLoss,
  samples: await drawSamples(),
})
writeFileSync(join(options.out, 'README.md'), card)

async function drawSamples() {
  const held = PREFERENCE_SETS.flatMap(({ id }) => loadPreferenceSet(id).prompts.slice(0, 3))
  const ids = held.map((prompt) => tokenizer.encode(prompt, { addSpecial: true }))
  const sampling = { maxNewTokens: 96, temperature: 0.8, topK: 0, topP: 1, seed: SEED, eosIds: tokenizer.eosIds }
  const drawn = await generate(decoder, parameters, ids, sampling)
  return drawn.map(({ ids }, i) => ({
    prompt: held[i]!,
    completion: tokenizer.decode(ids, { skipSpecial: true }),
  }))
}

function* documentTexts(): Generator<string> {
  for (const { prompt, completion } of generateCorpus({ seed: SEED, documents: TOKENIZER_DOCUMENTS }))
    yield prompt + completion
}

function* encodedDocuments(): Generator<EncodedDocument> {
  for (const { prompt, completion } of generateCorpus({ seed: SEED + 1, documents: Number.MAX_SAFE_INTEGER })) {
    const encoded = encodeText(prompt, completion, tokenizer)
    yield { prompt: encoded.prompt, completion: encoded.completion }
  }
}

function writeFolder(files: Record<string, Uint8Array>): void {
  mkdirSync(options.out, { recursive: true })
  const texts = {
    'config.json': CONFIG,
    'tokenizer.json': tokenizerJson,
    'tokenizer_config.json': { ...tokenizerConfig, chat_template: CHAT_TEMPLATE },
    'generation_config.json': { bos_token_id: 0, eos_token_id: 1, pad_token_id: 2 },
  }
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(options.out, name), bytes)
  for (const [name, json] of Object.entries(texts)) writeFileSync(join(options.out, name), `${JSON.stringify(json)}\n`)
}
