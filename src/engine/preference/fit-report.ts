/** @file How pairs fit a model, counted: what the page shows before training. */
import type { FitReport } from '../../protocol/dataset-report'
import type { TokenizedPairs } from './tokenize-pairs'

/** @param baseNatsPerByte Null before it is measured. */
export function fitReport({ pairs, dropped }: TokenizedPairs, baseNatsPerByte: number | null = null): FitReport {
  const count = (test: (pair: TokenizedPairs['pairs'][number]) => boolean) => pairs.filter(test).length
  return {
    pairs: pairs.length,
    cutPrompts: count((pair) => pair.cutPrompt),
    cutCompletions: count((pair) => pair.cutChosen || pair.cutRejected),
    straddled: count((pair) => pair.straddled),
    dropped,
    tokensChosen: pairs.map((pair) => pair.chosen.length),
    tokensRejected: pairs.map((pair) => pair.rejected.length),
    chosenLongerShare: pairs.length ? count((pair) => pair.chosen.length > pair.rejected.length) / pairs.length : 0,
    baseNatsPerByte,
  }
}
