/** @file Words of what goes on inside: tokens, objective, distributions. */

import { plural } from '../plural'

const pairs = (n: number) => plural(n, 'pair', 'pairs')
const lie = (n: number) => (n === 1 ? 'lies' : 'lie')

export const inside = {
  label: 'Inside the run',
  part: 'What is looked at',
  parts: { tokens: 'Tokens', objective: 'Objective', spread: 'Distributions' },
  recorded: (name: string) => `recorded run: ${name}`,
  /** The model that the run began with: the base, or the base with an adapter that was loaded. */
  origin: { base: 'base', adapter: 'loaded adapter' },

  /** The slider over the run's time. */
  time: {
    slider: 'Time of the run',
    play: 'Play through the run',
    pause: 'Hold the time',
    follow: 'Newest',
    followHelp: 'Stays with the newest step while the run goes on.',
    begin: (origin: string) => `step 0, the ${origin}`,
    step: (step: number) => `step ${step}`,
    of: (total: number) => `/ ${total}`,
    stage: (stage: number, stages: number) => `stage ${stage} of ${stages}`,
    warmup: 'SFT warm-up',
    none: 'no step yet',
  },

  empty: {
    noRun: 'Nothing to look into yet. Press Play, or choose a recorded run.',
    wait: 'This comes with the first evaluation, right after the first step.',
    noHeldOut: 'This run holds out no pairs, so there is nothing to look at. Raise the held-out share, and play again.',
    oldTokens: 'This recording was made without tokens. Press Play to train it here: the tokens then come along.',
    oldTokensOnly: 'This recording was made without tokens. Choose another recorded run above.',
    oldBatches:
      'This recording was made without its batches: below is the curve alone, with the held-out pairs. Press Play to train it here and see the pairs move.',
    oldBatchesOnly:
      'This recording was made without its batches: below is the curve alone, with the held-out pairs. Other recorded runs have them.',
    noTokenPairs: 'This run keeps the tokens of no pair: its setting evaluation.tokenPairs is 0.',
  },

  tokens: {
    pair: 'Pair',
    previous: 'Previous pair',
    next: 'Next pair',
    choice: (n: number, of: number, prompt: string) => `${n} of ${of}: ${prompt}`,
    prompt: 'Prompt',
    against: 'Against',
    models: {
      reference: (step: number, origin: string) =>
        step === 0 ? `reference: the ${origin}` : `reference: step ${step}`,
      /** The same for an objective that knows no reference. */
      start: (step: number, origin: string) =>
        step === 0 ? `start of the stage: the ${origin}` : `start of the stage: step ${step}`,
      origin: (origin: string) => `${origin}: before the run`,
      run: (name: string) => `run: ${name}`,
    },
    /** For the head of a table's row. */
    short: { reference: 'reference', start: 'start of the stage', run: 'other run' },
    hint: 'To compare with another run, tick it in the list of runs.',
    otherPairs: (name: string) =>
      `${name} held out other pairs, so this pair cannot be compared. Runs with the same data and seed hold out the same.`,
    otherTokens: (name: string) => `${name} cuts this text into other tokens, so they cannot be compared.`,
    noTokens: (name: string) => `${name} told no tokens, so it cannot be compared here.`,
    atStep: (step: number) => `at its step ${step}`,
    legend: 'Colour: log π − log π_ref of each token, in nats',
    less: 'less likely',
    more: 'likelier',
    part: 'part of a character',
    newline: 'line break',
    completion: { chosen: 'chosen, token by token', rejected: 'rejected, token by token' },
    sides: { chosen: 'chosen', rejected: 'rejected' },
    readout: 'Point at a token, or walk through them with the arrow keys, to read its values.',
    /** Name of a token for screen readers. */
    token: (text: string, difference: string, now: string, then: string) =>
      `“${text}”: ${difference} nats, log π ${now}, log π_ref ${then}`,
    difference: 'difference',
    probability: (now: string, then: string) => `probability ${then} → ${now}`,
    nats: 'nats',

    sums: 'From tokens to the reward',
    columns: { gap: 'chosen − rejected' },
    rows: {
      policy: 'log π, over its tokens',
      against: (model: string) => `log π_ref, the ${model}`,
      difference: 'difference: the coloured tokens',
      tokens: 'tokens, |y|',
      reward: (formula: string) => `reward = ${formula}`,
      gained: (formula: string) => `of it gained = ${formula}`,
    },
    formula: {
      difference: 'difference',
      policy: 'log π',
      length: '|y|',
    },
    noReward: 'Imitation (SFT) has no reward: it only raises chosen.',
    otherReference:
      'The reward is measured from the reference of the stage. Choose it under “Against” to see how the tokens add up to the reward.',
    shares: {
      margin: (margin: string) => `The margin of ${margin}`,
      gained: (margin: string) => `The margin’s change of ${margin}`,
      none: 'Nothing has moved: every difference is 0.',
      both: (what: string, chosen: string, rejected: string) =>
        `${what}: ${chosen} comes from chosen becoming likelier, ${rejected} from rejected becoming less likely.`,
      rejectedOnly: (what: string, rejected: string, chosen: string) =>
        `${what}: rejected becoming less likely brings ${rejected}, but chosen became less likely too, which costs ${chosen}.`,
      chosenOnly: (what: string, chosen: string, rejected: string) =>
        `${what}: chosen becoming likelier brings ${chosen}, but rejected became likelier too, which costs ${rejected}.`,
      worse: (what: string, chosen: string, rejected: string) =>
        `${what}: chosen became less likely, ${chosen}, and rejected likelier, ${rejected}.`,
    },
    table: 'All tokens as a table',
    head: { token: 'token', policy: 'log π', against: 'log π_ref', difference: 'difference' },
  },

  objective: {
    x: {
      margin: 'reward margin of a pair',
      marginPerToken: 'reward margin of a pair, from log-probs per token',
      gap: 'gap of the summed log-ratios, h chosen − h rejected (nats)',
      gapPerToken: 'gap of the log-ratios per token, h chosen − h rejected (nats)',
      odds: 'log odds ratio of a pair',
    },
    loss: 'Loss of a pair',
    weight: 'Weight in the gradient',
    heldOut: 'held-out pairs',
    batch: 'pairs of the batch',
    aims: {
      gamma: (value: string) => `γ = ${value}`,
      hinge: (value: string) => `hinge ends at ${value}`,
      ipo: (value: string) => `1/(2β) = ${value}`,
      smoothed: (value: string) => `lowest at ${value}`,
    },
    chart: (reading: string) => `Loss and gradient weight over the margin. ${reading}`,
    read: {
      none: 'The batch of this step is not known.',
      noPairs: 'No pairs to place yet.',
      sft: 'This is imitation (SFT): it has no margin, so there is no curve to draw. It raises the chosen side and never looks at the rejected.',
      atZero: (n: number) =>
        n === 1
          ? 'The pair lies at zero: policy and reference are still the same.'
          : `All ${n} pairs lie at zero: policy and reference are still the same.`,
      left: (left: number, n: number, share: string) =>
        left === 0
          ? `None of ${pairs(n)} lies left of zero.`
          : left === n
            ? `All ${pairs(n)} lie left of zero.`
            : `${left} of ${pairs(n)} ${lie(left)} left of zero and ${left === 1 ? 'gets' : 'get'} ${share} of the gradient’s weight.`,
      mean: (weight: string) => `Mean weight of a pair: ${weight}.`,
      silent: 'No pair pulls any more: the preference part of this batch’s gradient is zero.',
      short: (short: number, share: string) => `Short of the target γ: ${short}, with ${share} of the weight.`,
      done: (done: number) =>
        done === 0
          ? 'None is beyond the hinge.'
          : `${done} ${lie(done)} beyond the hinge and ${done === 1 ? 'pulls' : 'pull'} no more.`,
      beyond: (beyond: number) =>
        beyond === 0
          ? 'None is beyond the target.'
          : `${beyond} ${lie(beyond)} beyond the target and ${beyond === 1 ? 'is' : 'are'} pulled back.`,
    },
    orpo: 'ORPO: x is the log odds ratio, which the batch’s margins do not give; so the points are the held-out pairs. Drawn is the odds-ratio term alone: its SFT term, −log π per token of chosen, is left out.',
    sftWeight: (weight: string) =>
      `The loss of this run adds ${weight} times the SFT term. It does not depend on the margin and is left out: the points show the preference part.`,
    table: 'The pairs as a table',
    head: {
      pair: 'pair',
      x: { margin: 'margin', gap: 'gap', odds: 'log odds ratio' },
      loss: 'loss',
      weight: 'weight',
      share: 'share of the weight',
    },
  },

  spread: {
    contingency: { title: 'Reward order against likelihood order' },
    gap: 'Margin by length gap',
    margins: 'Margins',
    lengths: 'Log-prob by length',
    simpo: 'SimPO’s reward is the log-prob per token itself: the two orders agree by construction.',
    noRewards: 'This objective has no reward, so there are no margins to show.',
    agreeAlways: 'The two orders agree in every pair.',
    agree: (share: string, other: number) =>
      other === 0
        ? `The two orders agree in ${share} of the pairs.`
        : `The two orders agree in ${share} of the pairs. In ${other} the reward is right although the rejected text is the likelier one.`,
    gapReading: (rho: string) => `ρ of margin and length gap: ${rho}.`,
    lengthReading: (within: string, pooled: string, base: string) =>
      `ρ of log-prob per token and length: ${within} within sides (base ${base}), ${pooled} pooled.`,
    marginReading: (wrong: number, n: number) => `${wrong} of ${pairs(n)} ${lie(wrong)} left of 0: ranked wrongly.`,
    likelihood: {
      title: 'Log-prob of chosen',
      meaning: 'Held-out chosen completions by their log-prob per token, in nats: SimPO’s figure 3c.',
      howTo: 'Moving left: the chosen texts become less likely.',
      x: 'nats per token',
      reading: (mean: string, before: string) => `Mean ${mean} nats per token; before the run ${before}.`,
    },
  },
} as const
