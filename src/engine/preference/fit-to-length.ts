/** @file Too long: the prompt keeps its end, the completion its start. Both sides of a pair keep the same prompt. */

export interface PairTokens {
  prompt: number[]
  chosen: number[]
  rejected: number[]
}

export interface FittedPair extends PairTokens {
  cutPrompt: boolean
  cutChosen: boolean
  cutRejected: boolean
}

export interface LengthLimits {
  /** Tokens of prompt and completion together. */
  limit: number
  /** Most that a prompt may take, always; null lets it take what the longer completion leaves, and half at least. */
  maxPromptLength: number | null
  /** The first id of the prompt (BOS) stays in front when the prompt is cut. */
  keepFirst: boolean
}

/** A completion that is cut loses its EOS with its end. It may come out empty when the prompt may take everything. */
export function fitToLength({ prompt, chosen, rejected }: PairTokens, limits: LengthLimits): FittedPair {
  const { limit, maxPromptLength, keepFirst } = limits
  const longest = Math.max(chosen.length, rejected.length)
  const promptRoom = maxPromptLength ?? Math.max(Math.floor(limit / 2), limit - longest)
  const kept = keepEnd(prompt, Math.min(promptRoom, limit), keepFirst)
  const room = limit - kept.length
  return {
    prompt: kept,
    chosen: chosen.slice(0, room),
    rejected: rejected.slice(0, room),
    cutPrompt: kept.length < prompt.length,
    cutChosen: chosen.length > room,
    cutRejected: rejected.length > room,
  }
}

function keepEnd(ids: number[], room: number, keepFirst: boolean): number[] {
  if (ids.length <= room) return ids
  const start = keepFirst ? ids.slice(0, Math.min(1, room)) : []
  return [...start, ...ids.slice(ids.length - (room - start.length))]
}
