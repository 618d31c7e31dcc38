/** @file Notes that appear when something well known happens, each under the plot where it shows. */
import { formatFigure, formatRough } from '../../components/plot/number-format'
import type { Summary } from './summary'

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

/** Of several that hold, the first is shown first. Comparisons with NaN are false, so what is unknown gives no note. */
const RULES: Rule[] = [
  {
    id: 'both-fall',
    plot: 'logProb',
    when: (s) => s.chosenDelta < -MOVED && s.chosenDelta - s.rejectedDelta > MOVED,
    title: () => 'Chosen falls too: normal, with a limit',
    text: (s) =>
      `Both log-probs fall while the margin grows: chosen by ${formatRough(-s.chosenDelta)} nats, rejected by ${formatRough(-s.rejectedDelta)}. ` +
      'The objective asks for a gap alone, and pushing the rejected down is the easiest way to it; what the two share goes down with it. ' +
      'It matters when the samples get worse. Then add SFT weight, which holds the chosen up, or' +
      (s.objective === 'dpo'
        ? ' raise β, which holds the policy nearer to its reference.'
        : ' lower the learning rate.'),
  },
  {
    id: 'wrong-way',
    plot: 'logProb',
    when: (s) => s.step >= 20 && s.rejectedDelta - s.chosenDelta > MOVED,
    title: () => 'The rejected side is gaining',
    text: () =>
      'The rejected completions gain on the chosen ones. Look whether chosen and rejected are swapped in the data, how large the share of wrong labels is, and whether the learning rate is too high.',
  },
  {
    id: 'past-gamma',
    plot: 'margin',
    when: (s) => s.gamma !== null && s.margin > s.gamma,
    title: (s) => `The margin has passed γ = ${formatRough(s.gamma!)}`,
    text: () =>
      'Beyond γ a pair pushes with less than half of its full force, and ever less. The mean pair is there now; from here on SimPO works mostly on the pairs that are still behind.',
  },
  {
    id: 'over-optimised',
    plot: 'accuracy',
    when: (s) => s.bestWinRate - s.winRate >= 0.1 && s.accuracy > 0.7,
    title: (s) => `Win rate fell from its best, ${share(s.bestWinRate)}`,
    text: () =>
      'The objective still improves and the judge disagrees: over-optimisation. The policy has learnt what tells the pairs apart instead of what was wanted. Stop earlier, lower the learning rate, or raise β.',
  },
  {
    id: 'overfitted',
    plot: 'accuracy',
    when: (s) => s.accuracy - s.heldAccuracy > 0.12 && s.accuracy > 0.8,
    title: () => 'Better on training pairs than on held-out ones',
    text: (s) =>
      `${share(s.accuracy)} against ${share(s.heldAccuracy)}: part of this is remembered instead of learnt. More pairs or fewer passes help; so does a lower learning rate.`,
  },
  {
    id: 'saturated',
    plot: 'accuracy',
    when: (s) => s.pairs >= 50 && s.accuracy >= 0.98,
    title: () => 'Nearly every training pair is ranked rightly',
    text: () =>
      'More steps widen margins that are won already and move the policy further from the base. Watch held-out accuracy, win rate and samples; when they stand still, the run is done.',
  },
  {
    id: 'repeats',
    plot: 'margin',
    when: (s) => s.repetition - s.repetitionBase > 0.1,
    title: (s) => `Samples repeat themselves: ${share(s.repetition)} of 4-grams`,
    text: (s) =>
      `The base repeats ${share(s.repetitionBase)}. Repetition is the usual sign of over-optimisation: the margin is bought with broken text. Lower the learning rate, stop earlier, or add SFT weight.`,
  },
  {
    id: 'does-not-end',
    plot: 'length',
    when: (s) => s.eosRateBase - s.eosRate > 0.2,
    title: (s) => `Only ${share(s.eosRate)} of samples end by themselves`,
    text: (s) =>
      `${share(s.eosRateBase)} did under the base. The end-of-sequence token has lost probability: see whether completions in the data end with it and were not cut.`,
  },
  {
    id: 'kl-large',
    plot: 'margin',
    when: (s) => s.kl > LARGE_KL,
    title: (s) => `Far from the base: KL ${formatRough(s.kl)} nats per token`,
    text: () =>
      'At this distance the reference holds little, and the text tends to lose its grammar or its variety. Compare the samples. A larger β, a lower learning rate or fewer steps keep the policy nearer.',
  },
  {
    id: 'longer',
    plot: 'length',
    when: (s) => s.sampleLength > 1.3 * s.sampleLengthBase,
    title: (s) => `Samples are ${share(s.sampleLength / s.sampleLengthBase - 1)} longer than the base’s`,
    text: () =>
      'If chosen completions are the longer ones in the data, the policy may be learning length instead of quality. A reward per token (SimPO, or length-normalised DPO) takes that incentive away.',
  },
  {
    id: 'rho-rises',
    plot: 'length',
    when: (s) => s.rhoWithin - s.rhoBase > 0.1,
    title: (s) => `ρ is ${formatRough(s.rhoWithin - s.rhoBase)} above the base`,
    text: () =>
      'Log-prob per token follows length more than before: longer completions gained, within chosen and within rejected, so it is not the preference itself. SimPO’s paper finds this strongest without length normalisation, weaker for DPO, weakest for SimPO.',
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
