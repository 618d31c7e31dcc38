/**
 * @file Makes the untrained model of the browser tests: small enough for a software GPU.
 * `node scripts/run.mjs scripts/make-tiny-model.ts`
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openBackend } from '../src/cli/open-backend'
import { generateCorpus } from '../src/datasets/world/corpus'
import { saveModelFolder } from '../src/engine/checkpoint/hf-folder'
import { createDecoder } from '../src/engine/model/decoder'
import { familyOf } from '../src/engine/model/families/registry'
import { initParameters } from '../src/engine/model/parameters'
import { trainBpe } from './pretrain/train-bpe'

const OUT = 'e2e/fixtures/tiny-model'
const VOCABULARY = 400

await openBackend('wasm')
const texts = [...generateCorpus({ seed: 1, documents: 500 })].map(({ prompt, completion }) => prompt + completion)
const { tokenizer, tokenizerConfig } = trainBpe(texts, VOCABULARY)
const config = {
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  hidden_act: 'silu',
  vocab_size: VOCABULARY,
  hidden_size: 16,
  intermediate_size: 32,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  max_position_embeddings: 128,
  rms_norm_eps: 1e-5,
  rope_theta: 10000,
  tie_word_embeddings: true,
  bos_token_id: 0,
  eos_token_id: 1,
}
const decoder = createDecoder(familyOf('llama').readConfig(config))
const files = await saveModelFolder(decoder, initParameters(decoder.config, 1), 'F32', config)
mkdirSync(OUT, { recursive: true })
for (const [name, bytes] of Object.entries(files)) writeFileSync(join(OUT, name), bytes)
writeFileSync(join(OUT, 'tokenizer.json'), JSON.stringify(tokenizer))
writeFileSync(join(OUT, 'tokenizer_config.json'), JSON.stringify(tokenizerConfig))
