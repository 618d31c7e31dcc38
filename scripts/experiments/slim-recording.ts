/** @file Takes from a recording what its page can do without: a lesson is looked at on phones, too. */
import type { RecordedRun } from '../../src/protocol/recorded-run'
import type { TrainEvent } from '../../src/protocol/train-events'

/** Samples of the evaluations before the last, all together; the last keeps all, which its win rate was counted on. */
const EARLY_SAMPLES = 80
/** Training pairs of the smallest margins. */
const RANKED = 40
/** Decimals of a token's log-prob. */
const TOKEN_DIGITS = 4

const rounded = (values: readonly number[]): number[] => values.map((value) => Number(value.toFixed(TOKEN_DIGITS)))

export function slim(recording: RecordedRun): RecordedRun {
  const drawn = recording.events.flatMap((event) => (event.type === 'samples' ? event.step : []))
  const last = Math.max(...drawn)
  const early = Math.ceil(EARLY_SAMPLES / Math.max(1, drawn.length - 1))
  const slimmed = (event: TrainEvent): TrainEvent => {
    if (event.type === 'samples' && event.step < last) return { ...event, samples: event.samples.slice(0, early) }
    if (event.type === 'tokens') {
      const pairs = event.pairs.map(({ chosen, rejected }) => ({
        chosen: rounded(chosen),
        rejected: rounded(rejected),
      }))
      return { ...event, pairs }
    }
    if (event.type === 'finished') return { ...event, ranking: event.ranking.slice(0, RANKED) }
    return event
  }
  return { ...recording, events: recording.events.map(slimmed) }
}
