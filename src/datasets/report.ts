/** @file What the page shows about loaded pairs before training. */
import type { DatasetReport, LengthSummary, SourceReport } from '../protocol/dataset-report'
import type { PreferencePair, Text } from '../protocol/preference'

const PREVIEW = 50

/** Also for pairs that come from elsewhere, such as the built-in sets. */
export function reportOn(sources: SourceReport[], pairs: PreferencePair[]): DatasetReport {
  return {
    sources,
    pairs: pairs.length,
    // Not the length of the lists, which are cut where nearly every row of a huge file is bad.
    dropped: sources.reduce((sum, source) => sum + source.rows - source.pairs, 0),
    lengths: summariseLengths(pairs),
    preview: pairs.slice(0, PREVIEW),
  }
}

function summariseLengths(pairs: PreferencePair[]): LengthSummary {
  const chosen = pairs.map((pair) => pair.ids?.chosen.length ?? lengthOf(pair.chosen))
  const rejected = pairs.map((pair) => pair.ids?.rejected.length ?? lengthOf(pair.rejected))
  const longer = chosen.filter((length, i) => length > rejected[i]!).length
  return {
    chosen,
    rejected,
    chosenMean: mean(chosen),
    rejectedMean: mean(rejected),
    chosenLongerShare: pairs.length > 0 ? longer / pairs.length : 0,
  }
}

function lengthOf(text: Text): number {
  return typeof text === 'string' ? text.length : text.reduce((sum, turn) => sum + turn.content.length, 0)
}

function mean(values: number[]): number {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : 0
}
