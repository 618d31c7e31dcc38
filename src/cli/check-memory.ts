/** @file What a run will hold in memory, said before it begins. */
import { AppError } from '../protocol/errors'
import type { MemoryVerdict } from '../protocol/memory'
import type { Notes } from './notes'

const mega = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`

/** @throws AppError `device/out-of-memory` for what cannot be held. */
export function checkMemory({ estimate, verdict, limit, tokens, pairs, remedy }: MemoryVerdict, notes: Notes): void {
  const { total, largest } = estimate
  const size = `about ${mega(total)} of memory (${pairs} pairs of up to ${tokens} tokens at once)`
  if (verdict === 'fits') {
    notes.note(size)
    return
  }
  const advice = remedy ?? 'Take a smaller model, or another device.'
  const short = `${size}, the largest tensor ${mega(largest)}, where ${mega(limit)} are sure to be there`
  if (verdict === 'too-large') throw new AppError('device/out-of-memory', `This run would take ${short}.`, advice)
  notes.note(`warning: ${short}. ${advice}`)
}
