/** @file The golden models' preference pairs as the engine takes them. */
import type { PairLogProbSums } from '../../src/engine/preference/log-prob-cache'
import type { TokenizedPair } from '../../src/engine/preference/tokenize-pairs'
import type { GoldenExpectations, GoldenPair } from './golden-models'

export const tokenizedPairs = (pairs: GoldenPair[]): TokenizedPair[] =>
  pairs.map((ids, row) => ({
    ...ids,
    source: 'golden',
    row,
    cutPrompt: false,
    cutChosen: false,
    cutRejected: false,
    straddled: false,
    swapped: false,
    pair: { row, source: 'golden', prompt: '', chosen: '', rejected: '', ids },
  }))

/** Log-probs under ref_model.safetensors, as the reference implementation computed them. */
export const goldenReference = ({ logps }: GoldenExpectations): PairLogProbSums[] =>
  logps.ref_chosen.map((chosen, i) => ({ chosen, rejected: logps.ref_rejected[i]! }))
