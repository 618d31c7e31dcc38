/** @file The rules for counting tokens, in one place: which ids are the prompt, which are the completion, and what is cut. */
import { AppError, type ErrorCode } from '../../protocol/errors'
import type { DroppedRow, PreferencePair } from '../../protocol/preference'
import { RunawayTemplate } from '../tokenizer/bounded-interpreter'
import type { RenderChat } from '../tokenizer/chat-template'
import type { TextTokenizer } from '../tokenizer/tokenizer'
import { type EncodedPair, encodePair } from './encode-completion'
import { fitToLength } from './fit-to-length'

export interface TokenizedPair {
  source: string
  row: number
  /** Shared by both sides; never empty, since the first completion token is predicted from it. */
  prompt: number[]
  /** Completion tokens, EOS included when there is one: exactly the tokens that are scored. */
  chosen: number[]
  rejected: number[]
  /** The prompt lost its start, or a completion its end. Pairs with a cut completion stay out of ρ. */
  cutPrompt: boolean
  cutChosen: boolean
  cutRejected: boolean
  /** On either side a token straddles the end of the prompt. */
  straddled: boolean
  /** Chosen and rejected were exchanged on purpose (label noise). */
  swapped: boolean
  /** What it was made from. */
  pair: PreferencePair
}

export interface TokenizeOptions {
  /** Null for a model folder without one: then every row must come as ids. */
  tokenizer: TextTokenizer | null
  /** Null when the model has no chat template. */
  chat: RenderChat | null
  /** Tokens that the model takes at once. */
  context: number
  /** Rows of the model's embedding: ids of rows tokenised elsewhere must be below. */
  vocabularySize: number
  /** Prompt and completion together; null is the context. A larger value than the context has no effect. */
  maxLength: number | null
  maxPromptLength: number | null
}

export interface TokenizedPairs {
  pairs: TokenizedPair[]
  dropped: DroppedRow[]
}

/** Keeps the order of the rows. A row that cannot be used is named with its reason, and the rest goes on. */
export function tokenizePairs(pairs: readonly PreferencePair[], options: TokenizeOptions): TokenizedPairs {
  const kept: TokenizedPair[] = []
  const dropped: DroppedRow[] = []
  for (const pair of pairs) {
    const result = tokenizePair(pair, options)
    if ('code' in result) dropped.push({ source: pair.source, row: pair.row, ...result })
    else kept.push(result)
  }
  return { pairs: kept, dropped }
}

/** Why a row is dropped. */
interface Drop {
  code: ErrorCode
  message: string
}

const drop = (code: ErrorCode, message: string): Drop => ({ code, message })

function tokenizePair(pair: PreferencePair, options: TokenizeOptions): TokenizedPair | Drop {
  const encoded = pair.ids ? checkIds(pair.ids, options.vocabularySize) : encodeOrDrop(pair, options)
  if ('code' in encoded) return encoded
  for (const side of ['chosen', 'rejected'] as const)
    if (encoded[side].length === 0) return drop('data/empty-completion', `nothing of ${side} is left after the prompt`)
  if (encoded.prompt.length === 0)
    return drop('data/empty-prompt', 'without a prompt and a start token nothing predicts the completions')
  const limit = Math.min(options.maxLength ?? options.context, options.context)
  const fitted = fitToLength(encoded, { limit, maxPromptLength: options.maxPromptLength, keepFirst: encoded.hasBos })
  if (fitted.chosen.length === 0)
    return drop('data/too-long', `the prompt takes all of the ${limit} tokens and leaves none for the completions`)
  if (sameIds(fitted.chosen, fitted.rejected))
    return drop(
      'data/equal-completions',
      fitted.cutChosen
        ? `chosen and rejected are equal in the ${limit} tokens that are kept`
        : 'chosen equals rejected',
    )
  const { source, row } = pair
  return { source, row, ...fitted, straddled: encoded.straddled, swapped: false, pair }
}

interface RowTokens extends EncodedPair {
  /** The first id of the prompt is BOS and outlives a cut. */
  hasBos: boolean
}

/** What is wrong with one row drops that row; what is missing from the model stops, since every row would fail alike. */
function encodeOrDrop(pair: PreferencePair, options: TokenizeOptions): RowTokens | Drop {
  try {
    return encodeRow(pair, options)
  } catch (error) {
    if (!(error instanceof AppError) || isOfModel(error)) throw error
    return drop(error.code, error.message)
  }
}

const isOfModel = ({ code, cause }: AppError): boolean =>
  code === 'model/no-tokenizer' || code === 'model/no-chat-template' || cause instanceof RunawayTemplate

function encodeRow(pair: PreferencePair, { tokenizer, chat }: TokenizeOptions): RowTokens {
  if (!tokenizer)
    throw new AppError(
      'model/no-tokenizer',
      `row ${pair.row} of ${pair.source} is text, and this model has no tokenizer`,
      'Add tokenizer.json to the model folder, or give rows of token ids (prompt_input_ids and so on).',
    )
  const encoded = encodePair(pair, tokenizer, chat)
  return { ...encoded, hasBos: tokenizer.addsBos && encoded.prompt[0] === tokenizer.bosId }
}

/** Rows tokenised elsewhere are taken as they are: no BOS, no EOS. */
function checkIds(ids: NonNullable<PreferencePair['ids']>, vocabularySize: number): RowTokens | Drop {
  for (const name of ['prompt', 'chosen', 'rejected'] as const) {
    const bad = ids[name].find((id) => !Number.isInteger(id) || id < 0 || id >= vocabularySize)
    if (bad !== undefined)
      return drop('data/wrong-type', `${name} has the token id ${bad}; this model knows 0 to ${vocabularySize - 1}`)
  }
  return { ...ids, hasBos: false, straddled: false }
}

const sameIds = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((id, i) => id === b[i])
