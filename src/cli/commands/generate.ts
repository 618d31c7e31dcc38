/** @file `generate`: continues a prompt. */
import { generate } from '../../engine/model/generate'
import { AppError } from '../../protocol/errors'
import { generationConfig } from '../../protocol/run-config'
import { backendName, numeric, readArguments, required } from '../arguments'
import { loadModel } from '../load-model'
import { openBackend } from '../open-backend'

export async function run(args: string[]): Promise<void> {
  const { values } = readArguments(args, {
    model: { type: 'string' },
    prompt: { type: 'string' },
    'max-new-tokens': { type: 'string' },
    temperature: { type: 'string' },
    'top-k': { type: 'string' },
    'top-p': { type: 'string' },
    seed: { type: 'string' },
    backend: { type: 'string', default: 'wasm' },
    json: { type: 'boolean' },
  })
  const defaults = generationConfig.parse({})
  const options = {
    maxNewTokens: numeric(values['max-new-tokens'], 'max-new-tokens', defaults.maxNewTokens),
    temperature: numeric(values.temperature, 'temperature', defaults.temperature),
    topK: numeric(values['top-k'], 'top-k', defaults.topK),
    topP: numeric(values['top-p'], 'top-p', defaults.topP),
    seed: numeric(values.seed, 'seed', 1),
  }
  await openBackend(backendName(values.backend))
  const { model } = await loadModel(required(values.model, 'model'))
  const { decoder, parameters, tokenizer } = model
  const prompt = required(values.prompt, 'prompt')
  if (!tokenizer)
    throw new AppError('model/no-tokenizer', `${values.model} has no tokenizer.json.`, 'Add it to the model folder.')
  const ids = tokenizer.encode(prompt, { addSpecial: true })
  const [drawn] = await generate(decoder, parameters, [ids], { ...options, eosId: tokenizer.eosId })
  const text = tokenizer.decode(drawn!.ids, { skipSpecial: true })
  if (values.json) console.log(JSON.stringify({ prompt, text, ids: drawn!.ids, finished: drawn!.finished }))
  else console.log(prompt + text)
}
