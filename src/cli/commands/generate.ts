/** @file `generate`: continues a prompt. */
import { memoryLimits } from '../../engine/backend/memory-limits'
import { generate } from '../../engine/model/generate'
import { AppError } from '../../protocol/errors'
import { generationConfig } from '../../protocol/run-config'
import { backendName, HUB_OPTIONS, hubAccess, numeric, readArguments, required } from '../arguments'
import { loadModel, policyIn } from '../load-model'
import { openBackend } from '../open-backend'

export async function run(args: string[]): Promise<void> {
  const { values } = readArguments(args, {
    ...HUB_OPTIONS,
    model: { type: 'string' },
    adapter: { type: 'string' },
    prompt: { type: 'string' },
    'max-new-tokens': { type: 'string' },
    temperature: { type: 'string' },
    'top-k': { type: 'string' },
    'top-p': { type: 'string' },
    seed: { type: 'string' },
    backend: { type: 'string', default: 'wasm' },
  })
  const defaults = generationConfig.parse({})
  const options = {
    maxNewTokens: numeric(values['max-new-tokens'], 'max-new-tokens', defaults.maxNewTokens),
    temperature: numeric(values.temperature, 'temperature', defaults.temperature),
    topK: numeric(values['top-k'], 'top-k', defaults.topK),
    topP: numeric(values['top-p'], 'top-p', defaults.topP),
    seed: numeric(values.seed, 'seed', 1),
  }
  const limits = memoryLimits(await openBackend(backendName(values.backend)))
  const { adapter } = values
  const { model } = await loadModel(required(values.model, 'model'), { hub: hubAccess(values), adapter, limits })
  const { decoder, policy } = policyIn(model)
  const { tokenizer } = model
  const prompt = required(values.prompt, 'prompt')
  if (!tokenizer)
    throw new AppError('model/no-tokenizer', `${values.model} has no tokenizer.json.`, 'Add it to the model folder.')
  const ids = tokenizer.encode(prompt, { addSpecial: true })
  const [drawn] = await generate(decoder, policy, [ids], { ...options, eosIds: tokenizer.eosIds })
  const text = tokenizer.decode(drawn!.ids, { skipSpecial: true })
  if (values.json) console.log(JSON.stringify({ prompt, text, ids: drawn!.ids, finished: drawn!.finished }))
  else console.log(prompt + text)
}
