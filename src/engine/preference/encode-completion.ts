/**
 * @file The rules for counting tokens: a prompt with its completions as ids. BOS once, in front, if the tokenizer's own
 * post-processor adds one and the text (of a chat template, say) has not; a completion is what follows the prompt's
 * length; EOS behind it, as an id, unless the text has ended already.
 */
import type { ChatMessage, PreferencePair, Text } from '../../protocol/preference'
import { type RenderChat, requireChatTemplate } from '../tokenizer/chat-template'
import type { TextTokenizer } from '../tokenizer/tokenizer'

export interface EncodedCompletion {
  prompt: number[]
  completion: number[]
  /** The tokens of prompt and completion together do not begin with the prompt's own: one lies across the end. */
  straddled: boolean
}

export interface EncodedPair {
  /** Shared by both sides. */
  prompt: number[]
  chosen: number[]
  rejected: number[]
  /** On either side. */
  straddled: boolean
}

export const isChat = (text: Text): text is ChatMessage[] => typeof text !== 'string'

/** A pair is a conversation as soon as one of its texts is. */
export function encodePair(pair: PreferencePair, tokenizer: TextTokenizer, chat: RenderChat | null): EncodedPair {
  const { prompt, chosen, rejected } = pair
  const isConversation = isChat(prompt) || isChat(chosen) || isChat(rejected)
  const encode = isConversation ? chatEncoder(pair, tokenizer, chat) : textEncoder(prompt, tokenizer)
  const [first, second] = [encode(chosen), encode(rejected)]
  return {
    prompt: first.prompt,
    chosen: first.completion,
    rejected: second.completion,
    straddled: first.straddled || second.straddled,
  }
}

/** One completion of a plain text. */
export function encodeText(prompt: Text, completion: Text, tokenizer: TextTokenizer): EncodedCompletion {
  return textEncoder(prompt, tokenizer)(completion)
}

/** A prompt alone, as it is sampled from. */
export function encodePrompt(prompt: Text, tokenizer: TextTokenizer, chat: RenderChat | null): number[] {
  const text = isChat(prompt) ? requireChatTemplate(chat, null)(prompt, { generationPrompt: true }) : prompt
  return neverEmpty(withBos(text, tokenizer), tokenizer)
}

type EncodeCompletion = (completion: Text) => EncodedCompletion

/** Plain text: ids(prompt) and ids(prompt + completion). */
function textEncoder(prompt: Text, tokenizer: TextTokenizer): EncodeCompletion {
  const split = splitAfter(prompt as string, tokenizer)
  return (completion) => {
    const encoded = split(`${prompt}${completion}`)
    return closed(encoded, tokenizer, encoded.completion.at(-1) === tokenizer.eosId)
  }
}

/** A conversation: the prompt ends with the template's generation prompt, the completion as the template ends a turn. */
function chatEncoder(pair: PreferencePair, tokenizer: TextTokenizer, chat: RenderChat | null): EncodeCompletion {
  const render = requireChatTemplate(chat, pair)
  const before = asTurns(pair.prompt, 'user')
  const split = splitAfter(render(before, { generationPrompt: true }), tokenizer)
  return (completion) => {
    const turns = [...before, ...asTurns(completion, 'assistant')]
    const encoded = split(render(turns, { generationPrompt: false }))
    return closed(encoded, tokenizer, endsTurn(encoded.completion, tokenizer))
  }
}

/** The prompt's ids are found once for all that follows it. */
function splitAfter(prompt: string, tokenizer: TextTokenizer): (whole: string) => EncodedCompletion {
  const promptIds = withBos(prompt, tokenizer)
  const kept = neverEmpty(promptIds, tokenizer)
  return (whole) => {
    const wholeIds = withBos(whole, tokenizer)
    return {
      prompt: kept,
      completion: wholeIds.slice(promptIds.length),
      straddled: promptIds.some((id, i) => wholeIds[i] !== id),
    }
  }
}

/**
 * Ids of a text, BOS in front if the tokenizer's own post-processor adds it and the text (a chat template) has not
 * written it. The post-processor itself is not asked: some also append EOS, which would end every prompt.
 */
function withBos(text: string, tokenizer: TextTokenizer): number[] {
  const { addsBos, bosId } = tokenizer
  const ids = tokenizer.encode(text, { addSpecial: false })
  return addsBos && bosId !== null && ids[0] !== bosId ? [bosId, ...ids] : ids
}

/** An empty prompt without BOS: a start token, from which the first token of the completion can be predicted. */
function neverEmpty(prompt: number[], { bosId, eosId }: TextTokenizer): number[] {
  const start = bosId ?? eosId
  return prompt.length === 0 && start !== null ? [start] : prompt
}

/** With EOS at the end. An empty completion stays empty, so that the row is dropped and not tuned to say nothing. */
function closed(encoded: EncodedCompletion, { eosId }: TextTokenizer, hasEnded: boolean): EncodedCompletion {
  if (hasEnded || eosId === null || encoded.completion.length === 0) return encoded
  return { ...encoded, completion: [...encoded.completion, eosId] }
}

/** Most templates write an end themselves, some with a line break behind it, which stays as the model saw it. */
function endsTurn(completion: number[], tokenizer: TextTokenizer): boolean {
  const last = completion.findLastIndex((id) => tokenizer.eosIds.includes(id))
  return last >= 0 && tokenizer.decode(completion.slice(last + 1), { skipSpecial: false }).trim() === ''
}

const asTurns = (text: Text, role: string): ChatMessage[] => {
  if (isChat(text)) return text
  return text === '' ? [] : [{ role, content: text }]
}
