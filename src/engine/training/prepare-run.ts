/** @file From loaded pairs and a config to a training run: tokenise, hold out, add label noise, choose sample prompts. */
import type { Judge, PreferencePair } from '../../protocol/preference'
import type { RunConfig } from '../../protocol/run-config'
import { type TokenizedPair, type TokenizedPairs, tokenizePairs } from '../preference/tokenize-pairs'
import { type LanguageModel, padIdOf } from './language-model'
import { needsRecompute } from './memory-estimate'
import { splitPairs } from './plan-pairs'
import type { SamplePrompt } from './sampling'
import { Training } from './trainer'
import { beginTuning } from './tuning'

export function tokenizeFor(
  model: LanguageModel,
  pairs: readonly PreferencePair[],
  { maxLength, maxPromptLength }: Pick<RunConfig['data'], 'maxLength' | 'maxPromptLength'>,
): TokenizedPairs {
  const { context, vocab } = model.decoder.config
  const { tokenizer, chat } = model
  return tokenizePairs(pairs, { tokenizer, chat, context, vocabularySize: vocab, maxLength, maxPromptLength })
}

export interface RunInput {
  model: LanguageModel
  /** Under the config's length limits: `tokenizeFor`. */
  tokenized: TokenizedPairs
  config: RunConfig
  judge: Judge | null
  memoryBytes: () => number
  /** Bytes that are surely there; null for no such limit. Decides whether blocks are run again in backward. */
  memoryLimit: number | null
}

/** @throws AppError `data/too-few-pairs` when nothing is left to train on. */
export async function prepareRun(input: RunInput): Promise<Training> {
  const { model, tokenized, config, judge, memoryBytes, memoryLimit } = input
  const { training, heldOut } = splitPairs(tokenized, config)
  const recompute = needsRecompute(model, tokenized.pairs, config, memoryLimit)
  const tuning = beginTuning(model, config)
  try {
    return await Training.prepare({
      ...tuning,
      base: model.parameters,
      recompute,
      tokenizer: model.tokenizer,
      padId: padIdOf(model),
      config,
      pairs: training,
      heldOut,
      samplePrompts: samplePrompts(heldOut, config, model),
      judge,
      memoryBytes,
    })
  } catch (error) {
    tuning.dispose()
    throw error
  }
}

/** Held-out prompts, each once, with room left for what is to be written. */
function samplePrompts(
  heldOut: TokenizedPair[],
  { evaluation, generation }: RunConfig,
  model: LanguageModel,
): SamplePrompt[] {
  const room = model.decoder.config.context - generation.maxNewTokens
  const byIds = new Map<string, SamplePrompt>()
  for (const { prompt, pair } of heldOut) {
    if (byIds.size >= evaluation.samplePrompts) break
    if (prompt.length > room) continue
    const text = typeof pair.prompt === 'string' ? pair.prompt : pair.prompt.map(({ content }) => content).join('\n')
    byIds.set(prompt.join(), { text, ids: prompt })
  }
  return [...byIds.values()]
}
