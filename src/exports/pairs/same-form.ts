/** @file Rows of one form: TRL reads a column as text or as messages, never as both. */
import type { ChatMessage, Text } from '../../protocol/preference'
import type { PairRow } from './pairs-as-jsonl'

const turns = (text: Text, role: string): ChatMessage[] => (typeof text === 'string' ? [{ role, content: text }] : text)

const isChat = ({ prompt, chosen, rejected }: PairRow) =>
  [prompt, chosen, rejected].some((text) => typeof text !== 'string')

/** Where one row is a conversation, all become conversations; else they stay as they are. */
export function inSameForm(rows: readonly PairRow[]): PairRow[] {
  if (!rows.some(isChat)) return [...rows]
  return rows.map(({ prompt, chosen, rejected }) => ({
    prompt: turns(prompt, 'user'),
    chosen: turns(chosen, 'assistant'),
    rejected: turns(rejected, 'assistant'),
  }))
}
