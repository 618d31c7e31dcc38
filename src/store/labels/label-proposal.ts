/** @file Two completions of one prompt, as they stand to be judged. */
import { flawOf } from '../../protocol/labels'
import type { Sample } from '../../protocol/train-events'

/** 0 stands first, on the left: A. */
export type Side = 0 | 1

export interface Proposal {
  prompt: string
  /** Asked as a turn of a conversation. */
  chat: boolean
  /** As they stand. */
  samples: [Sample, Sample]
  /** As they are to be kept: the samples' own, until somebody edits them. */
  texts: [string, string]
  model: string
  /** Of the run that had tuned the model; null for the model as it was loaded. */
  step: number | null
  seed: number
}

export interface Judged {
  proposal: Proposal
  /** null: neither, and no pair was made. */
  picked: Side | null
  /** Of the pair that was made. */
  id: string | null
}

/** Why no pair can be made of them; null when one can. */
export function flawOfProposal({ prompt, texts: [chosen, rejected] }: Proposal) {
  return flawOf({ prompt, chosen, rejected })
}

export const isEdited = ({ texts, samples }: Proposal): boolean => texts.some((text, i) => text !== samples[i]!.text)
