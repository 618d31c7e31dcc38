/** @file From loaded pairs and a config to a training run: tokenise, hold out, add label noise, choose sample prompts. */
import { AppError } from '../../protocol/errors'
import type { Judge, PreferencePair } from '../../protocol/preference'
import { createRandom } from '../../protocol/random'
import type { RunConfig } from '../../protocol/run-config'
import type { Decoder, Parameters } from '../model/decoder'
import { splitHeldOut, withLabelNoise } from '../preference/split'
import { type TokenizedPair, type TokenizedPairs, tokenizePairs } from '../preference/tokenize-pairs'
import type { RenderChat } from '../tokenizer/chat-template'
import type { TextTokenizer } from '../tokenizer/tokenizer'
import type { SamplePrompt } from './sampling'
import { Training } from './trainer'

/** A loaded model, ready for text. */
export interface LanguageModel {
  decoder: Decoder
  parameters: Parameters
  /** Null for a folder without one: then rows must come as ids. */
  tokenizer: TextTokenizer | null
  chat: RenderChat | null
}

/** Never scored and never looked at, so any id will do where there is no tokenizer. */
export const padIdOf = ({ tokenizer }: LanguageModel): number => tokenizer?.padId ?? 0

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
}

/** @throws AppError `data/too-few-pairs` when nothing is left to train on. */
export async function prepareRun({ model, tokenized, config, judge, memoryBytes }: RunInput): Promise<Training> {
  const split = splitHeldOut(tokenized.pairs, config.data, createRandom(config.seed, 'held-out'))
  const training = withLabelNoise(split.training, config.data.labelNoise, createRandom(config.seed, 'label-noise'))
  if (training.length === 0) throw nothingToTrain(tokenized)
  return Training.prepare({
    decoder: model.decoder,
    base: model.parameters,
    tokenizer: model.tokenizer,
    padId: padIdOf(model),
    config,
    pairs: training,
    heldOut: split.heldOut,
    samplePrompts: samplePrompts(split.heldOut, config, model),
    judge,
    memoryBytes,
  })
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

function nothingToTrain({ pairs, dropped }: TokenizedPairs): AppError {
  const first = dropped[0]
  const why = first
    ? ` The first of ${dropped.length} dropped: row ${first.row} of ${first.source}, ${first.message}.`
    : ''
  return new AppError(
    'data/too-few-pairs',
    `Of ${pairs.length + dropped.length} pairs, none is left to train on.${why}`,
    'Load more pairs, hold out a smaller share, or raise the length limit.',
  )
}
