/** @file What a plot says about the run, in sentences; numbers arrive as text, so that all are rounded alike. */

export const readings = {
  margin: {
    before: 'Before the first step, no margin has been learnt.',
    sft: 'SFT has no rewards: it raises the chosen completions and compares nothing.',
    none: (step: number) => `Step ${step}: this stage has no rewards yet.`,
    plain: (margin: string, step: number, right: string, pairs: number) =>
      `Margin ${margin}, chosen ahead in ${right}: means over the last ${pairs} pairs, to step ${step}.`,
    target: (margin: string, gamma: string, step: number, right: string, pairs: number) =>
      `Margin ${margin}, target γ ${gamma}, chosen ahead in ${right}: means over the last ${pairs} pairs, to step ${step}.`,
    staged: (margin: string, step: number, sinceBase: string, right: string, pairs: number) =>
      `Margin ${margin}, chosen ahead in ${right}: last ${pairs} pairs, to step ${step}. Since the base, held out: ${sinceBase}.`,
  },
  logProb: {
    before: 'These are the base model’s log-probs.',
    unknown: (step: number) => `Step ${step}: the change since the base is not known.`,
    change: (chosen: string, rejected: string, gap: string) =>
      `Since the base: chosen ${chosen}, rejected ${rejected} nats. ${gap}`,
    still: 'The gap has hardly changed.',
    against: 'The gap turns against the chosen.',
    both: 'The gap grows from both sides.',
    falls: 'The gap grows: rejected falls faster.',
    rises: 'The gap grows: chosen rises faster.',
  },
  length: {
    undefined: 'ρ is n/a: all held-out lengths, or all log-probs per token, are equal.',
    alone: (rho: string, strength: string) => `ρ ${rho} within chosen and within rejected: ${strength}.`,
    compared: (rho: string, base: string, than: string) => `ρ ${rho} within sides, base ${base}: ${than}.`,
    same: 'about as for the base',
    more: 'length counts more than in the base',
    less: 'length counts less than in the base',
    none: 'log-prob per token does not follow length',
    longer: 'longer completions are likelier per token',
    shorter: 'longer completions are less likely per token',
    weakly: (what: string) => `${what}, weakly`,
  },
  accuracy: {
    before: 'Before the first step, policy and base are the same.',
    recent: (right: string, pairs: number) => `right in ${right} of the last ${pairs} pairs`,
    heldOut: (right: string) => `${right} held out`,
    judged: (wins: string) => `the judge prefers the policy in ${wins}`,
    none: (step: number) => `Step ${step}: nothing to rank.`,
  },
} as const

/** Notes under the plots: a title of one line; then what it is, whether to worry, what to do. */
export const notes = {
  bothFall: {
    title: 'Chosen falls too: normal, with a limit',
    text: (chosen: string, rejected: string, remedy: string) =>
      `Both log-probs fall while the margin grows: chosen by ${chosen} nats, rejected by ${rejected}. ` +
      'The objective asks for a gap alone, and pushing the rejected down is the easiest way to it; what the two share goes down with it. ' +
      `It matters when the samples get worse. Then add SFT weight, which holds the chosen up, or ${remedy}`,
    raiseBeta: 'raise β, which holds the policy nearer to its reference.',
    lowerRate: 'lower the learning rate.',
  },
  wrongWay: {
    title: 'The rejected side is gaining',
    text: 'The rejected completions gain on the chosen ones. Look whether chosen and rejected are swapped in the data, how large the share of wrong labels is, and whether the learning rate is too high.',
  },
  pastGamma: {
    title: (gamma: string) => `The margin has passed γ = ${gamma}`,
    text: 'Beyond γ a pair pushes with less than half of its full force, and ever less. The mean pair is there now; from here on SimPO works mostly on the pairs that are still behind.',
  },
  overOptimised: {
    title: (best: string) => `Win rate fell from its best, ${best}`,
    text: 'The objective still improves and the judge disagrees: over-optimisation. The policy has learnt what tells the pairs apart instead of what was wanted. Stop earlier, lower the learning rate, or raise β.',
  },
  overfitted: {
    title: 'Better on training pairs than on held-out ones',
    text: (train: string, heldOut: string) =>
      `${train} against ${heldOut}: part of this is remembered instead of learnt. More pairs or fewer passes help; so does a lower learning rate.`,
  },
  saturated: {
    title: 'Nearly every training pair is ranked rightly',
    text: 'More steps widen margins that are won already and move the policy further from the base. Watch held-out accuracy, win rate and samples; when they stand still, the run is done.',
  },
  repeats: {
    title: (share: string) => `Samples repeat themselves: ${share} of 4-grams`,
    text: (base: string) =>
      `The base repeats ${base}. Repetition is the usual sign of over-optimisation: the margin is bought with broken text. Lower the learning rate, stop earlier, or add SFT weight.`,
  },
  doesNotEnd: {
    title: (share: string) => `Only ${share} of samples end by themselves`,
    text: (base: string) =>
      `${base} did under the base. The end-of-sequence token has lost probability: see whether completions in the data end with it and were not cut.`,
  },
  klLarge: {
    title: (kl: string) => `Far from the base: KL ${kl} nats per token`,
    text: 'At this distance the reference holds little, and the text tends to lose its grammar or its variety. Compare the samples. A larger β, a lower learning rate or fewer steps keep the policy nearer.',
  },
  longer: {
    title: (share: string) => `Samples are ${share} longer than the base’s`,
    text: 'If chosen completions are the longer ones in the data, the policy may be learning length instead of quality. A reward per token (SimPO, or length-normalised DPO) takes that incentive away.',
  },
  rhoRises: {
    title: (difference: string) => `ρ is ${difference} above the base`,
    text: 'Log-prob per token follows length more than before: longer completions gained, within chosen and within rejected, so it is not the preference itself. SimPO’s paper finds this strongest without length normalisation, weaker for DPO, weakest for SimPO.',
  },
} as const
