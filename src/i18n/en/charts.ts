/** @file Words of the plots: titles, how to read each, and what can be done with one. */

export const charts = {
  panel: 'Plots',
  recorded: (name: string) => `recorded run: ${name}`,
  smoothing: 'Smoothing',
  off: 'Off',
  more: 'More figures',
  group: 'Group of figures',
  groups: { optimizer: 'Optimizer', samples: 'Samples', pairs: 'Pairs' },

  /** At line ends, and beside titles. */
  lines: {
    train: 'train',
    heldOut: 'held out',
    sinceBase: 'since base',
    winRate: 'win rate',
    within: 'within',
    pooled: 'pooled',
    base: 'base',
    policy: 'policy',
    chosen: 'chosen',
    rejected: 'rejected',
    margin: 'margin',
    pairs: 'pairs',
    raw: (name: string) => `${name}, raw`,
    ofRun: (run: string, name: string) => `${run}: ${name}`,
  },
  targets: {
    gamma: (value: string) => `γ = ${value}`,
    hinge: 'hinge 1',
    ipo: 'target 0.5',
    clip: 'clip',
  },
  x: { step: 'step', tokens: 'tokens', margin: 'margin' },
  sft: 'SFT',
  stage: (stage: number) => `stage ${stage}`,

  unitNames: { nats: 'nats', 'nats/token': 'nats/token', reward: 'reward', ρ: 'ρ' } as Record<string, string>,
  /** One hover away from the unit beside a title. */
  units: {
    nats: 'Natural logarithm of a probability: 0 is certain, −0.7 is one in two, −2.3 is one in ten.',
    'nats/token': 'Natural logarithm of a probability, for each token: 0 is certain, −0.7 is one in two.',
    reward: 'The objective’s own scale: β times a log-probability or a ratio of two. Only differences count.',
    ρ: 'Spearman’s rank correlation: 1 is the same order, 0 no relation, −1 the opposite order.',
  } as Record<string, string>,

  margin: {
    title: 'Reward margin',
    howTo: 'Above 0: the chosen side is preferred.',
    howToStaged: 'Each stage restarts at 0, its own reference.',
    empty: 'How far chosen is ahead of rejected is drawn here, step by step.',
  },
  logProb: {
    title: 'Log-prob',
    form: 'Form of the log-prob',
    empty: 'How likely the model finds chosen and rejected completions appears here.',
    forms: { sum: 'sum', token: 'per token', change: 'since base' },
    meaning: {
      sum: 'Log-probability of a whole completion, summed over its tokens: mean over pairs.',
      token: 'Log-probability of a completion divided by its tokens: mean over pairs.',
      change: 'Log-probability now minus that of the model before the run: mean over pairs.',
    },
    howTo: {
      sum: 'Nearer 0 is likelier; the gap is trained.',
      token: 'Nearer 0 is likelier, whatever the length.',
      change: 'Above 0: likelier than under the base.',
    },
  },
  length: {
    title: 'Length correlation',
    meaning: (within: string, pooled: string) => `${within} Pooled: ${pooled}`,
    howTo: 'Near 0: length is ignored. Right: now.',
    empty: 'Whether log-prob follows length.',
    scatter: 'Length and log-prob now',
    scatterMeaning: 'Held-out completions at the last evaluation: log-prob per token (nats) against length (tokens).',
  },
  accuracy: {
    title: 'Accuracy, win rate',
    meaning: (accuracy: string, winRate: string) =>
      `${accuracy} Training: mean of the last 100 pairs or so. Win rate: ${winRate}`,
    howTo: '50% is chance; a judge decides the wins.',
    empty: 'Share of pairs ranked rightly, and how often the judge prefers the tuned model.',
  },

  small: {
    loss: {
      title: 'Loss',
      howTo: 'Falling is learning; 0.693 is where a sigmoid objective begins. It says nothing about the text.',
    },
    gradNorm: {
      title: 'Gradient norm',
      howTo:
        'Above the dashed line gradients are clipped. A spike is a hard batch; steady growth is a learning rate too high.',
    },
    learningRate: { title: 'Learning rate', howTo: 'Warm-up, then decay; every stage begins anew.' },
    kl: {
      title: 'KL from base',
      howTo: 'How far the policy has gone; beyond about 0.5 nats per token text tends to break.',
    },
    judge: {
      title: 'Judge score',
      unit: 'From 0 to 1.',
      howTo: 'Higher is what was really wanted, whatever the objective says.',
    },
    sampleLength: {
      title: 'Sample length',
      unit: 'In tokens.',
      howTo: 'Growing far beyond the base: length is being exploited.',
    },
    repetition: {
      title: 'Repetition',
      howTo: 'Rising: the policy repeats itself, the usual end of over-optimisation.',
    },
    ended: { title: 'Ended samples', howTo: 'Falling: the policy forgets how to stop.' },
    entropy: {
      title: 'Entropy',
      unit: 'In nats per token.',
      howTo: 'Falling: the policy becomes surer and less varied.',
    },
  },
  histogram: {
    title: 'Margins now',
    meaning: 'Held-out pairs by their reward margin at the last evaluation.',
    howTo: 'Left of 0 the policy prefers the rejected side.',
  },
  gap: {
    title: 'Margin by length gap',
    meaning:
      'Reward margin of held-out pairs against length of chosen minus length of rejected, in tokens: SimPO’s figure 2a.',
    howTo: 'Rising to the right: the longer side earns reward for its length.',
  },
  contingency: {
    title: 'Reward × likelihood',
    meaning:
      'Held-out pairs: does the chosen side have the larger reward, and does it have the larger log-prob per token? Under SimPO the two are the same by construction.',
    likelier: 'likelier',
    reward: 'reward',
  },

  menu: {
    label: (title: string) => `${title}: more`,
    enlarge: 'Enlarge',
    table: 'Show the table',
    plot: 'Show the plot',
    linear: 'Linear scale',
    asinh: 'Logarithmic scale, both signs (asinh)',
    copy: 'Copy the values (CSV)',
  },
  /** In the small print of a saved plot. */
  picture: {
    smoothed: (weight: number) => `smoothed ${weight}`,
    recent: 'mean of the last 100 pairs or so',
    thin: 'thin: raw',
  },
  table: { label: (title: string) => `${title}: table`, empty: 'No values yet.' },
  cursor: {
    label: (title: string) => `${title}: cursor`,
    none: 'no value chosen; the arrow keys move the cursor',
    latest: 'latest',
  },
} as const
