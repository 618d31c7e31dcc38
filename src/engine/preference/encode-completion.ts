/** @file One prompt with one completion as token ids: BOS once, the completion after the prompt, EOS at the end. */
import type { ChatMessage, PreferencePair, Text } from '../../protocol/preference'
import { type RenderChat, requireChatTemplate } from '../tokenizer/chat-template'
import type { TextTokenizer } from '../tokenizer/tokenizer'

export interface EncodedCompletion {
  prompt: number[]
  completion: number[]
  /** The tokens of prompt and completion together do not begin with the prompt's own: one lies across the end. */
  straddled: boolean
}

export const isChat = (text: Text): text is ChatMessage[] => typeof text !== 'string'

/** Plain text: ids(prompt) and ids(prompt + completion); what follows the prompt's length is the completion. */
export function encodeText(prompt: Text, completion: Text, tokenizer: TextTokenizer): EncodedCompletion {
  const encoded = splitAtPrompt(prompt as string, `${prompt}${completion}`, tokenizer)
  const { eosId } = tokenizer
  // An empty completion stays empty, so that the row is dropped and not tuned to say nothing.
  const open = encoded.completion.length > 0 && eosId !== null && encoded.completion.at(-1) !== eosId
  return open ? { ...encoded, completion: [...encoded.completion, eosId] } : encoded
}

/** A prompt alone, as it is sampled from. */
export function encodePrompt(prompt: Text, tokenizer: TextTokenizer, chat: RenderChat | null): number[] {
  const text = isChat(prompt) ? requireChatTemplate(chat, null)(prompt, { generationPrompt: true }) : prompt
  return neverEmpty(withBos(text, tokenizer), tokenizer)
}

/** A conversation: the prompt ends with the template's generation prompt, the completion as the template ends a turn. */
export function encodeChat(
  pair: PreferencePair,
  completion: Text,
  tokenizer: TextTokenizer,
  chat: RenderChat | null,
): EncodedCompletion {
  const render = requireChatTemplate(chat, pair)
  const before = asTurns(pair.prompt, 'user')
  const after = asTurns(completion, 'assistant')
  const encoded = splitAtPrompt(
    render(before, { generationPrompt: true }),
    render([...before, ...after], { generationPrompt: false }),
    tokenizer,
  )
  const { eosId } = tokenizer
  // Most templates write EOS themselves, some with a line break behind it, which stays as the model saw it.
  const open = encoded.completion.length > 0 && eosId !== null && !endsWithEos(encoded.completion, eosId, tokenizer)
  return open ? { ...encoded, completion: [...encoded.completion, eosId] } : encoded
}

function splitAtPrompt(prompt: string, whole: string, tokenizer: TextTokenizer): EncodedCompletion {
  const promptIds = withBos(prompt, tokenizer)
  const wholeIds = withBos(whole, tokenizer)
  return {
    prompt: neverEmpty(promptIds, tokenizer),
    completion: wholeIds.slice(promptIds.length),
    straddled: promptIds.some((id, i) => wholeIds[i] !== id),
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

function endsWithEos(completion: number[], eosId: number, tokenizer: TextTokenizer): boolean {
  const last = completion.lastIndexOf(eosId)
  return last >= 0 && tokenizer.decode(completion.slice(last + 1), { skipSpecial: false }).trim() === ''
}

const asTurns = (text: Text, role: string): ChatMessage[] => {
  if (isChat(text)) return text
  return text === '' ? [] : [{ role, content: text }]
}
