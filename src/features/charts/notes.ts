/** @file Notes that appear when something well known happens, each under the plot where it shows. */
import { formatFigure, formatRough } from '../../components/plot/number-format'
import { words } from '../../i18n/words'
import { heldOutSince, type Summary } from './summary'

export type NotedPlot = 'margin' | 'logProb' | 'length' | 'accuracy'

export interface Note {
  id: string
  plot: NotedPlot
  /** One line. */
  title: string
  /** What it is, whether to worry, what to do. */
  text: string
}

/** Nats by which a log-prob must have moved before it is talked about. */
const MOVED = 1
/** Nats per token: samples tend to break beyond. */
const LARGE_KL = 0.5

interface Rule {
  id: string
  plot: NotedPlot
  when: (s: Summary) => boolean
  title: (s: Summary) => string
  text: (s: Summary) => string
}

const share = (value: number): string => formatFigure(value, 'share')

const text = words.notes

/** Of several that hold, the first is shown first. Comparisons with NaN are false, so what is unknown gives no note. */
const RULES: Rule[] = [
  {
    id: 'both-fall',
    plot: 'logProb',
    when: (s) => s.chosenDelta < -MOVED && s.chosenDelta - s.rejectedDelta > MOVED,
    title: () => text.bothFall.title,
    text: (s) =>
      text.bothFall.text(
        formatRough(-s.chosenDelta),
        formatRough(-s.rejectedDelta),
        s.objective === 'dpo' ? text.bothFall.raiseBeta : text.bothFall.lowerRate,
      ),
  },
  {
    id: 'wrong-way',
    plot: 'logProb',
    when: (s) => s.step >= 20 && s.rejectedDelta - s.chosenDelta > MOVED,
    title: () => text.wrongWay.title,
    text: () => text.wrongWay.text,
  },
  {
    id: 'past-gamma',
    plot: 'margin',
    when: (s) => s.gamma !== null && s.margin > s.gamma,
    title: (s) => text.pastGamma.title(formatRough(s.gamma!)),
    text: () => text.pastGamma.text,
  },
  {
    id: 'over-optimised',
    plot: 'accuracy',
    when: (s) => s.bestWinRate - s.winRate >= 0.1 && s.accuracy > 0.7,
    title: (s) => text.overOptimised.title(share(s.bestWinRate)),
    text: () => text.overOptimised.text,
  },
  {
    id: 'overfitted',
    plot: 'accuracy',
    when: (s) => heldOutSince(s) && s.accuracy - s.heldAccuracy > 0.12 && s.accuracy > 0.8,
    title: () => text.overfitted.title,
    text: (s) => text.overfitted.text(share(s.accuracy), share(s.heldAccuracy)),
  },
  {
    id: 'saturated',
    plot: 'accuracy',
    when: (s) => s.pairs >= 50 && s.accuracy >= 0.98,
    title: () => text.saturated.title,
    text: () => text.saturated.text,
  },
  {
    id: 'repeats',
    plot: 'margin',
    when: (s) => s.repetition - s.repetitionBase > 0.1,
    title: (s) => text.repeats.title(share(s.repetition)),
    text: (s) => text.repeats.text(share(s.repetitionBase)),
  },
  {
    id: 'does-not-end',
    plot: 'length',
    when: (s) => s.eosRateBase - s.eosRate > 0.2,
    title: (s) => text.doesNotEnd.title(share(s.eosRate)),
    text: (s) => text.doesNotEnd.text(share(s.eosRateBase)),
  },
  {
    id: 'kl-large',
    plot: 'margin',
    when: (s) => s.kl > LARGE_KL,
    title: (s) => text.klLarge.title(formatRough(s.kl)),
    text: () => text.klLarge.text,
  },
  {
    id: 'longer',
    plot: 'length',
    when: (s) => s.sampleLength > 1.3 * s.sampleLengthBase,
    title: (s) => text.longer.title(share(s.sampleLength / s.sampleLengthBase - 1)),
    text: () => text.longer.text,
  },
  {
    id: 'rho-rises',
    plot: 'length',
    when: (s) => s.rhoWithin - s.rhoBase > 0.1,
    title: (s) => text.rhoRises.title(formatRough(s.rhoWithin - s.rhoBase)),
    text: () => text.rhoRises.text,
  },
]

export function notesOf(summary: Summary): Note[] {
  if (summary.step === 0) return []
  return RULES.filter((rule) => rule.when(summary)).map(({ id, plot, title, text }) => ({
    id,
    plot,
    title: title(summary),
    text: text(summary),
  }))
}
