/** @file Preference pairs as JSONL under TRL's names: strings, messages, or token ids, a pair a line. */
import type { PreferencePair } from '../../protocol/preference'

export type PairRow = Pick<PreferencePair, 'prompt' | 'chosen' | 'rejected' | 'ids'>

/** The columns of a row as TRL reads them. */
export function columnsOf({ prompt, chosen, rejected, ids }: PairRow): Record<string, unknown> {
  if (ids) return { prompt_input_ids: ids.prompt, chosen_input_ids: ids.chosen, rejected_input_ids: ids.rejected }
  return { prompt, chosen, rejected }
}

/** Each line ends, as tools that append to such a file expect. */
export const pairsAsJsonl = (rows: readonly PairRow[]): string =>
  rows.map((row) => `${JSON.stringify(columnsOf(row))}\n`).join('')
