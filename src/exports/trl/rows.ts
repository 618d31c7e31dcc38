/** @file Pairs as TRL reads them. */
import { AppError } from '../../protocol/errors'
import type { PreferencePair } from '../../protocol/preference'
import type { TrlRow } from './input'

/** @throws AppError `data/wrong-type` for token ids: TRL tokenises texts itself. */
export function trlRow({ prompt, chosen, rejected, source, row, ids }: PreferencePair, swapped: boolean): TrlRow {
  if (ids) {
    throw new AppError(
      'data/wrong-type',
      `Row ${row} of ${source} is token ids, and TRL takes texts.`,
      'Load the texts that the ids were made from, then export.',
    )
  }
  return { prompt, chosen, rejected, source, row, ...(swapped ? { swapped: true as const } : {}) }
}
