/** @file `logprobs`: sum, mean and count of the completion tokens' log-probs, pair by pair. */
import { memoryLimits } from '../../engine/backend/memory-limits'
import { LogProbCache } from '../../engine/preference/log-prob-cache'
import { padIdOf } from '../../engine/training/language-model'
import { noPairs } from '../../engine/training/plan-pairs'
import { tokenizeFor } from '../../engine/training/prepare-run'
import { backendName, HUB_OPTIONS, hubAccess, readArguments, required } from '../arguments'
import { loadData } from '../load-data'
import { loadModel, policyIn } from '../load-model'
import { openBackend } from '../open-backend'

export async function run(args: string[]): Promise<void> {
  const { values } = readArguments(args, {
    ...HUB_OPTIONS,
    model: { type: 'string' },
    adapter: { type: 'string' },
    data: { type: 'string', multiple: true },
    backend: { type: 'string', default: 'wasm' },
  })
  const limits = memoryLimits(await openBackend(backendName(values.backend)))
  const hub = hubAccess(values)
  const { pairs } = await loadData(values.data ?? [required(undefined, 'data')], { hub })
  const { model } = await loadModel(required(values.model, 'model'), { hub, adapter: values.adapter, limits })
  const { decoder, policy } = policyIn(model)
  const tokenized = tokenizeFor(model, pairs, { maxLength: null, maxPromptLength: null })
  if (tokenized.pairs.length === 0) throw noPairs(tokenized)
  const logProbs = new LogProbCache(decoder, policy, padIdOf(model))
  await logProbs.request(tokenized.pairs)
  const side = (sum: number, tokens: number) => ({ sum, avg: sum / tokens, tokens })
  const rows = tokenized.pairs.map((pair) => {
    const { chosen, rejected } = logProbs.get(pair)
    const { row, source } = pair
    return { row, source, chosen: side(chosen, pair.chosen.length), rejected: side(rejected, pair.rejected.length) }
  })
  if (values.json) return console.log(JSON.stringify({ pairs: rows, dropped: tokenized.dropped }))
  console.log('row  chosen: sum, per token, tokens  rejected: sum, per token, tokens')
  const text = ({ sum, avg, tokens }: ReturnType<typeof side>) => `${sum.toFixed(3)}  ${avg.toFixed(4)}  ${tokens}`
  for (const { row, chosen, rejected } of rows) console.log(`${row}  ${text(chosen)}  ${text(rejected)}`)
  for (const { row, message } of tokenized.dropped) console.error(`row ${row} dropped: ${message}`)
}
